"""Taking a municipality's data along: one zip that a person can read and another program can load."""

from __future__ import annotations

import base64
import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import IO, Any

from sqlalchemy import Table, select, text
from sqlalchemy.orm import Session

from participation import events
from participation.journal.actions import record
from participation.municipalities import queries
from participation.municipalities.belongings import LEFT_OUT, LEFT_OUT_WHOLE, tables
from participation.municipalities.themes import as_file
from participation.permissions import Actor

PIECE = 64 * 1024

README = """{name}: everything that Samenspraak keeps of this municipality, as it was on {at}.

tables/     one file for each table; each line is one row, as JSON (UTF-8). Moments are in UTC, pictures and files in
            base64. Tables point at each other by number: municipality_id, person_id, panel_id and so on.
published/  what was published, byte for byte: the draw.json of each draw, which anybody can check with verify.py.
media/      the pictures, films and recordings, each under its number in tables/medium.jsonl.
logo.png    the logo, if there is one.
house-style.css  the municipality's own house style, if there is one, as a file that can be uploaded again.
manifest.json  every file with its size, its number of rows and its SHA-256, so that you can see whether all of it is
            here and unchanged:  sha256sum FILE

Left out, because it opens doors or says something only together with a key that stays behind: passwords, second
factors, open sessions, codes and links on their way and with them the words of messages, forms that nobody sent yet,
sealed answers and requests, keyed national numbers and addresses, and the salts of commitments, which a sworn auditor downloads panel by panel.

This holds personal data: keep it as carefully as the town hall keeps its files, and no longer than you need it.
"""


@dataclass(frozen=True)
class Packed:
    """A file in the archive. rows: None where it is no table."""

    path: str
    rows: int | None
    bytes: int
    sha256: str


def write_archive(session: Session, municipality_id: int, target: IO[bytes], *, at: datetime) -> str:
    """Write the zip; returns the SHA-256 of its manifest, in hexadecimal.

    All of it is read as it was at one moment, whatever is changed meanwhile: the session must not have read before.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
    place = queries.place(session, municipality_id)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        packed = [
            _pack(
                archive,
                "README.txt",
                [README.format(name=" / ".join(place.names.values()), at=at.isoformat()).encode()],
            ),
            *(
                _table(archive, session, municipality_id, table)
                for table in tables()
                if table.name not in LEFT_OUT_WHOLE
            ),
            *(_pack(archive, path, [content]) for path, content in _files(session, municipality_id)),
        ]
        if own := queries.own_style(session, municipality_id):
            packed.append(_pack(archive, "house-style.css", [as_file(own).encode()]))
        if place.logo:
            packed.append(_pack(archive, "logo.png", [queries.logo(session, municipality_id)]))
        manifest = {
            "municipality": place.slug,
            "name": place.names,
            "languages": place.languages,
            "at": at.isoformat(),
            "files": [asdict(one) for one in packed],
        }
        return _pack(archive, "manifest.json", [json.dumps(manifest, ensure_ascii=False, indent=1).encode()]).sha256


def in_pieces(archive: IO[bytes]) -> Iterator[bytes]:
    """The archive from its beginning, a piece at a time; it is closed at the end, or when nobody wants the rest."""
    with archive:
        archive.seek(0)
        while piece := archive.read(PIECE):
            yield piece


def note_export(session: Session, municipality_id: int, digest: str, *, by: Actor | None, at: datetime) -> None:
    """Write in the journal that the data left the house, and as which archive."""
    record(
        session,
        municipality_id,
        "municipality.exported",
        subject=f"municipality:{municipality_id}",
        by=f"person:{by.person_id}" if by else "operator",
        via="web" if by else "command",
        at=at,
        facts={"manifest": digest},
    )


def _files(session: Session, municipality_id: int) -> Iterator[tuple[str, bytes]]:
    """What rooms have published, by its place in the archive."""
    for files in events.tell(session, "municipality.exporting", municipality_id=municipality_id):
        yield from files


def _table(archive: zipfile.ZipFile, session: Session, municipality_id: int, table: Table) -> Packed:
    kept = [column for column in table.columns if column.name not in LEFT_OUT.get(table.name, ())]
    wanted = select(*kept).where(table.c.municipality_id == municipality_id).order_by(*table.primary_key.columns)
    rows = session.execute(wanted.execution_options(yield_per=1000)).mappings()
    lines = (json.dumps({**row}, ensure_ascii=False, default=_plain).encode() + b"\n" for row in rows)
    return _pack(archive, f"tables/{table.name}.jsonl", lines, counted=True)


def _pack(archive: zipfile.ZipFile, path: str, pieces: Iterable[bytes], *, counted: bool = False) -> Packed:
    digest, size, count = hashlib.sha256(), 0, 0
    with archive.open(path, "w") as file:
        for piece in pieces:
            file.write(piece)
            digest.update(piece)
            size, count = size + len(piece), count + 1
    return Packed(path, count if counted else None, size, digest.hexdigest())


def _plain(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError(type(value).__name__)
