"""One cell -> country, e-mail, way of attending; and what no cell may hold."""

import re
import unicodedata
from typing import Literal

from participation.imports.affiliations import NO_ORGANISATION
from participation.imports.country_codes import ALPHA_2, ALPHA_3, NAMES, NOT_ISO
from participation.imports.problems import Remark, shorten

Mode = Literal["on-site", "remote"]

MAX_CELL = 300
ON_SITE = frozenset(
    {"on site", "onsite", "in person", "face to face", "f2f", "physical", "hackathon onsite", "local"}
)
REMOTE = frozenset({"remote", "online", "virtual", "hackathon remote", "remotely", "web", "e meeting"})
YES = frozenset({"yes", "y", "true", "x", "1"})
NO = frozenset({"no", "n", "false", "0", ""})
EMAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+")
ZERO_WIDTH_JOINERS = "\u200c\u200d"


def cell_remarks(cell: str, *, limit: int = MAX_CELL) -> list[Remark]:
    """What is wrong with a cell before anyone asks what it says: length, invisible characters."""
    remarks = []
    if len(cell) > limit:
        remarks.append(Remark("error", f"The cell has {len(cell)} characters; at most {limit} are read."))
    control = next((c for c in cell if unicodedata.category(c) == "Cc"), None)
    if control in ("\n", "\r"):
        remarks.append(Remark("error", "The cell has a line break. Put it on one line."))
    elif control is not None:
        name = "NUL" if control == "\0" else f"U+{ord(control):04X}"
        remarks.append(Remark("error", f"The cell has a control character ({name}). Remove it."))
    if any(unicodedata.category(c) == "Cf" and c not in ZERO_WIDTH_JOINERS for c in cell):
        remarks.append(Remark("odd", "The cell has invisible characters; they are kept."))
    if "\ufffd" in cell:
        remarks.append(Remark("odd", "Some characters were lost before this list came. Type the cell again."))
    return remarks


def clipped(cell: str) -> str:
    """What is read of a cell: what lies beyond the limit is an error, and searching it takes for ever."""
    return cell[:MAX_CELL]


def read_country(cell: str) -> tuple[str | None, Remark | None]:
    """The ISO 3166 two-letter code, and what to say; nothing stated is None without a remark."""
    code = cell.upper()
    if cell == "NA":
        return "NA", Remark("odd", 'Country "NA" was read as Namibia; leave it empty if none was given.')
    if not cell or cell.casefold() in NO_ORGANISATION:
        return None, None
    if code in ALPHA_2:
        return code, None
    if named := NAMES.get(cell.casefold()):
        return named, Remark("odd", f'Country "{cell}" was read as {named}.')
    kind = "an ISO 3166" if len(code) == 2 else "a two-letter"
    meant = ALPHA_3.get(code) or NOT_ISO.get(code)
    advice = f"Use {meant}." if meant else "Use one such as SE, or leave it empty."
    return None, Remark("error", f'Country "{shorten(cell)}" is not {kind} code. {advice}')


def read_email(cell: str) -> tuple[str | None, Remark | None]:
    """The e-mail address as typed; None with a remark for what is none."""
    if not cell or cell.casefold() in NO_ORGANISATION:
        return None, None
    address = cell.removeprefix("mailto:").strip("<>")
    if EMAIL.fullmatch(address):
        return address, None
    return None, Remark("odd", f'"{shorten(cell)}" is not an e-mail address and was left out.')


def split_email(name: str) -> tuple[str, str | None]:
    """The name and the address of `A. B. <ab@example.org>`."""
    found = re.fullmatch(rf"(.*?)(?<!\s)\s*<({EMAIL.pattern})>", name)
    return (found[1].strip('" '), found[2]) if found else (name, None)


def read_mode(cell: str, *, column: str) -> tuple[Mode | None, Remark | None]:
    """On-site or remote, from a word, or from yes and no under the header `remote` or `on_site`."""
    word = " ".join(re.sub(r"[-_]+", " ", cell.casefold()).split())
    if word in ON_SITE:
        return "on-site", None
    if word in REMOTE:
        return "remote", None
    if column != "mode" and word in YES:
        return ("remote" if column == "remote" else "on-site"), None
    if word in NO or word in NO_ORGANISATION:
        return None, None
    if word == "not arrived":
        return None, Remark("odd", "Registered, but the list says that the person did not arrive.")
    return None, Remark("odd", f'"{shorten(cell)}" says neither on-site nor remote.')
