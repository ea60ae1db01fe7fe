"""What a list of log entries needs to name an object: body, meeting, document, part, organisation.

Never a person, never a title.
"""

from participation.models import Body, Disclosure, DisclosureLine, Document, Meeting

LIMIT = 120


def _short(text: str) -> str:
    """Whole where it fits; else cut with a sign that it was, because an envelope is at most 4 KB."""
    return text if len(text) <= LIMIT else text[: LIMIT - 1] + "…"


def of_body(body: Body) -> dict[str, str]:
    return {"body": _short(body.name)}


def of_meeting(meeting: Meeting) -> dict[str, str]:
    return {"body": _short(meeting.body.name), "meeting": _short(str(meeting))}


def of_document(document: Document) -> dict[str, str]:
    labels = {"document": _short(document.number)}
    if document.body:
        labels["body"] = _short(document.body.name)
    return labels


def of_disclosure(disclosure: Disclosure) -> dict[str, str]:
    labels = of_meeting(disclosure.meeting) if disclosure.meeting else {}
    if disclosure.body:
        labels["body"] = _short(disclosure.body.name)
    lines = disclosure.lines.select_related("revision__document")
    if numbers := dict.fromkeys(str(line.revision) for line in lines):
        labels["document"] = _short(", ".join(numbers))
    return labels


def of_line(line: DisclosureLine) -> dict[str, str]:
    """The document of one line, and its part: the labels of what was determined for it."""
    part = {"part": _short(line.part)} if line.part else {}
    return {"document": _short(str(line.revision)), **part}
