"""What each page about inviting people to a panel needs to know."""

from __future__ import annotations

from participation.db import Session
from participation.invitations.queries import lots, register
from participation.invitations.queries.lots import LotView
from participation.invitations.queries.register import RegisterView
from participation.panels import queries as panels
from participation.panels.queries import PanelView
from participation.web.context import here


class Dossier:
    """A panel with its register and its lots: a few statements, whatever the size of the register."""

    def __init__(self, session: Session, slug: str) -> None:
        self.panel: PanelView = panels.panel(session, here().id, slug)
        self.register: RegisterView | None = register.register(session, here().id, self.panel.id)
        self.lots: list[LotView] = lots.lots(session, here().id, self.panel.id)
        self.lot: LotView | None = lots.active_lot(self.lots)

    @property
    def may_change_register(self) -> bool:
        """Whether no lot is waiting for the register."""
        return self.lot is None or self.lot.is_drawn
