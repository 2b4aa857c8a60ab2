"""Every command, thin: what it asks for, and which room does the work."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
LANGUAGES = click.Choice(["nl", "fr", "de", "en"])


class Commands(click.Group):
    """Commands that say in one sentence what stops them, where the operator can mend it."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Exception as error:
            if why := what_to_mend(error):
                click.echo(why, err=True)
                sys.exit(1)
            raise


def what_to_mend(error: Exception) -> str | None:
    """A sentence about a setting or the database; None where the fault is ours."""
    from participation import config

    if isinstance(error, config.UnsafeStart):
        return str(error)
    if "sqlalchemy" in sys.modules:  # else no database was asked, and loading it takes long
        from sqlalchemy.exc import OperationalError, ProgrammingError

        if isinstance(error, OperationalError | ProgrammingError):
            said = str(error.orig).partition("\n")[0]
            return f"The database refuses: {said}. If it is new, or older than this program: participation migrate."
    return None


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="participation")
def main() -> None:
    """Samenspraak: the platform with which a municipality lets its people decide along."""


@main.command()
@click.argument("targets", type=FILE)
@click.argument("people", type=FILE)
@click.option("--seats", type=click.IntRange(1, 1_000_000), required=True, help="How many people the panel has.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The folder to make.")
@click.option(
    "--objective",
    type=click.Choice(["leximin", "maximin", "nash", "goldilocks", "random"]),
    default="leximin",
    show_default=True,
    help="What makes a lottery fair.",
)
@click.option("--household", multiple=True, help="Column of the address, at most one per address; may be repeated.")
@click.option("--id", "id_column", help="Column with everyone's code.")
@click.option("--panels", type=click.IntRange(100, 10_000), default=1000, show_default=True, help="Numbered panels.")
@click.option("--balls", metavar="DIGITS", help="The digits on the balls drawn in public, such as 042.")
@click.option(
    "--numbers",
    multiple=True,
    metavar="NAME[=NUMBERS]",
    help='A public lottery and what it gave, as "Lotto=9.18.26.34.41.45"; without numbers, to promise it.',
)
@click.option("--form", default="6/45", show_default=True, help="How many numbers that lottery draws, of how many.")
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), help="Day on which the number is drawn.  [default: today]")
@click.option("--title", help="What the panel is about.  [default: the name of the folder]")
@click.option("--municipality", help="Who draws.")
@click.option("--language", type=LANGUAGES, default="en", show_default=True)
@click.option("--force", is_flag=True, help="Put an earlier draw in this folder aside; nothing is deleted.")
def draw(**asked: Any) -> None:
    """Draw a panel of the people in PEOPLE that mirrors TARGETS, as fairly as can be, so that anyone can check it.

    Without --balls or --numbers, the panels are made and promised. Publish the promise, let the number be drawn, and
    give the same command again with the number.
    """
    from participation.commands.draw import carry_out
    from participation.commands.order import Order

    sys.exit(carry_out(Order(**asked)))


@main.command(context_settings={"ignore_unknown_options": True})
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
def verify(file: Path, options: tuple[str, ...]) -> None:
    """Check a published draw.json, as anyone can with the verify.py beside it; OPTIONS are those of verify.py."""
    from participation.lottery import verify as verifier

    sys.exit(verifier.main([str(file), *options]))


@main.command()
@click.argument("people", type=FILE)
@click.option("--tables", type=click.IntRange(1, 1000), required=True, help="How many tables there are.")
@click.option("--rounds", type=click.IntRange(1, 100), required=True, help="How often people change tables.")
@click.option("--balance", default="", help="Columns in which each table mirrors all, apart by commas.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The file to make (.csv).")
@click.option("--fixed", type=FILE, help="Seats that are decided: id, table and, if not in all of them, round.")
@click.option("--apart", type=FILE, help="People who never share a table: one group in a row, one id in a cell.")
@click.option("--together", type=FILE, help="People who always share a table, in the same form.")
@click.option("--absent", type=FILE, help="Who misses a round: id and round.")
@click.option("--id", "id_column", help="Column with everyone's code.")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Another number, another plan.")
@click.option("--language", type=LANGUAGES, default="en", show_default=True)
def tables(**asked: Any) -> None:
    """Divide the people in PEOPLE over tables, so that as many as possible meet and each table looks like all."""
    from participation.commands.tables import Order, carry_out

    sys.exit(carry_out(Order(**asked)))


@main.command()
@click.option("--demo", is_flag=True, help="Make the demo if there is nothing yet, and say how to sign in.")
@click.option("--worker/--no-worker", default=True, help="Also do the background work, in a process beside this one.")
def serve(demo: bool, worker: bool) -> None:
    """Serve the pages on PORT, at this machine only; a proxy stands in front of anything larger."""
    from participation.commands.serve import serve as go

    sys.exit(go(with_demo=demo, with_worker=worker))


