"""`manage.py compile_reference`: official pages in, a dated folder of tables out."""

import tomllib
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from participation.rules.ecfr.names import CODES
from tests.rules.ecfr.pages import chart_page, groups_page
from tests.rules.ecfr.test_countries import COLUMNS

PAGE = Path(__file__).parent.parent / "pages" / "control_list.xml"
COUNTRIES = {code: name for name, code in CODES.items() if code}
NONE: list[str] = []
ISSUED = ["--issued", "2027-01-15"]


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A chart that marks every country in NS 1, and groups with one member each but for B."""
    rows = {name: {"marks": ["NS 1"], "footnotes": NONE} for name in COUNTRIES.values()}
    chart = {"columns": COLUMNS, "countries": rows, "embargoed": {}, "footnotes": {}}
    labels = [
        f"{letter}:{number + 1}" for letter, last in (("A", 6), ("D", 5), ("E", 2)) for number in range(last)
    ]
    groups = {label: ["China (PRC)"] for label in labels} | {"B": list(COUNTRIES.values())}
    (tmp_path / "738.xml").write_bytes(chart_page(chart))
    (tmp_path / "740.xml").write_bytes(groups_page(groups))
    return tmp_path


def test_each_page_becomes_a_table_in_the_folder_of_its_day(pages: Path) -> None:
    compiled = ["--part-738", pages / "738.xml", "--part-740", pages / "740.xml", "--note", "Read twice."]
    call_command("compile_reference", *map(str, [*ISSUED, *compiled, "--to", pages / "out"]))

    written = {
        file.name: tomllib.loads(file.read_text("utf-8")) for file in (pages / "out" / "2027-01-15").iterdir()
    }
    chart, groups = written.pop("country_chart.toml"), written.pop("country_groups.toml")
    assert written == {}
    assert chart["marks"] == {code: ["NS1"] for code in COUNTRIES}
    assert groups["members"]["D:5"] == ["CN"]
    assert groups["members"]["B"] == sorted(COUNTRIES)
    assert {**chart["source"], "from": str(chart["source"]["from"])} == {
        "from": "2027-01-15",
        "citation": "Supplement 1 to part 738",
        "url": "https://www.ecfr.gov/api/versioner/v1/full/2027-01-15/title-15.xml?part=738",
        "source": "regulation",
        "note": "Read twice.",
    }


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([], "Name at least one page: --part-774, --part-738 or --part-740."),
        (["--part-774", str(PAGE)], f"{PAGE}: Only 7 entries are here; at least 600 are expected."),
        (["--part-738", str(PAGE)], f"{PAGE}: Supplement No. 1 to Part 738 is not in this file."),
        (["--part-740", "/nowhere.xml"], "/nowhere.xml: [Errno 2] No such file or directory: '/nowhere.xml'"),
    ],
)
def test_what_is_not_whole_writes_nothing(tmp_path: Path, given: list[str], said: str) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("compile_reference", *ISSUED, *given, "--to", str(tmp_path))

    assert (str(refused.value), list(tmp_path.iterdir())) == (said, [])
