"""`./dev bench alerts FILE ...`: how many alerts a real crowd raises, and each distinct alert to be read.

A file is a csv (.gz or not) of organisations as people or registers write them. The column of the name is
the first of those in `NAME_COLUMNS`, the country likewise where there is one, and `count` or `assignments`
says how many a row stands for.
"""

import csv
import gzip
import io
import json
import sys
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from participation.screening.screen import Index, build_index, screen
from participation.screening.types import Match, Name, Screening
from tests.benchmarks.listed import SOURCES, newest_list, parties

NAME_COLUMNS = ("organization", "organisation", "affiliation", "name", "query")
COUNTRY_COLUMNS = ("country", "country_hint")
COUNT_COLUMNS = ("count", "assignments")
COLUMNS = (
    *("name", "country", "rows", "count", "band", "score", "party", "source", "matched", "kind"),
    *("others", "explanation"),
)
# Names are screened in slices, so that progress can be told.
SLICE = 200


@dataclass(frozen=True)
class Crowd:
    """Distinct names, with the rows they stand on and the count that those rows state."""

    rows: Counter[Name]
    counts: Counter[Name]


def read_crowd(path: Path, *, countries: bool = True) -> Crowd:
    """The distinct names of a file and their countries. Raises: ValueError without a column of names."""
    received = path.read_bytes()
    text = (gzip.decompress(received) if path.suffix == ".gz" else received).decode("utf-8-sig")
    lines = csv.DictReader(io.StringIO(text, newline=""))
    name = _column(lines, NAME_COLUMNS)
    if name is None:
        raise ValueError(f"{path.name} has none of the columns {', '.join(NAME_COLUMNS)}.")
    country = _column(lines, COUNTRY_COLUMNS) if countries else None
    count = _column(lines, COUNT_COLUMNS)
    rows: Counter[Name] = Counter()
    counts: Counter[Name] = Counter()
    for line in lines:
        stated = Name(line[name] or "", _code(line[country] or "") if country else None)
        rows[stated] += 1
        counts[stated] += int(line[count] or 1) if count else 1
    return Crowd(rows, counts)


def _column(lines: "csv.DictReader[str]", wanted: Sequence[str]) -> str | None:
    return next((name for name in wanted if name in (lines.fieldnames or ())), None)


def _code(stated: str) -> str | None:
    """A two-letter code, or nothing: a hint that is a word is no country that a form would have stored."""
    code = stated.strip().upper()
    return code if len(code) == 2 and code.isascii() and code.isalpha() else None


def answers(names: Sequence[Name], index: Index) -> Iterator[Screening]:
    for start in range(0, len(names), SLICE):
        yield from screen(names[start : start + SLICE], index)
        if sys.stderr.isatty():
            print(f"\r{min(start + SLICE, len(names)):,} of {len(names):,}", end="", file=sys.stderr)


def alert_rows(crowd: Crowd, found: Sequence[Screening]) -> list[dict[str, object]]:
    """One row for each party that a distinct name raises; the names that stand on most rows first."""
    raised = sorted(
        (answer for answer in found if answer.matches),
        key=lambda answer: (-crowd.rows[answer.name], answer.name.text, answer.name.country or ""),
    )
    return [_alert(crowd, answer, match) for answer in raised for match in answer.matches]


def _alert(crowd: Crowd, answer: Screening, match: Match) -> dict[str, object]:
    return {
        "name": answer.name.text,
        "country": answer.name.country or "",
        "rows": crowd.rows[answer.name],
        "count": crowd.counts[answer.name],
        "band": match.band,
        "score": f"{match.score / 100:.2f}",
        "party": match.party.name,
        "source": match.party.source,
        "matched": match.matched_name,
        "kind": match.parts[0].kind,
        "others": len(answer.matches) - 1,
        "explanation": match.explanation,
    }


def summary(crowd: Crowd, found: Sequence[Screening]) -> dict[str, object]:
    """Alerts by band, per 1,000 rows and per 1,000 distinct names; a name counts once, by its best band."""
    total, distinct = sum(crowd.rows.values()), len(crowd.rows)
    figures: dict[str, object] = {"rows": total, "distinct": distinct}
    for band in ("match", "possible"):
        names = [answer.name for answer in found if answer.matches and answer.matches[0].band == band]
        rows = sum(crowd.rows[name] for name in names)
        figures[band] = {
            "rows": rows,
            "distinct": len(names),
            "per_1000_rows": round(1000 * rows / total, 2),
            "per_1000_distinct": round(1000 * len(names) / distinct, 2),
        }
    unread = [answer.name for answer in found if answer.status == "cannot_screen"]
    figures["cannot_screen"] = {"rows": sum(crowd.rows[name] for name in unread), "distinct": len(unread)}
    return figures


def write_alerts(path: Path, rows: Sequence[dict[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = ArgumentParser(prog="./dev bench alerts", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--list", type=Path, default=newest_list(), help="a list file; else the starter list")
    parser.add_argument("--sources", default=",".join(SOURCES), help="lists screened against")
    parser.add_argument("--no-country", action="store_true", help="where the column is only a hint")
    parser.add_argument("--out", type=Path, help="folder for one csv of distinct alerts a file")
    chosen = parser.parse_args(arguments)
    index = build_index(parties(chosen.list, tuple(chosen.sources.split(","))))
    for path in chosen.files:
        crowd, began = read_crowd(path, countries=not chosen.no_country), time.perf_counter()
        found = list(answers(list(crowd.rows), index))
        seconds = time.perf_counter() - began
        figures = {"file": path.name, "list": chosen.list.name if chosen.list else "starter"}
        print(json.dumps(figures | summary(crowd, found) | {"seconds": round(seconds, 1)}), flush=True)
        if chosen.out:
            stem = path.name.split(".")[0]
            write_alerts(chosen.out / f"alerts_{stem}.csv", alert_rows(crowd, found))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
