"""Where stated reasons for control and the entry do not agree: warnings, the classifier decides."""

from collections.abc import Iterable, Iterator

from participation.rules.control_list import Concern, Entry

AT = "AT"


def contradictions(entry: Entry, paragraph: str, reasons: Iterable[str]) -> tuple[str, ...]:
    """A sentence for each disagreement; none where nobody stated reasons.

    Takes: the item's paragraph, empty where the classification stops at the entry; the reasons as stated.
    AT left out beside other reasons is no contradiction: no country of the chart is marked for it.
    """
    stated = tuple(reasons)
    if not stated or not entry.reasons:
        return ()
    return tuple(_found(entry, paragraph, stated))


def unstated(entry: Entry, paragraph: str, reasons: Iterable[str], *concerns: Concern) -> tuple[str, ...]:
    """The entry's reasons that concern the paragraph in one of these ways and are not stated; AT aside."""
    rows = entry.concerning(paragraph, *concerns)
    return tuple(dict.fromkeys(each.reason for each in rows if each.reason not in {AT, *reasons}))


def _found(entry: Entry, paragraph: str, stated: tuple[str, ...]) -> Iterator[str]:
    named = f"{entry.eccn}.{paragraph}" if paragraph else entry.eccn
    if missing := unstated(entry, paragraph, stated, Concern.SURELY):
        only = ", not for anti-terrorism only" if stated == (AT,) else ""
        yield f"{named} is controlled for {_joined(missing)} as well{only}."
    known = {*entry.reasons, *(each.reason for each in entry.controls)}
    if foreign := [each for each in stated if each not in known]:
        yield f"{entry.eccn} is not controlled for {_joined(foreign, 'or')}."
    if other := [each for each in stated if each in known and _concerns_others_only(entry, paragraph, each)]:
        yield f"In {entry.eccn}, {_joined(other)} concerns other items than those of {named}."
    partly = [Concern.NAMED, Concern.PERHAPS] if stated == (AT,) and not missing else [Concern.NAMED]
    if doubtful := [each for each in unstated(entry, paragraph, stated, *partly) if each not in missing]:
        which = _joined(doubtful, "or")
        yield f"Some items of {named} are controlled for {which}: is this one not among them?"


def _concerns_others_only(entry: Entry, paragraph: str, reason: str) -> bool:
    rows = [each for each in entry.controls if each.reason == reason]
    return bool(rows) and all(each.concern(paragraph) is Concern.NOT for each in rows)


def _joined(words: Iterable[str], word: str = "and") -> str:
    *others, last = words
    return f"{', '.join(others)} {word} {last}" if others else last
