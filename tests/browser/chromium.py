"""The browser of the tests: found on this machine, or installed where that can be done without asking."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-noto-core", "fonts-dejavu-core")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class NoBrowserError(RuntimeError):
    """No browser could be had; the message names everything that was tried."""


def chromium_path() -> Path:
    """A browser that starts: CHROMIUM, PATH, Playwright's own, then Debian's package where we are root.

    Raises: NoBrowserError.
    """
    tried: list[str] = []
    for find in (from_environment, from_path, from_playwright, from_debian):
        if path := find(tried.append):
            return path
    raise NoBrowserError("\n  - ".join(["No browser for the tests. Tried:", *tried]))


Note = Callable[[str], None]


def from_environment(note: Note) -> Path | None:
    given = os.environ.get("CHROMIUM", "")
    if not given:
        note("CHROMIUM: unset")
        return None
    return _that_starts(Path(given), "CHROMIUM", note)


def from_path(note: Note) -> Path | None:
    for name in NAMES:
        program = shutil.which(name)
        if program is None:
            note(f"PATH: no {name}")
        elif path := _that_starts(Path(program), "PATH", note):
            return path
    return None


def from_playwright(note: Note) -> Path | None:
    # Asking Playwright itself would start its driver; its folders have one layout.
    home = os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright"
    for program in sorted(Path(home).glob("chromium-*/chrome-linux*/chrome"), reverse=True):
        if path := _that_starts(program, "Playwright", note):
            return path
    note(f"Playwright: no browser that starts in {home}")
    return None


def from_debian(note: Note) -> Path | None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        note("apt-get: needs root on Debian; run `apt-get install chromium`, or set CHROMIUM")
        return None
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update"],
        ["apt-get", "install", "-y", "--no-install-recommends", *PACKAGES],
    ):
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=900)
        if done.returncode:
            note(f"{' '.join(command)}: ended with {done.returncode}: {done.stderr.strip()[-300:]}")
            return None
    return from_path(note)


def _that_starts(program: Path, origin: str, note: Note) -> Path | None:
    try:
        done = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired) as error:
        note(f"{origin}: {program}: {error}")
        return None
    if done.returncode:
        note(f"{origin}: {program} --version ended with {done.returncode}: {done.stderr.strip()[-300:]}")
        return None
    return program
