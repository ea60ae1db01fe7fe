"""Compares the parameters with what they were when first relied on: a past value changes by correction only.

`python -m tests.rules.past_values` stores rows that are new; it never changes one that is stored.
"""

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from participation.rules.facts import canonical
from participation.rules.in_force import Dated, edition

# What moves with our knowledge, or belongs to the company: no value of the law.
NO_LAW = {"rules_known_until", "company_policy", "sign_off"}
FILE = Path(__file__).parent / "past_values.toml"
HEAD = """\
# The rows of the parameters as they were when first relied on: last day, and a digest of value and citation.
# Rows are added by `python -m tests.rules.past_values`. A stored row is not edited. Where one of ours was
# wrong, mend the parameter in a commit whose subject says "correct", and add here:
#
#   [[corrections]]
#   row = "carve_out.from 2022-09-09"
#   to = "2024-07-17"
#   digest = "..."          # the new one, which the test prints; "gone" for a row that never should have been
#   reason = "Correct ...: what was wrong, and what shows it"
"""


def digest_of(row: Dated) -> str:
    return hashlib.sha256(canonical([row.value, row.citation.cite])).hexdigest()[:32]


def present() -> dict[str, dict[str, str]]:
    """The rows that began by the day up to which the rules are known: key -> last day and digest."""
    until = edition().values["rules_known_until"][-1].value
    return {
        row.key: {"to": row.end.isoformat() if row.end else "", "digest": digest_of(row)}
        for name, rows in edition().values.items()
        for row in rows
        if name not in NO_LAW and (row.start is None or row.start.isoformat() <= until)
    }


def stored() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text("utf-8"))


def faults(past: Mapping[str, Any], now: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """Each change of a past row that no correction explains, by the name of the row."""
    corrected = {each["row"]: each for each in past.get("corrections", ())}
    for key, correction in corrected.items():
        if "correct" not in correction["reason"].lower():
            yield f"{key}: the reason of a correction says what was corrected, with that word"
    for key, row in past["rows"].items():
        then, here = corrected.get(key, row), now.get(key)
        if here is None:
            if then["digest"] != "gone":
                yield f"{key}: a past row is gone"
        elif here["digest"] != then["digest"]:
            yield f"{key}: a past value or its citation changed, its digest is {here['digest']} now"
        elif here["to"] != then["to"] and not _ended_later(then["to"], here["to"], past["known_until"]):
            yield f"{key}: a past row ended on {then['to'] or 'no day'}, and now on {here['to'] or 'no day'}"
    for key in now.keys() - past["rows"].keys():
        yield f"{key}: is not stored yet; run python -m tests.rules.past_values"


def _ended_later(then: str, now: str, known_until: str) -> bool:
    """Whether an open row was only ended by a later value, after all days on which it was relied on."""
    return then == "" and now >= known_until


def written(past: Mapping[str, Any], now: Mapping[str, Mapping[str, str]]) -> str:
    """The file with new rows, and with the ends that later values set; everything else as it was."""
    rows = {**now, **past["rows"]}
    for key, row in now.items():
        then = rows[key]
        if then["digest"] == row["digest"] and _ended_later(then["to"], row["to"], past["known_until"]):
            rows[key] = row
    until = edition().values["rules_known_until"][-1].value
    lines = [HEAD, f'known_until = "{until}"\n', "[rows]"]
    lines += [
        f'"{key}" = {{ to = "{row["to"]}", digest = "{row["digest"]}" }}' for key, row in sorted(rows.items())
    ]
    for each in past.get("corrections", ()):
        lines += ["", "[[corrections]]", *(f"{key} = {json.dumps(each[key])}" for key in each)]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    before = stored() if FILE.exists() else {"rows": {}, "known_until": date.min.isoformat()}
    FILE.write_text(written(before, present()), "utf-8")
