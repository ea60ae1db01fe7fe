"""Writes facts in the shape of the eCFR's XML: what the compiler would read from the official page."""

from collections.abc import Iterable, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr


def appendix(name: str, content: str) -> bytes:
    """One supplement as the versioner gives it for its part."""
    number = name.rpartition(" ")[2]
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<DIV5 N="{number}" TYPE="PART"><HEAD>PART {number}</HEAD>'
        f'<DIV9 N={quoteattr(name)} TYPE="APPENDIX"><HEAD>{escape(name)}</HEAD>\n{content}</DIV9></DIV5>'
    ).encode()


def table(head: str, body: Iterable[str]) -> str:
    return (
        '<DIV width="100%"><DIV class="gpotbl_div"><TABLE class="gpo_table">'
        f"<THEAD>{head}</THEAD><TBODY>{''.join(body)}</TBODY></TABLE></DIV></DIV>"
    )


def row(cells: Iterable[str]) -> str:
    return "<TR>" + "".join(f"<TD>{cell}</TD>" if cell else "<TD/>" for cell in cells) + "</TR>"


def chart_page(chart: Mapping[str, Any]) -> bytes:
    """The Country Chart from facts of the form of `country_chart_2026.json`."""
    columns = chart["columns"]
    head = (
        "<TR><TH rowspan='2'>Countries</TH></TR><TR>"
        + "".join(f"<TH>{each}</TH>" for each in columns)
        + "</TR>"
    )
    body = []
    for name, facts in chart["countries"].items():
        marks = ["X" if column in facts["marks"] else "" for column in columns]
        body.append(row([_noted(name, facts["footnotes"]), *marks]))
    body += [
        row([_noted(name, facts["footnotes"]), facts["pointer"]])
        for name, facts in chart["embargoed"].items()
    ]
    body += [row([f"<sup>{number}</sup> {escape(text)}"]) for number, text in chart["footnotes"].items()]
    return appendix("Supplement No. 1 to Part 738", table(head, body))


def groups_page(groups: Mapping[str, list[str]]) -> bytes:
    """The Country Groups from the members of each."""
    content = ""
    for letter, count in (("A", 6), ("D", 5), ("E", 2)):
        labels = [f"{letter}:{each + 1}" for each in range(count)]
        names = sorted({name for label in labels for name in groups[label]})
        head = f"<TR><TH>Country Group {letter}</TH></TR>"
        body = [
            row([escape(name), *("X" if name in groups[label] else "" for label in labels)]) for name in names
        ]
        content += table(head, body)
    listed = "".join(f"<LI>{escape(name)}</LI>" for name in groups["B"])
    return appendix(
        "Supplement No. 1 to Part 740", f"{content}<HD1>Country Group B</HD1><SCOL2>{listed}</SCOL2>"
    )


def _noted(name: str, footnotes: Iterable[int]) -> str:
    return " ".join([escape(name), *(f"<sup>{number}</sup>" for number in footnotes)])
