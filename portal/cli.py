"""The command line: `portal init`, `demo`, `serve`, `worker`, `doctor`, `db`."""

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import click
from sqlalchemy.exc import SQLAlchemyError

from portal import wiring
from portal.accounts import commands as accounts
from portal.accounts import queries as accounts_queries
from portal.core.errors import PortalError
from portal.core.keys import Keyring
from portal.core.orm import Database
from portal.core.settings import Settings, from_environment
from portal.jobs.queue import work
from portal.library.cli import library
from portal.log.cli import log
from portal.network.models import Portal
from portal.schema import (
    create_or_upgrade,
    differences,
    is_current,
    write_revision,
)
from portal.schema import downgrade as downgrade_schema


@contextmanager
def opened() -> Iterator[tuple[Settings, Database]]:
    """The settings, and the database that they name."""
    settings = from_environment()
    settings.data.mkdir(parents=True, exist_ok=True)
    database = Database(
        settings.database, wiring.REACTIONS, address=settings.address, keys=Keyring(settings.keys)
    )
    try:
        yield settings, database
    except PortalError as problem:
        raise click.ClickException(str(problem.sentence)) from problem
    except SQLAlchemyError as problem:
        first = str(problem).splitlines()[0]
        raise click.ClickException(f"The database cannot be used: {first}") from problem
    finally:
        database.dispose()


@click.group()
@click.version_option(package_name="solidarity-portal")
def main() -> None:
    """A portal for organisations that work together across borders as equals.

    Settings come from environment variables; docs/deploy.md lists them. Data lie in PORTAL_DATA
    (./var).
    """


library.context_settings["obj"] = opened
main.add_command(library)
log.context_settings["obj"] = opened
main.add_command(log)


@main.command()
@click.option("--network", prompt="Name of your network", help="Your network's name.")
@click.option("--name", prompt="Your own name", help="Name of the first person in the secretariat.")
@click.option("--email", prompt="Your mail address", help="Her mail address.")
@click.option("--language", default="en", show_default=True, help="Language of the network's name.")
def init(network: str, name: str, email: str, language: str) -> None:
    """Make an empty portal for a real network, with a first secretariat account."""
    with opened() as (settings, database):
        create_or_upgrade(database)
        with database.transaction() as session:
            if accounts_queries.portal_row(session) is not None:
                raise click.ClickException(
                    f"{settings.data} holds a portal already. Set PORTAL_DATA to another folder."
                )
            session.add(Portal(names={language: network}, is_demo=False))
            session.flush()
            sent = accounts.invite(session, email=email, organisation=None, role=None, name=name)
        click.echo(
            f"The portal of {network} is ready. It is empty, and nobody can register by herself."
        )
        click.echo(
            f"Open this address within two weeks to choose a password:\n\n  {sent.address}\n"
        )
        click.echo("Start the portal with: portal serve")


# --- the demo --------------------------------------------------------------------------------------


@main.group(invoke_without_command=True)
@click.option("--if-empty", is_flag=True, help="Do nothing when there is a portal already.")
@click.pass_context
def demo(context: click.Context, *, if_empty: bool) -> None:
    """Fill an empty portal with a made-up network to try things in."""
    if context.invoked_subcommand is not None:
        return
    # Only the demo needs its content, and whoever runs a real network never loads it.
    from portal.demo.making import make_demo  # noqa: PLC0415

    with opened() as (settings, database):
        create_or_upgrade(database)
        with database.transaction() as session:
            portal = accounts_queries.portal_row(session)
            if portal is not None and not portal.is_demo and not if_empty:
                raise click.ClickException(
                    f"{settings.data} holds a real network, which a demo must not touch. "
                    "Set PORTAL_DATA to another folder."
                )
            if portal is not None:
                click.echo(f"There is a portal in {settings.data} already; nothing was changed.")
                return
            make_demo(session, settings)
        click.echo(f"A demo network is in {settings.data}. Start it with: portal serve")


@demo.command("accounts")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
def demo_accounts(*, as_json: bool) -> None:
    """List an account for each role, with its password."""
    from portal.demo.making import demo_accounts as listed  # noqa: PLC0415

    with opened() as (settings, database), database.reading() as session:
        portal = accounts_queries.portal_row(session)
        if portal is None or not portal.is_demo:
            raise click.ClickException("There is no demo here. Make one with: portal demo")
        rows = listed(session, settings)
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo(
            f"{row['role']:26} {row['email']:40} {row['password']}  {row['person']}, {row['organisation']}"
        )


# --- running ---------------------------------------------------------------------------------------


def ready() -> Settings:
    """The settings, once the database has this release's tables."""
    with opened() as (settings, database):
        if not is_current(database):
            raise click.ClickException(
                "The database does not have this release's tables. Make a copy of it if it holds "
                "anything, then run: portal db upgrade"
            )
    return settings


@main.command()
@click.option("--no-worker", is_flag=True, help="Leave mail and other work to `portal worker`.")
def serve(*, no_worker: bool) -> None:
    """Serve the portal, with a worker beside it, until Ctrl-C."""
    # The application is loaded only where it is served.
    from portal.app import create_app  # noqa: PLC0415
    from portal.server import serve as serve_app  # noqa: PLC0415

    settings = ready()
    app = create_app(settings)
    parent = os.getpid()
    beside: Sequence[Callable[[], None]] = (
        [] if no_worker else [lambda: run_worker(settings, parent)]
    )
    sys.exit(
        serve_app(
            lambda: app,
            host=settings.host,
            port=settings.port,
            processes=settings.processes,
            before_fork=app.extensions["portal_database"].dispose,
            beside=beside,
        )
    )


@main.command()
def worker() -> None:
    """Send mail and do other work beside the requests, until Ctrl-C."""
    settings = ready()
    click.echo("The worker runs. Press Ctrl-C to stop.")
    run_worker(settings, None)


def run_worker(settings: Settings, parent: int | None) -> None:
    database = Database(
        settings.database, wiring.REACTIONS, address=settings.address, keys=Keyring(settings.keys)
    )
    try:
        work(wiring.JOBS, settings, database, parent=parent)
    finally:
        database.dispose()


@main.command()
def doctor() -> None:
    """Look whether everything is in order; each line says ok, or what to do."""
    from portal.doctor import examine  # noqa: PLC0415 - loads what it examines

    settings = from_environment()
    findings = list(examine(settings))
    for finding in findings:
        click.echo(finding.line)
    sys.exit(1 if any(finding.must_be_done for finding in findings) else 0)


# --- the database ----------------------------------------------------------------------------------


@main.group()
def db() -> None:
    """The database's tables."""


@db.command()
def upgrade() -> None:
    """Bring the tables to this release."""
    with opened() as (_, database):
        create_or_upgrade(database)
    click.echo("The tables are those of this release.")


@db.command()
@click.argument("revision")
@click.confirmation_option(prompt="What only the newer tables hold will be lost. Go on?")
def downgrade(revision: str) -> None:
    """Bring the tables back to an older REVISION; `base` removes them all."""
    with opened() as (_, database):
        downgrade_schema(database, revision)
    click.echo(f"The tables are those of {revision}.")


@db.command()
def check() -> None:
    """Check that the migrations make what the models say."""
    found = differences()
    for difference in found:
        click.echo(difference)
    if found:
        sys.exit(1)
    click.echo("The migrations make what the models say.")


@db.command()
@click.option("-m", "--message", required=True, help="What the migration does, in a few words.")
def revision(message: str) -> None:
    """Write a migration for what changed in the models; read it before you commit it."""
    click.echo(write_revision(message))
