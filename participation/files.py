"""Content-addressed storage of files: the name is the SHA-256 of the bytes, outside the web root."""

import gzip
import hashlib
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

# What a browser may say of a file and the log will take; the columns hold 100 characters.
_MEDIA = re.compile(r"[a-z0-9.+-]{1,40}/[a-z0-9.+-]{1,59}")


class FileTooLarge(Exception):
    """The upload is larger than the limit."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(f"The file is larger than {limit // (1024 * 1024)} MB.")


@dataclass(frozen=True, slots=True)
class StoredFile:
    """Hash (32 bytes) and size in bytes of what was stored."""

    hash: bytes
    size: int


def media_of(stated: str | None) -> str:
    """The media type that was stated with an upload, where it has the form of one."""
    media = (stated or "").lower()
    return media if _MEDIA.fullmatch(media) else "application/octet-stream"


def path_of(file_hash: bytes) -> Path:
    """Where the bytes with this hash (32 bytes) lie, whether they exist or not."""
    name = bytes(file_hash).hex()
    return Path(settings.FILES_DIR) / name[:2] / name


def store(chunks: Iterable[bytes], *, limit: int) -> StoredFile:
    """Write the bytes once under their hash; the same bytes again change nothing.

    Raises: FileTooLarge beyond `limit` bytes, leaving nothing behind.
    """
    folder = Path(settings.FILES_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as draft:
        try:
            for chunk in chunks:
                size += len(chunk)
                if size > limit:
                    raise FileTooLarge(limit)
                digest.update(chunk)
                draft.write(chunk)
            draft.flush()
            os.fsync(draft.fileno())
        except BaseException:
            os.unlink(draft.name)
            raise
    target = path_of(digest.digest())
    target.parent.mkdir(exist_ok=True)
    os.replace(draft.name, target)
    return StoredFile(hash=digest.digest(), size=size)


def opened(file_hash: bytes) -> BinaryIO:
    """The stored bytes, opened for reading. Raises FileNotFoundError when they are not here."""
    return path_of(file_hash).open("rb")


def keep_list(content: bytes) -> bytes:
    """The SHA-256 of a list file, kept compressed beside the uploads; the same bytes are kept once."""
    digest = hashlib.sha256(content).digest()
    target = Path(settings.FILES_DIR) / "lists" / f"{digest.hex()}.gz"
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_suffix(f".{os.getpid()}.part")
        draft.write_bytes(gzip.compress(content, mtime=0))
        os.replace(draft, target)
    return digest


def remove(file_hash: bytes, *, stored_before: datetime) -> bool:
    """Whether the bytes are gone. Those stored since are left: a row for them may be on its way."""
    path = path_of(file_hash)
    try:
        if path.stat().st_mtime >= stored_before.timestamp():
            return False
        path.unlink()
    except FileNotFoundError:
        pass
    return True


def stored() -> Iterator[bytes]:
    """The hash of every stored file; list files lie elsewhere."""
    folder = Path(settings.FILES_DIR)
    for path in sorted(folder.glob("[0-9a-f][0-9a-f]/*")):
        if len(path.name) == 64:
            yield bytes.fromhex(path.name)
