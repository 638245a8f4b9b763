"""`portal library import FOLDER` and `portal library export FOLDER`."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import click
from sqlalchemy import select

from portal.core.orm import Database
from portal.core.settings import Settings
from portal.library.manifest.exporting import export_folder
from portal.library.manifest.importing import FATES, Fate, import_folder
from portal.network.actors import PORTAL, Actor, actor_for
from portal.network.models import Person

_FOLDER = click.Path(file_okay=False, path_type=Path)


Opened = Callable[[], AbstractContextManager[tuple[Settings, Database]]]
"""Opens the settings and the database; `portal/cli.py` hands it in as the context's object."""


@click.group(name="library")
def library() -> None:
    """Works in and out by the folder, with a manifest (manifest.csv or manifest.jsonl)."""


@library.command(name="import")
@click.argument("folder", type=_FOLDER)
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
@click.option("--as", "email", default="", help="Mail address of the person who brings it in.")
@click.pass_obj
def import_(opened: Opened, folder: Path, email: str, *, dry_run: bool) -> None:
    """Bring in the works of FOLDER as drafts; the same folder twice changes nothing."""
    with opened() as (_, database):
        lines = import_folder(database, folder, by=_person(database, email), dry_run=dry_run)
    for line in lines:
        told = [f"{line.number:>4}", line.work, line.lang, str(FATES[line.fate])]
        if line.paragraphs:
            told.append(f"+{line.paragraphs}")
        if line.missing:
            told.append(f"-{line.missing}")
        click.echo("  ".join(told))
        for remark in line.remarks:
            click.echo(f"      {remark}")
    counts = {fate: sum(line.fate is fate for line in lines) for fate in Fate}
    click.echo(", ".join(f"{FATES[fate]}: {count}" for fate, count in counts.items()))
    if dry_run:
        click.echo("This was a preview: nothing was changed.")
    if counts[Fate.REFUSED]:
        raise SystemExit(1)


@library.command()
@click.argument("folder", type=_FOLDER)
@click.option("--drafts", is_flag=True, help="Write drafts too.")
@click.pass_obj
def export(opened: Opened, folder: Path, *, drafts: bool) -> None:
    """Write the library into FOLDER: its manifest, and a Markdown file for each language."""
    with opened() as (_, database), database.reading() as session:
        rows = export_folder(session, folder, by=PORTAL, drafts=drafts)
    click.echo(f"{len({row.work for row in rows})} works, {len(rows)} files")


def _person(database: Database, email: str) -> Actor:
    """Whoever brings it in; the portal's own hand where nobody is named."""
    if not email:
        return PORTAL
    with database.reading() as session:
        ident = session.scalar(select(Person.id).where(Person.email == email.strip().lower()))
        actor = actor_for(session, ident, second_factor=True) if ident else None
    if actor is None:
        raise click.ClickException(f"Nobody here has the mail address {email}.")
    return actor
