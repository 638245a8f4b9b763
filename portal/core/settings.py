"""Every setting of the portal, typed, with its environment variable, in one place."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """Read once at start; `docs/deploy.md` lists the same names."""

    data: Path = Path("var")
    """PORTAL_DATA: the folder for the database, files and keys."""
    host: str = "127.0.0.1"
    """HOST: the address that the embedded server listens on."""
    port: int = 8000
    """PORT: its port."""
    database_url: str = ""
    """PORTAL_DATABASE_URL: `postgresql+psycopg://…`; empty means SQLite in the data folder."""
    base_url: str = ""
    """PORTAL_BASE_URL: the public address, for links in mail and feeds."""
    site_name: str = "Solidarity Portal"
    """PORTAL_SITE_NAME: what the site calls itself."""
    exit_url: str = "https://www.google.com/"
    """PORTAL_EXIT_URL: the neutral page to which the Exit control of the library leaves."""
    mail_url: str = ""
    """PORTAL_MAIL_URL: `smtp://user:password@host:587`; empty keeps mail on the mailbox page."""
    mail_from: str = "portal@localhost"
    """PORTAL_MAIL_FROM: the sender's address."""
    storage_url: str = ""
    """PORTAL_STORAGE_URL: `s3://…`; empty means a folder in the data folder."""
    queue_url: str = ""
    """PORTAL_QUEUE_URL: `redis://…` for the worker's queue; empty means SQLite."""
    limits_url: str = "memory://"
    """PORTAL_LIMITS_URL: where request limits are counted; `redis://…` when there are several machines."""
    trusted_proxies: int = 0
    """PORTAL_TRUSTED_PROXIES: how many proxies stand in front and set X-Forwarded-For."""
    processes: int = field(default_factory=lambda: os.cpu_count() or 1)
    """PORTAL_PROCESSES: processes of the embedded server."""
    secret_key: str = ""
    """PORTAL_SECRET_KEY: signs cookies and links; made and kept in the data folder when empty."""
    keys_folder: str = ""
    """PORTAL_KEYS: the folder for keys that no backup of the data may hold; empty means `keys`
    in the data folder."""
    max_upload: int = 20 * 1024 * 1024
    """PORTAL_MAX_UPLOAD: the largest request body in bytes."""
    secure_cookies: bool = False
    """PORTAL_SECURE_COOKIES: 1 when served over HTTPS (set by itself for an https base address)."""

    @property
    def database(self) -> str:
        """The database's SQLAlchemy address."""
        return self.database_url or f"sqlite:///{(self.data / 'portal.db').resolve()}"

    @property
    def keys(self) -> Path:
        """The folder for keys."""
        return Path(self.keys_folder) if self.keys_folder else self.data / "keys"

    @property
    def address(self) -> str:
        """The public address, without a slash at its end."""
        return (self.base_url or f"http://{self.host}:{self.port}").rstrip("/")


def from_environment(environ: Mapping[str, str] = os.environ) -> Settings:
    """Settings from environment variables; anything unset keeps its default."""
    data = Path(environ.get("PORTAL_DATA", "var"))
    base_url = environ.get("PORTAL_BASE_URL", "")
    given: dict[str, object] = {
        name: environ[variable]
        for name, variable in {
            "host": "HOST",
            "database_url": "PORTAL_DATABASE_URL",
            "site_name": "PORTAL_SITE_NAME",
            "exit_url": "PORTAL_EXIT_URL",
            "mail_url": "PORTAL_MAIL_URL",
            "mail_from": "PORTAL_MAIL_FROM",
            "storage_url": "PORTAL_STORAGE_URL",
            "queue_url": "PORTAL_QUEUE_URL",
            "limits_url": "PORTAL_LIMITS_URL",
            "keys_folder": "PORTAL_KEYS",
        }.items()
        if environ.get(variable)
    }
    for name, variable in {
        "port": "PORT",
        "trusted_proxies": "PORTAL_TRUSTED_PROXIES",
        "processes": "PORTAL_PROCESSES",
        "max_upload": "PORTAL_MAX_UPLOAD",
    }.items():
        if environ.get(variable):
            given[name] = _whole_number(variable, environ[variable])
    return Settings(
        data=data,
        base_url=base_url,
        secret_key=environ.get("PORTAL_SECRET_KEY") or kept_secret(data),
        secure_cookies=environ.get("PORTAL_SECURE_COOKIES") == "1" or base_url.startswith("https:"),
        **given,  # type: ignore[arg-type]
    )


def _whole_number(variable: str, value: str) -> int:
    try:
        return int(value)
    except ValueError:
        raise SystemExit(f"{variable} must be a whole number, but it is {value!r}.") from None


def kept_secret(data: Path, name: str = "secret.key") -> str:
    """The data folder's own secret of that name, made on first use and readable by its owner only."""
    data.mkdir(parents=True, exist_ok=True)
    path = data / name
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        key = secrets.token_urlsafe(48)
        file.write(key)
    return key
