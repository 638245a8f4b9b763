"""What `portal doctor` looks at: each finding is ok, or says what to do."""

import platform
import shutil
import smtplib
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from tempfile import NamedTemporaryFile

from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError

from portal.accounts import queries as accounts
from portal.core import clock
from portal.core.keys import Keyring
from portal.core.orm import Database
from portal.core.settings import Settings
from portal.log.notes import is_signed_by_log, public_of, read_checkpoint
from portal.log.queries import newest_checkpoint
from portal.mail import queries as mail
from portal.mail.sending import MailAddressInvalid, connected, mail_server
from portal.schema import is_current
from portal.statements.models import Signature
from portal.storage import store_for

FONTS = {
    "km": ("Khmer", "fonts-noto-core"),
    "ur": ("Urdu", "fonts-noto-core"),
    "ko": ("Korean", "fonts-noto-cjk"),
}
"""What a PDF in these languages needs (as `fc-list :lang=` asks), and a package that has it."""


@dataclass(frozen=True)
class Finding:
    """One line: in order, worth knowing, or to be done."""

    words: str
    advice: str = ""
    must_be_done: bool = False

    @property
    def line(self) -> str:
        if not self.advice:
            return f"ok {self.words}"
        return f"! {self.words}: {self.advice}"


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at everything in turn; what cannot even be looked at is a finding too."""
    yield Finding(f"Portal {version('solidarity-portal')}, Python {platform.python_version()}")
    yield from _settings(settings)
    yield from _storage(settings)
    yield from _files(settings)
    database = Database(settings.database)
    try:
        yield from _database(settings, database)
    except SQLAlchemyError as problem:
        yield Finding(
            "The database does not answer",
            f"start it or correct PORTAL_DATABASE_URL ({str(problem).splitlines()[0]})",
            must_be_done=True,
        )
    finally:
        database.dispose()
    yield from _fonts()
    yield from _programs()


def _settings(settings: Settings) -> Iterator[Finding]:
    yield Finding(f"Settings: data in {settings.data.resolve()}, served at {settings.address}")
    if not settings.base_url:
        yield Finding(
            "PORTAL_BASE_URL is not set, so links in mail lead to this machine",
            "set it to the public address, such as https://portal.example.org",
        )
    elif not settings.secure_cookies:
        yield Finding(
            "The public address is not HTTPS",
            "put a server with a certificate in front and set PORTAL_BASE_URL to its https:// address",
        )
    if settings.base_url.startswith("https:") and not settings.trusted_proxies:
        yield Finding(
            "No proxy is trusted, so limits count all readers as one address",
            "set PORTAL_TRUSTED_PROXIES=1 when one proxy stands in front",
        )
    if settings.processes > 1 and settings.limits_url == "memory://":
        yield Finding(f"Limits are counted in each of {settings.processes} processes by itself")


def _storage(settings: Settings) -> Iterator[Finding]:
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=settings.data) as file:
            file.write(b"x")
        free = shutil.disk_usage(settings.data).free
    except OSError as problem:
        yield Finding(
            f"The data folder {settings.data} cannot be written",
            f"give its owner the right to ({problem.strerror})",
            must_be_done=True,
        )
        return
    if free < 200 * 2**20:
        yield Finding(
            f"Only {free // 2**20} MB are free in the data folder", "make room", must_be_done=True
        )
    else:
        yield Finding(f"Data folder writable, {free / 2**30:.1f} GB free")
    for name in ("secret.key", "authenticators.key"):
        path = settings.data / name
        if path.exists() and path.stat().st_mode & 0o077:
            yield Finding(
                f"Others on this machine can read {name}",
                f"chmod 600 {path}",
                must_be_done=True,
            )


def _files(settings: Settings) -> Iterator[Finding]:
    """Write, read and take out one small file where uploads go."""
    where = "an S3-compatible store" if settings.storage_url else f"{settings.data / 'files'}"
    try:
        store = store_for(settings)
        store.put("doctor", b"x")
        whole = store.get("doctor") == b"x"
        store.delete("doctor")
    except Exception as problem:  # noqa: BLE001 - each kind of store fails in its own way
        yield Finding(
            f"Storage: {where} does not take files",
            f"check PORTAL_STORAGE_URL and its credentials ({str(problem).splitlines()[0][:120]})",
            must_be_done=True,
        )
        return
    if whole:
        yield Finding(f"Storage: files are kept in {where}")


def _database(settings: Settings, database: Database) -> Iterator[Finding]:
    if settings.database.startswith("sqlite"):
        yield from _sqlite(database)
    else:
        with database.reading() as session:
            yield Finding(f"Database: PostgreSQL {session.scalar(text('SHOW server_version'))}")
    if not is_current(database):
        yield Finding(
            "The database does not have this release's tables",
            "portal db upgrade",
            must_be_done=True,
        )
        return
    with database.reading() as session:
        portal = accounts.portal_row(session)
        late, failed = mail.counts(session, clock.now())
    if portal is None:
        yield Finding("The portal is empty", "portal init, or portal demo", must_be_done=True)
        return
    kind = "a demo network" if portal.is_demo else "a network"
    yield Finding(f"Portal: {kind}, {next(iter(portal.names.values()), 'without a name')}")
    yield from _keys(settings, database)
    yield from _mail(settings, is_demo=portal.is_demo, late=late, failed=failed)


def _keys(settings: Settings, database: Database) -> Iterator[Finding]:
    """The keys beside the database; nothing is made here, for a new key would open nothing."""
    folder = settings.keys
    with database.reading() as session:
        sealed = session.scalars(select(Signature.sealed).where(Signature.sealed != "")).all()
        checkpoint = newest_checkpoint(session)
    wanted = [name for name, used in (("sealed", sealed), ("log", checkpoint)) if used]
    missing = [name for name in wanted if not (folder / f"{name}.key").is_file()]
    if missing:
        yield Finding(
            f"{folder} lacks {', '.join(f'{name}.key' for name in missing)}, without which withheld "
            "names stay unreadable and the log cannot go on",
            "bring the keys back from their own backup, or set PORTAL_KEYS to where they lie",
            must_be_done=True,
        )
        return
    if not folder.is_dir():
        yield Finding(f"Keys: none made yet; they will lie in {folder}")
        return
    for path in (folder, *sorted(folder.glob("*.key"))):
        if path.stat().st_mode & 0o077:
            right = 700 if path.is_dir() else 600
            yield Finding(
                f"Others on this machine can read {path}",
                f"chmod {right} {path}",
                must_be_done=True,
            )
    keys = Keyring(folder)
    closed = sum(not _opens(keys, each) for each in sealed)
    if closed:
        yield Finding(
            f"{closed} of {len(sealed)} sealed signatures do not open with the key in {folder}",
            "bring back the key that they were sealed under; do not delete this one",
            must_be_done=True,
        )
    if checkpoint is not None:
        note = read_checkpoint(checkpoint.note)
        if not is_signed_by_log(note, note.origin, public_of(keys.key("log"))):
            yield Finding(
                "The log's newest checkpoint is not signed with the key in "
                f"{folder}, so witnesses would see another log",
                "bring back the log's own key before anybody signs",
                must_be_done=True,
            )
    yield Finding(
        f"Keys: in {folder}; back them up apart from the database, for without them withheld names "
        "are lost and the log cannot go on"
    )


def _opens(keys: Keyring, sealed: str) -> bool:
    try:
        keys.unseal(sealed)
    except ValueError:
        return False
    return True


def _sqlite(database: Database) -> Iterator[Finding]:
    """The mode as a connection of ours has it, not as the file would open by itself."""
    with database.writer.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None  # noqa: S101 - it is connected
        journal = raw.execute("PRAGMA journal_mode").fetchone()[0]
        synchronous = raw.execute("PRAGMA synchronous").fetchone()[0]
        found = raw.execute("PRAGMA quick_check(1)").fetchone()[0]
    words = {0: "OFF", 1: "NORMAL", 2: "FULL", 3: "EXTRA"}[synchronous]
    durable = journal == "wal" and synchronous >= 2
    yield Finding(
        f"Database: SQLite {sqlite3.sqlite_version}, journal {journal}, synchronous {words}",
        "" if durable else "the data folder must allow WAL; do not keep it on a network drive",
        must_be_done=not durable,
    )
    if found != "ok":
        yield Finding(
            f"The database is damaged ({found})", "restore the last backup", must_be_done=True
        )
    if (3, 7, 0) <= sqlite3.sqlite_version_info <= (3, 51, 2):
        yield Finding(
            f"SQLite {sqlite3.sqlite_version} has a rare fault when two programs reset its log at once "
            "(fixed in 3.51.3)",
            "keep backups, do not open the database with other programs while the portal runs, "
            "and take the next update of the system's SQLite",
        )


def _mail(settings: Settings, *, is_demo: bool, late: int, failed: int) -> Iterator[Finding]:
    if is_demo:
        yield Finding("Mail: stays on the demo's page /mailbox")
        return
    if not settings.mail_url:
        yield Finding(
            "Mail does not go out; the secretariat finds it on the page /mailbox",
            "set PORTAL_MAIL_URL, such as smtp://user:password@host:587",
        )
        return
    try:
        with connected(mail_server(settings.mail_url)) as connection:
            connection.noop()
    except MailAddressInvalid as problem:
        yield Finding("Mail cannot go out", str(problem), must_be_done=True)
        return
    except (OSError, smtplib.SMTPException) as problem:
        yield Finding(
            "The mail server does not take mail",
            f"check PORTAL_MAIL_URL and the server ({type(problem).__name__}: {problem})",
            must_be_done=True,
        )
        return
    waiting = f", {late} wait to go out" if late else ""
    yield Finding(f"Mail: the server takes mail from {settings.mail_from}{waiting}")
    if failed:
        yield Finding(f"{failed} mails were given up", "see why on the page /mailbox")


def _fonts() -> Iterator[Finding]:
    if shutil.which("fc-list") is None:
        yield Finding("Fonts for PDF cannot be listed", "apt-get install fontconfig")
        return
    missing: dict[str, list[str]] = {}
    for tag, (language, package) in FONTS.items():
        if not _run(["fc-list", f":lang={tag}", "family"]).strip():
            missing.setdefault(package, []).append(language)
    for package, languages in missing.items():
        yield Finding(
            f"No font here writes {', '.join(languages)} in PDF", f"apt-get install {package}"
        )
    if not missing:
        yield Finding(f"Fonts for PDF: {', '.join(language for language, _ in FONTS.values())}")


def _programs() -> Iterator[Finding]:
    checks: tuple[tuple[str, Callable[[], str]], ...] = (
        ("Pandoc", _pandoc),
        ("Typst", lambda: version("typst")),
    )
    for name, look in checks:
        try:
            yield Finding(f"{name} {look()}")
        except (OSError, PackageNotFoundError, subprocess.SubprocessError):
            yield Finding(
                f"{name} does not run, so Word, PDF and EPUB files cannot be made",
                "install the requirements again: make setup",
                must_be_done=True,
            )


def _pandoc() -> str:
    import pypandoc  # noqa: PLC0415 - loads slowly

    return str(pypandoc.get_pandoc_version())


def _run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=20)  # noqa: S603 - fixed words
    return done.stdout
