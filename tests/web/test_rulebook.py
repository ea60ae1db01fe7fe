"""The rulebook page for every role, its bars, and the shipped document that must not go stale."""

import re
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from participation.models import User
from participation.queries.rulebook import AFTER, WIDTH, bar_of, bars_of, rulebook_document, rulebook_on
from participation.states import Role
from participation.workflow.rule_statements import record, statement_of
from tests import cast
from tests.conftest import NOW
from tests.factories import people
from tests.web.reading import heading, plain, rows


@pytest.mark.parametrize("role", list(Role)[:4])
def test_everybody_reads_the_story_first(role: Role, client_of, database, clock) -> None:
    page = client_of(people.user("reader", role)).get("/rulebook/")

    assert heading(page) == "What may be shared for a standard, with whom, and since when"
    story = rows(page)[:7]
    assert [row.partition(":")[0] for row in story] == [
        "July 2024",
        "September 2022",
        "June 2020",
        "The gap",
        "General licence",
        "May 2019",
        "Before",
    ]
    assert story[0] == (
        "July 2024: outside the export rules Since 18 July 2024 in force today Technology and software of "
        "the same classes: outside the export rules altogether Everybody, listed or not; sanctions, denial "
        "orders and forbidden end uses stay For a standard that is published or meant to be 89 FR 58265 "
        "secondary source"
    )


def test_the_page_has_every_rule_with_citation_quality_and_sign_off(delegate: User, client_of, clock) -> None:
    page = client_of(delegate).get("/rulebook/")

    book = page.context["book"]
    told = rows(page)
    assert len(told) == book.count + len(book.tables)
    assert sum("not signed off" in row for row in told) == book.count - len(book.eras)
    assert next(row for row in told if "Affiliates Rule suspended" in row) == (
        "10 November 2025 to 9 November 2026 Suspended Affiliates Rule suspended Suspension of 90 FR 47201 "
        "(FR Doc. 2025-19846) secondary source not signed off"
    )
    links = re.findall(r'href="(https://[^"]+)"', page.content.decode())
    assert len(links) == book.count + len(book.tables)


def test_a_sign_off_that_was_recorded_stands_at_its_rule(administrator: User, client_of, clock) -> None:
    given = {"what": "sign_off", "value": {"rule": "carve_out.from 2022-09-09", "on": "2026-03-02"}}
    statement = cast.STATEMENT | given | {"source": "inference", "counsel": "Ada Advocate"}
    row = record(statement_of(**statement), by=administrator)

    page = client_of(administrator).get("/rulebook/")

    signed = next(told for told in rows(page) if "Standards rule of 2022" in told)
    assert signed.endswith(f"regulation text Counsel (rule/{row.pk}), 2 March 2026")
    assert "1 signed off by counsel" in plain(page.content.decode())


def test_what_does_not_fit_this_version_is_told_and_the_page_opens(administrator: User, client_of) -> None:
    cast.unfit_statement(by=administrator)

    page = client_of(administrator).get("/rulebook/")

    book = page.context["book"]
    assert (page.status_code, len(rows(page))) == (200, book.count + len(book.tables))
    assert "What administrators stated does not fit this version: affiliates_rule" in page.content.decode()


def test_a_bar_says_in_words_what_it_draws(db) -> None:
    found, _ = rulebook_on(date(2026, 11, 22))
    bar = bars_of(found)["affiliates_rule"]

    assert bar.words.split("; ") == [
        "until 28 September 2025: not yet in force",
        "29 September 2025 to 9 November 2025: was in force",
        "10 November 2025 to 9 November 2026: was suspended",
        "since 10 November 2026: due to return, not confirmed",
    ]
    assert [span.kind for span in bar.spans] == ["off", "on", "paused", "open"]
    assert bar.spans[0].x == 0
    assert [one.x + one.width for one in bar.spans[:-1]] == [one.x for one in bar.spans[1:]]
    assert bar.spans[-1].x + bar.spans[-1].width == WIDTH
    assert bar.spans[2].x < bar.today < WIDTH


def test_a_short_time_is_drawn_all_the_same(db) -> None:
    found, _ = rulebook_on(date(2026, 11, 22))
    may_2019 = next(era for era in found.eras if era.interval.start == date(2019, 5, 16))

    assert bar_of([may_2019.interval], on=found.on).spans[0].width >= 2


def test_what_lies_beyond_the_drawing_is_left_out(db) -> None:
    found, _ = rulebook_on(date(2019, 1, 2))
    rule = next(rule for one in found.sections for rule in one.rules if rule.name == "carve_out")

    begun = [one for one in rule.intervals if one.start is None or one.start <= found.on + AFTER]
    assert 0 < len(begun) < len(rule.intervals)
    assert len(bar_of(rule.intervals, on=found.on).spans) == len(begun)


# ---- The document ----------------------------------------------------------------------------------


def test_the_command_writes_the_document_and_says_when_it_is_stale(tmp_path: Path, settings) -> None:
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    path, out = tmp_path / "docs" / "rulebook.md", StringIO()

    call_command("write_rulebook", stdout=out)
    assert path.read_text("utf-8") == rulebook_document()
    call_command("write_rulebook", "--check", stdout=out)
    path.write_text(path.read_text("utf-8").replace("18 July 2024", "18 July 2023"), "utf-8")
    with pytest.raises(CommandError, match="is stale"):
        call_command("write_rulebook", "--check", stdout=out)

    assert out.getvalue().splitlines() == ["docs/rulebook.md: written.", "docs/rulebook.md is up to date."]


def test_the_page_and_the_document_say_the_same(delegate: User, client_of, clock) -> None:
    page = plain(client_of(delegate).get("/rulebook/").content.decode())
    document = rulebook_document()

    for one in rulebook_on(NOW.date())[0].sections:
        assert one.question in page
        assert one.question in document
        for rule in one.rules:
            assert rule.governs in page
            assert rule.governs in document
