"""Many panels side by side, and the exchanges each of them can make without breaking a demand."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from participation.sortition.exchanges import Bools, Exchanges
from participation.sortition.face import Face
from participation.sortition.problem import Ints


class Seating:
    """N panels on a face, changed in place.

    hits: (t + 1,) seats of each type over all panels (nobody last). Laid out type by type, so that asking all panels
    about one exchange costs a few operations on rows of bits.
    """

    def __init__(self, face: Face, exchanges: Exchanges, panels: Ints) -> None:
        self._least = np.append(face.least, -(2**14)).astype(np.int16)
        self._most = np.append(face.most, 2**14).astype(np.int16)
        self._seats = np.vstack([panels.T, np.zeros((1, len(panels)), dtype=np.int64)]).astype(np.int16)
        self._leaves = self._seats > self._least[:, None]
        self._enters = self._seats < self._most[:, None]
        self._loads = exchanges.loads
        self._loose = exchanges.loads.T @ self._seats.astype(np.int64)
        self._lower, self._upper = face.lower[face.loose, None], face.upper[face.loose, None]
        self._nobody = exchanges.nobody
        self.hits = self._seats.sum(axis=1, dtype=np.int64).astype(float)

    def __len__(self) -> int:
        return int(self._seats.shape[1])

    def add(self, panel: Ints) -> None:
        """One more panel."""
        seats = np.append(panel, 0).astype(np.int16)
        self._seats = np.column_stack([self._seats, seats])
        self._leaves = np.column_stack([self._leaves, seats > self._least])
        self._enters = np.column_stack([self._enters, seats < self._most])
        self._loose = np.column_stack([self._loose, self._loads.T @ seats.astype(np.int64)])
        self.hits += seats

    @property
    def panels(self) -> Ints:
        """(N, t) the panels as they are now."""
        return self._seats[:-1].T.astype(np.int64)

    def can_leave(self) -> Bools:
        """(t + 1,) types that some panel could let go."""
        return np.asarray(self._leaves.any(axis=1))

    def can_enter(self) -> Bools:
        """(t + 1,) types that some panel has room for."""
        return np.asarray(self._enters.any(axis=1))

    def hosts(self, a: int, b: int, c: int, d: int) -> npt.NDArray[np.intp]:
        """The panels in which a and b can give way to c and d."""
        able = self._leaves[a] & self._enters[c]
        able &= self._leaves[b] if b != a else self._seats[a] > self._least[a] + 1
        able &= self._enters[d] if d != c else self._seats[c] < self._most[c] - 1
        if len(self._lower):
            change = self._loads[c] + self._loads[d] - self._loads[a] - self._loads[b]
            if change.any():
                after = self._loose + change[:, None]
                able &= ((after >= self._lower) & (after <= self._upper)).all(axis=0)
        return np.flatnonzero(able)

    def exchange(self, hosts: npt.NDArray[np.intp], a: int, b: int, c: int, d: int) -> None:
        """Let a and b give way to c and d in these panels."""
        for kind, step in ((a, -1), (b, -1), (c, 1), (d, 1)):
            if kind != self._nobody:
                self._seats[kind, hosts] += step
                self.hits[kind] += step * len(hosts)
        for kind in {a, b, c, d} - {self._nobody}:
            now = self._seats[kind, hosts]
            self._leaves[kind, hosts] = now > self._least[kind]
            self._enters[kind, hosts] = now < self._most[kind]
        if len(self._lower):
            change = self._loads[c] + self._loads[d] - self._loads[a] - self._loads[b]
            self._loose[:, hosts] += change[:, None]
