"""Small files that are whole and on the disk, or not there: keys, heads, what a witness remembers."""

import os
from pathlib import Path


def create_file(path: Path, content: bytes, *, mode: int) -> None:
    """Write a new file. Raises: FileExistsError; of two at once, one writes and the other gets it."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    _sync_folder(path.parent)


def replace_file(path: Path, content: bytes) -> None:
    """Write the file anew at one moment; readers see the former content or this one. Makes its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".new")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Without it the name may be gone after a loss of power, though the content is on the disk."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
