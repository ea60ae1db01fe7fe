"""LOCATION, URL and DESCRIPTION of an event -> where it is held, and the link to its agenda."""

import re
from dataclasses import dataclass

LINK = re.compile(r"https?://[^\s<>\"'\\]+", re.IGNORECASE)
HOST = re.compile(r"https?://(?:[^/?#]*@)?([^/?#:]*)", re.IGNORECASE)
AGENDA = re.compile(r"\bagenda\b", re.IGNORECASE)
# Words that stand for a place where there is none; each alone, or before the name of a service.
REMOTE = re.compile(
    r"(?:remote(?:ly)?(?: only| meeting)?|online(?: meeting)?|virtual(?: meeting)?|e-?meeting|conference call"
    r"|tele-?conference|telco|(?:microsoft )?teams(?: meeting)?|zoom(?: meeting)?"
    r"|(?:cisco )?webex(?: meeting)?|google meet"
    r"|go ?to ?meeting|jitsi|meetecho|video ?conference)",
    re.IGNORECASE,
)
# A link into a call is no agenda, and it may hold the call's password.
CALLS = (
    *("zoom.us", "zoom.com", "teams.microsoft.com", "teams.live.com", "webex.com", "meet.google.com"),
    *("gotomeeting.com", "goto.com", "meetecho.com", "whereby.com", "jit.si", "bluejeans.com"),
)


@dataclass(frozen=True)
class Place:
    """Where it is held: `venue` is place, remote or both, empty where nothing is stated."""

    venue: str
    text: str


def place_of(location: str) -> Place:
    """The place without the parts that only say that it is remote, as in "Microsoft Teams; Room 3"."""
    parts = [part.strip() for part in location.split(";") if part.strip()]
    held = [part for part in parts if not is_remote(part)]
    if not parts:
        return Place("", "")
    if not held:
        return Place("remote", "")
    return Place("place", location) if len(held) == len(parts) else Place("both", "; ".join(held))


def is_remote(text: str) -> bool:
    """Whether the text names no place: a word such as online, or a link."""
    return bool(REMOTE.fullmatch(text) or LINK.fullmatch(text))


def links_in(text: str) -> tuple[str, ...]:
    """The links in a text, each once, without those into a call."""
    found = (link.rstrip(".,;:!?)]}>") for link in LINK.findall(text))
    return tuple(dict.fromkeys(link for link in found if not is_call(link)))


def is_call(link: str) -> bool:
    """Whether the link leads into a video call."""
    found = HOST.match(link)
    host = found[1].casefold() if found else ""
    return any(host == service or host.endswith(f".{service}") for service in CALLS)


def agenda_link(url: str, description: str) -> tuple[str, str]:
    """The link to the agenda, and a remark where another one could have been meant.

    Gives: the link that has the word agenda in it, or beside it on its line; else the URL of the event;
    else the first link of its description; empty where there is none.
    """
    stated, others = links_in(url), links_in(description)
    named = [link for link in (*stated, *others) if AGENDA.search(link)]
    lines = [line for line in description.splitlines() if AGENDA.search(LINK.sub("", line))]
    named += [link for line in lines for link in links_in(line)]
    found = (*named, *stated, *others)
    if not found:
        return "", ""
    if named or stated or len(others) == 1:
        return found[0], ""
    return found[0], f"The description has {len(others)} links; the first is taken for the agenda."
