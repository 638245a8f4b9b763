"""`portal log seal` and `portal log witness`."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import click

from portal.core.orm import Database
from portal.core.settings import Settings
from portal.log.commands import seal_batch
from portal.log.witnessing import Alarm, from_web, make_key, witness

Opened = Callable[[], AbstractContextManager[tuple[Settings, Database]]]
"""Opens the settings and the database; `portal/cli.py` hands it in as the context's object."""

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group(name="log")
def log() -> None:
    """The transparency log of signatures, and its witnesses."""


@log.command()
@click.pass_obj
def seal(opened: Opened) -> None:
    """Give every act that waits its place in the log now, however few they are."""
    with opened() as (_, database), database.transaction() as session:
        checkpoint = seal_batch(session, force=True)
    if checkpoint is None:
        click.echo("Nothing waits.")
    else:
        click.echo(checkpoint.note, nl=False)


@log.command(name="witness")
@click.option("--url", default="", help="The portal's address, such as https://portal.example.")
@click.option("--key", required=True, type=_FILE, help="File with your private key.")
@click.option("--state", type=_FILE, help="File that remembers what you saw last.")
@click.option("--name", default="", help="Your key's name, as it is registered at the portal.")
@click.option("--new-key", is_flag=True, help="Make a key, and show what to register.")
def witness_command(url: str, key: Path, state: Path | None, name: str, *, new_key: bool) -> None:
    """Check that the log only grew since you last looked, and put your line under it.

    Ends with 1, and says what is wrong, where the log was rewound or forked or shows another key.
    """
    if not name:
        raise click.ClickException("Say under which name your key is registered: --name NAME")
    if new_key:
        try:
            click.echo(make_key(key, name))
        except (OSError, Alarm) as problem:
            raise click.ClickException(str(problem)) from problem
        return
    if not url or state is None:
        raise click.ClickException(
            "Say which portal to look at (--url) and where to remember it (--state)."
        )
    try:
        click.echo(witness(from_web(url), key=key, state=state, name=name))
    except Alarm as problem:
        raise click.ClickException(str(problem)) from problem
