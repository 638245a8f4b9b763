"""The object store: a folder beside the database, or any S3-compatible service at scale."""

from functools import lru_cache
from pathlib import Path

import obstore
from obstore.store import LocalStore, from_url

from portal.core.errors import NotFound
from portal.core.settings import Settings


class FileStore:
    """Bytes under keys such as `attachments/01H…`; keys are made by us, never taken from a name."""

    def __init__(self, address: str, folder: Path) -> None:
        if address:
            # Credentials and endpoint come from the environment (AWS_ACCESS_KEY_ID, AWS_ENDPOINT …).
            self._store = from_url(address)
        else:
            folder.mkdir(parents=True, exist_ok=True)
            self._store = LocalStore(str(folder), mkdir=True)

    def put(self, key: str, data: bytes) -> None:
        """Keep the bytes; an older object of that key is replaced whole."""
        obstore.put(self._store, key, data)

    def get(self, key: str) -> bytes:
        """The bytes; NotFound where there are none."""
        try:
            return bytes(obstore.get(self._store, key).bytes())
        except FileNotFoundError:
            raise NotFound from None

    def delete(self, key: str) -> None:
        """Take the object out for good; nothing happens where there is none."""
        try:
            obstore.delete(self._store, key)
        except FileNotFoundError:
            return


@lru_cache(16)
def store_for(settings: Settings) -> FileStore:
    """The store of a portal with these settings."""
    return FileStore(settings.storage_url, settings.data / "files")
