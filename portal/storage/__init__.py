"""Files: the object store, and the gate through which every uploaded file passes."""

from portal.storage.intake import MEDIA, Taken, take
from portal.storage.store import FileStore, store_for

__all__ = ["MEDIA", "FileStore", "Taken", "store_for", "take"]
