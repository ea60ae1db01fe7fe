"""The published lists themselves; collected only where REAL_DATA_DIR says where they are."""

import os
from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest

from participation.lists.dating import listed_on
from participation.lists.parse.csl import parse_csl
from participation.lists.parse.starter import starter_list
from participation.lists.records import ListError, ListRecord, ParsedList
from participation.lists.requirement import basis_of, footnote_of, requirement_of
from participation.lists.snapshot import difference, reasons_to_quarantine

DATA = Path(os.environ["REAL_DATA_DIR"])


@pytest.fixture(scope="module")
def whole() -> ParsedList:
    with (DATA / "csl_2026-07-31_projection.csv.gz").open("rb") as stream:
        return parse_csl(stream)


def entity_list(parsed: ParsedList) -> list[ListRecord]:
    return [record for record in parsed.records if record.source == "EL"]


def test_counts_by_source_are_those_published(whole: ParsedList) -> None:
    assert (whole.rows, dict(whole.counts)) == (
        25921,
        {
            **{"SDN": 19181, "EL": 3420, "DPL": 1596, "DTC": 787, "SSI": 286, "UVL": 222, "ISN": 161},
            **{"PLC": 78, "MEU": 70, "CMIC": 68, "NS-MBS": 51, "CAP": 1},
        },
    )


def test_only_oddities_are_three_entries_without_a_country_and_one_footnote(whole: ParsedList) -> None:
    kinds = Counter(warning.message.split(":")[0] for warning in whole.warnings)

    assert kinds == {"no country": 3, "734.9(e) is cited without a footnote": 1}


def test_plain_file_holds_the_same_entries(whole: ParsedList) -> None:
    with (DATA / "csl_2026-07-31_bis_only.csv").open("rb") as stream:
        bureau = parse_csl(stream)

    same = [record for record in whole.records if record.source in bureau.counts]

    assert difference(same, bureau.records).is_empty


@pytest.mark.parametrize(
    ("file", "rows"), [("csl_sample_2019_no_id.csv", 115), ("csl_sample_2024_all_sources.csv", 13)]
)
def test_older_and_fuller_shapes_are_read(file: str, rows: int) -> None:
    with (DATA / file).open("rb") as stream:
        parsed = parse_csl(stream)

    assert (parsed.rows, parsed.warnings) == (rows, ())


def test_requirement_of_every_entity_list_entry_is_read(whole: ParsedList) -> None:
    records = entity_list(whole)

    assert Counter(requirement_of(record) for record in records) == {"all": 3314, "other": 106}
    assert Counter(footnote_of(record) for record in records) == {None: 2381, 3: 771, 1: 156, 4: 96, 5: 16}
    assert Counter(basis_of(record) for record in records)["744.21(b)"] == 648


def test_nearly_every_entity_list_entry_can_be_dated(whole: ParsedList) -> None:
    unknown = [record for record in entity_list(whole) if listed_on(record, None).on is None]

    assert len(unknown) == 85


def test_starter_list_says_what_the_list_says(whole: ParsedList) -> None:
    def facts_of(record: ListRecord) -> tuple[object, ...]:
        stated = (footnote_of(record), basis_of(record), requirement_of(record))
        return (record.name, record.countries, record.federal_register, *stated)

    listed = {facts_of(record) for record in entity_list(whole)}

    assert [record.name for record in starter_list().records if facts_of(record) not in listed] == []


def test_whole_list_passes_the_guard_and_a_cut_one_does_not(whole: ParsedList) -> None:
    assert reasons_to_quarantine(whole.records, previous_counts=whole.counts) == []
    assert reasons_to_quarantine(whole.records[:20000], previous_counts=whole.counts) != []


@pytest.mark.parametrize("kept", [0.3, 0.7, 0.999])
def test_cut_download_is_refused(kept: float) -> None:
    content = (DATA / "csl_2026-07-31_projection.csv.gz").read_bytes()

    with pytest.raises(ListError, match="cut or damaged"):
        parse_csl(BytesIO(content[: int(len(content) * kept)]))
