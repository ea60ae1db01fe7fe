"""The files that the compiled supplements become, letter for letter."""

import tomllib
from datetime import date

from participation.rules.ecfr.countries import Chart
from participation.rules.ecfr.tables import Source, chart_file, groups_file

ISSUE = Source(date(2026, 7, 23), "https://example.org/title-15.xml")
HEAD = """\
# Made by `manage.py compile_reference` from the official text: compile it again, never edit it.

[source]
from = 2026-07-23
citation = "Supplement 1 to part {part}"
url = "https://example.org/title-15.xml"
source = "regulation"
"""


def test_the_chart_is_written_with_its_source() -> None:
    chart = Chart(
        marks={"DE": ("NS 1",), "CN": ("NS 1", "NS 2")},
        footnotes={"DE": (3,)},
        elsewhere={"CU": "See part 746."},
        texts={3: "Thermal imaging “cameras” only."},
    )

    written = chart_file(chart, ISSUE)

    assert written == HEAD.format(part=738) + (
        '\n[marks]\nCN = ["NS 1", "NS 2"]\nDE = ["NS 1"]\n'
        "\n[footnotes]\nDE = [3]\n"
        '\n[elsewhere]\nCU = "See part 746."\n'
        '\n[texts]\n3 = "Thermal imaging “cameras” only."\n'
    )
    assert tomllib.loads(written)["marks"] == {"CN": ["NS 1", "NS 2"], "DE": ["NS 1"]}


def test_the_groups_are_written_with_a_note() -> None:
    noted = Source(ISSUE.issued_on, ISSUE.url, note="Read on paper.")

    written = groups_file({"A:1": ("DE", "FR"), "E:1": ("IR",)}, noted)

    assert written == HEAD.format(part=740) + 'note = "Read on paper."\n' + (
        '\n[members]\n"A:1" = ["DE", "FR"]\n"E:1" = ["IR"]\n'
    )