@main.command()
@click.option("--with-parent", is_flag=True, hidden=True)
def worker(with_parent: bool) -> None:
    """Do the background work: the calculations."""
    from participation.commands.serve import work

    work(with_parent=with_parent)


@main.command()
def migrate() -> None:
    """Bring the database to the newest form."""
    from participation import config, db

    db.migrate(config.load().database)


@main.command()
@click.option("--reset", is_flag=True, help="Throw the demo away and build it anew.")
def demo(reset: bool) -> None:
    """Build the three demo municipalities, if they are not there."""
    from participation.commands.demo import build

    sys.exit(build(reset=reset))


@main.command("sign-in-link")
@click.argument("email")
@click.option("--municipality", help="Short name of the municipality to enter.  [default: their first]")
def sign_in_link(email: str, municipality: str | None) -> None:
    """Print a link that signs EMAIL in, once, within 15 minutes."""
    from participation.commands.sign_in_link import print_link

    sys.exit(print_link(email, municipality))


@main.command()
@click.argument("municipality")
@click.argument("host", required=False)
def host(municipality: str, host: str | None) -> None:
    """Let MUNICIPALITY answer at HOST as well; without HOST, only below its short name."""
    from participation.commands.host import set_host

    sys.exit(set_host(municipality, host))


@main.command("import-register")
@click.argument("municipality")
@click.argument("panel")
@click.argument("file", type=FILE)
@click.option("--column", "columns", multiple=True, metavar="OURS=HEADER", help="Which column is which, if not clear.")
@click.option("--minimum-age", type=click.IntRange(0, 99), default=16, show_default=True, help="Younger is not kept.")
@click.option("--on", "resident_on", type=click.DateTime(["%Y-%m-%d"]), required=True, help="Day on which ages count.")
@click.option("--erase-on", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The last day on which it is here.")
def import_register(**asked: Any) -> None:
    """Bring in the register extract FILE for PANEL of MUNICIPALITY, both by their short names."""
    from participation.commands.import_register import bring_in

    days = {name: asked.pop(name).date() for name in ("resident_on", "erase_on")}
    sys.exit(bring_in(**asked, **days))


@main.group()
def municipality() -> None:
    """Found a municipality, close it for a while, and take its data along."""


@municipality.command()
@click.argument("slug")
@click.option("--name", multiple=True, required=True, metavar="LANGUAGE=NAME", help="Its name; once for each language.")
@click.option("--language", multiple=True, required=True, type=LANGUAGES, help="Its languages, the first one first.")
@click.option(
    "--country",
    type=click.Choice(["flanders", "brussels", "wallonia", "ostbelgien", "netherlands"]),
    default="flanders",
    show_default=True,
    help="Where it lies: it decides what council and mayor are called.",
)
@click.option("--administrator", required=True, metavar="EMAIL", help="Who sets it up; they get a link.")
@click.option("--administrator-name", required=True, metavar="NAME", help="Their name.")
@click.option("--street", required=True, help="Street and number of the town hall.")
@click.option("--postcode", required=True)
@click.option("--town", required=True)
@click.option("--phone", required=True, help="The number that people call.")
@click.option("--email", required=True, help="The address that people write to.")
def found(**asked: Any) -> None:
    """Found the municipality SLUG, and print the link with which its first administrator comes in."""
    from participation.commands.municipality import found_one

    sys.exit(found_one(**asked))


@municipality.command()
@click.argument("slug")
def suspend(slug: str) -> None:
    """Close the pages of SLUG for a while; nothing is lost."""
    from participation.commands.municipality import move

    sys.exit(move(slug, suspended=True))


@municipality.command()
@click.argument("slug")
def reopen(slug: str) -> None:
    """Open the pages of SLUG again."""
    from participation.commands.municipality import move

    sys.exit(move(slug, suspended=False))


@municipality.command()
@click.argument("slug")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The archive to make (.zip).")
def export(slug: str, out: Path) -> None:
    """Take everything of SLUG along, as one archive."""
    from participation.commands.municipality import export_to

    sys.exit(export_to(slug, out))


@municipality.command()
@click.argument("slug")
def erase(slug: str) -> None:
    """Say how SLUG is erased: two administrators do that at the desk, never a command."""
    from participation.commands.municipality import say_how_to_erase

    sys.exit(say_how_to_erase(slug))


@main.command("verify-journal")
@click.option("--since", type=FILE, help="Checkpoints kept earlier: a checkpoints.json, or lines as on its page.")
def verify_journal(since: Path | None) -> None:
    """Check that no entry of any journal has been changed, removed or moved, nor its end cut off since a checkpoint."""
    from participation.commands.verify_journal import verify_journals

    sys.exit(verify_journals(since))


@main.command("replay-erasures")
def replay_erasures() -> None:
    """After an old backup was put back: forget again whoever was forgotten since."""
    from participation.commands.replay_erasures import replay

    sys.exit(replay())


if __name__ == "__main__":
    main()
