"""Parts of a document through the verbs: naming, their facts, which part decides, and parts named later."""

from typing import Any
from unicodedata import normalize

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from audits.log import Subject, entries, payload_of
from participation.models import (
    Classification,
    Determination,
    Disclosure,
    DisclosureLine,
    DocumentPart,
    DocumentRevision,
    User,
)
from participation.queries.disclosures import disclosures_for, standing_of, title_of
from participation.queries.parts import later_told
from participation.queries.replay import differences
from participation.queries.worst import decides, groups_of
from participation.states import NotAllowed
from participation.workflow import review as reviews
from participation.workflow.check import run_check
from participation.workflow.documents import NotOfParts, classify
from participation.workflow.facts import facts_for
from participation.workflow.moves import Conflict
from participation.workflow.parts import PartsRefused, check_by_parts, faults_of, name_parts
from participation.workflow.submit import Incomplete, LoggedByAnother, change_draft, submit
from tests.conftest import NOW
from tests.factories import work

TAKEN = "is a part already. A part keeps its name; classify it on the page of the document."
REST = "Rest of the document"
SECRET = work.EAR99 | {"eccn": "5E001.a", "reasons_for_control": ["NS", "AT"], "basis": "The annex says so."}


@pytest.fixture
def whole_list(database: None, settings: Any) -> None:
    settings.DEMO_LIST_IS_WHOLE = True
    work.installed()


def divided(
    by: User, *, whole: dict[str, Any] = work.EAR99, **classes: dict[str, Any] | None
) -> DocumentRevision:
    """A revision with these parts (underscores are spaces) and their classes; its rest is what it was."""
    revision = work.revision(by, classification=whole)
    for number, (name, classification) in enumerate(classes.items()):
        name_parts(
            revision,
            names=[name.replace("_", " ")],
            by=by,
            classification=classification,
            rest_as_whole=not number,
        )
    return revision


def checked(disclosure: Disclosure, by: User) -> list[Determination]:
    """The determinations of the submitted disclosure, in the order of its lines."""
    check = submit(disclosure, by=by)
    run_check(check.pk)
    return list(check.determinations.select_related("line__revision__document").order_by("line"))


def told(rows: list[Determination]) -> list[tuple[str, str, str]]:
    return [(row.line.part, row.outcome, row.status) for row in rows]


def parts_of(disclosure: Disclosure) -> list[str]:
    return [line.part for line in disclosure.lines.all()]


# A release that no exemption of 2026 covers, so that the class decides.
MINUTES = {"kind": "non_technical", "us_nexus": "us_origin", "basis": "Minutes."}
VIETNAM = (("Northern Institute", "VN"),)
COMMERCIAL: dict[str, Any] = {"for_a_standard": False, "activity": "commercial_side_talk"}


# ---- Naming ----------------------------------------------------------------------------------------


def test_the_rest_comes_with_the_first_part_and_all_is_one_entry(delegate: User) -> None:
    revision = work.revision(delegate)

    parts = name_parts(
        revision, names=["Annex B", " Source  code archive "], by=delegate, classification=SECRET
    )

    assert [(part.number, part.name) for part in parts] == [
        (0, REST),
        (1, "Annex B"),
        (2, "Source code archive"),
    ]
    classes = list(Classification.objects.filter(revision=revision).values_list("part", "eccn"))
    assert classes == [("", "EAR99"), ("Annex B", "5E001.a"), ("Source code archive", "5E001.a")]
    entry = entries(kind="document.parts_named").get()
    rows = payload_of(entry)["changes"]
    assert entry.subject == f"document/{revision.document_id}"
    assert [row["set"].get("name") for row in rows if "documentpart" in row["row"]] == [
        REST,
        "Annex B",
        "Source code archive",
    ]
    assert sum("classification" in row["row"] for row in rows) == 2


def test_further_parts_are_counted_on_and_the_rest_stays(delegate: User) -> None:
    revision = divided(delegate, Annex_B=SECRET)

    name_parts(revision, names=["Annex C"], by=delegate)

    assert list(revision.parts.values_list("number", "name")) == [(0, REST), (1, "Annex B"), (2, "Annex C")]
    assert [row.part for row in revision.classifications.all()] == ["", REST, "Annex B"]


def test_the_rest_takes_the_class_of_the_whole_only_where_somebody_says_so(delegate: User) -> None:
    revision, other = work.revision(delegate), work.revision(delegate, "S2-2")

    name_parts(revision, names=["Annex B"], by=delegate, rest_as_whole=True)
    name_parts(other, names=["Annex B"], by=delegate)

    assert list(Classification.objects.exclude(part="").values_list("revision", "part", "eccn", "basis")) == [
        (revision.pk, REST, "EAR99", "As the whole: test")
    ]


@pytest.mark.parametrize(
    ("names", "faults"),
    [
        ([], [(1, "Name at least one part.")]),
        (["Annex C", " "], [(2, "The part has no name.")]),
        (["x" * 300], [(1, "The name has 300 characters; at most 80 are kept.")]),
        (["Annex C", "annex  c"], [(2, "annex c is named twice.")]),
        (
            ["ANNEX B"],
            [(1, f"ANNEX B {TAKEN}")],
        ),
        (
            [normalize("NFD", "É"), "É"],
            [(2, "É is named twice.")],
        ),
        (["Annex\u200bB"], [(1, "The name holds a character that does not show.")]),
        (
            [f"Annex {n}" for n in range(199)],
            [(199, "A revision has at most 200 parts, the rest among them.")],
        ),
    ],
)
def test_what_cannot_be_a_name_is_told_by_its_place(names: list[str], faults: list[tuple[int, str]]) -> None:
    assert faults_of(names, taken=[REST, "Annex B"]) == faults


def test_the_rest_is_nobodys_name(delegate: User) -> None:
    assert [text for _, text in faults_of(["rest of the document"], taken=[])] == [
        f"rest of the document {TAKEN}"
    ]


def test_names_that_are_refused_leave_nothing(delegate: User) -> None:
    revision = work.revision(delegate)

    with pytest.raises(PartsRefused) as refused:
        name_parts(revision, names=["Annex B", "annex b"], by=delegate)

    assert refused.value.faults == ((2, "annex b is named twice."),)
    assert (DocumentPart.objects.count(), entries(kind="document.parts_named").count()) == (0, 0)


@pytest.mark.parametrize(
    "columns",
    [{"name": ""}, {"name": " Annex C"}, {"name": "annex b"}, {"number": 1}],
    ids=["empty", "not trimmed", "the same name", "the same number"],
)
def test_the_database_refuses_what_is_no_part(delegate: User, columns: dict[str, Any]) -> None:
    part = divided(delegate, Annex_B=None).parts.get(number=1)
    part.pk, part.number, part.name = None, 2, "Annex C"
    for name, value in columns.items():
        setattr(part, name, value)

    with pytest.raises(IntegrityError), transaction.atomic():
        part.save(force_insert=True)


def test_a_part_that_was_disclosed_cannot_vanish(delegate: User) -> None:
    revision = divided(delegate, Annex_B=SECRET)
    work.disclosure(delegate, revisions=[(revision, "Annex B")])

    with pytest.raises(ProtectedError):
        revision.parts.get(name="Annex B").delete()


@pytest.mark.parametrize("columns", [{"part": "Annex B"}, {"part": "", "named_part": 1}])
def test_a_line_names_its_part_in_both_columns(delegate: User, columns: dict[str, Any]) -> None:
    revision = divided(delegate, Annex_B=SECRET)
    disclosure = work.disclosure(delegate, revisions=[])
    if "named_part" in columns:
        columns = columns | {"named_part": revision.parts.get(number=1)}

    with pytest.raises(IntegrityError), transaction.atomic():
        DisclosureLine.objects.create(disclosure=disclosure, revision=revision, **columns)


def test_a_part_is_classified_by_itself_and_the_whole_no_longer(delegate: User) -> None:
    revision = divided(delegate, Annex_B=None)

    classify(revision, by=delegate, part="Annex B", **SECRET)
    for part in ("", "Annex C"):
        with pytest.raises(NotOfParts, match="S2-2600001 r1 is not divided like that"):
            classify(revision, by=delegate, part=part, **work.EAR99)

    assert [row.part for row in revision.classifications.all()] == ["", REST, "Annex B"]


# ---- Disclosing ------------------------------------------------------------------------------------


def test_the_whole_of_a_revision_with_parts_is_each_of_them(delegate: User) -> None:
    revision = divided(delegate, Annex_B=SECRET, Annex_C=None)

    disclosure = work.disclosure(delegate, revisions=[(revision, "")])

    lines = disclosure.lines.values_list("part", "named_part__name", "parts_known")
    assert list(lines) == [(REST, REST, 2), ("Annex B", "Annex B", 2), ("Annex C", "Annex C", 2)]


def test_a_part_that_is_not_there_is_refused(delegate: User) -> None:
    revision = divided(delegate, Annex_B=SECRET)

    with pytest.raises(Incomplete, match="S2-2600001 r1 has no part called Annex C"):
        work.disclosure(delegate, revisions=[(revision, "Annex C")])


def test_a_draft_keeps_the_lines_that_stay(delegate: User) -> None:
    revision = divided(delegate, Annex_B=SECRET)
    draft = work.disclosure(delegate, revisions=[(revision, "")])
    kept = draft.lines.get(part=REST)

    change_draft(draft, by=delegate, revisions=[(revision, REST)], recipients=[work.recipient()])

    assert list(draft.lines.all()) == [kept]


def test_each_part_has_its_own_facts(delegate: User) -> None:
    revision = divided(delegate, Annex_B=SECRET, Annex_C=None)
    disclosure = work.disclosure(delegate, revisions=[(revision, "")])

    items = [facts_for(line, [])[0]["item"] for line in disclosure.lines.all()]

    assert [(item["eccn"], item["classification"]) for item in items] == [
        ("EAR99", "known"),
        ("5E001.a", "known"),
        (None, "unknown"),
    ]


def test_the_whole_of_what_has_parts_counts_as_not_classified(delegate: User) -> None:
    revision = work.revision(delegate)
    line = work.disclosure(delegate, revisions=[(revision, "")]).lines.get()
    before = facts_for(line, [])[0]["item"]["eccn"]

    name_parts(revision, names=["Annex B"], by=delegate)

    line = DisclosureLine.objects.get(pk=line.pk)
    assert (before, facts_for(line, [])[0]["item"]["eccn"]) == ("EAR99", None)


# ---- The worst part --------------------------------------------------------------------------------


@pytest.mark.usefixtures("whole_list")
def test_a_bar_wins_over_what_nobody_classified_and_is_named(delegate: User) -> None:
    revision = divided(delegate, Annex_B=None, Annex_C=SECRET)

    rows = checked(work.disclosure(delegate, revisions=[(revision, "")], **COMMERCIAL), delegate)

    assert told(rows) == [
        (REST, "license_required", "stop"),
        ("Annex B", "needs_review", "wait"),
        ("Annex C", "license_required", "stop"),
    ]
    assert decides(rows) == f"{REST} (EAR99) and Annex C (5E001.a) decide"
    assert payload_of(entries(kind="disclosure.flagged").get())["status"] == "stop"
    assert standing_of(disclosures_for(delegate).get(), reader=delegate, now=NOW).status == "stop"


@pytest.mark.usefixtures("whole_list")
def test_a_part_without_a_class_beside_clear_ones_waits_and_is_named(delegate: User) -> None:
    revision = divided(delegate, Annex_B=work.EAR99, Annex_C=None)
    disclosure = work.disclosure(delegate, revisions=[(revision, "")], to=VIETNAM, **COMMERCIAL)

    rows = checked(disclosure, delegate)

    assert told(rows) == [
        (REST, "no_license_required", "clear"),
        ("Annex B", "no_license_required", "clear"),
        ("Annex C", "needs_review", "wait"),
    ]
    assert decides(rows) == "Annex C (not classified) decides"
    assert Disclosure.objects.get().state == "flagged"


@pytest.mark.usefixtures("whole_list")
def test_the_worst_part_is_named_on_the_entry_and_in_the_sentence(delegate: User) -> None:
    revision = divided(delegate, whole=MINUTES, Annex_B=SECRET, Annex_C=MINUTES)
    disclosure = work.disclosure(delegate, revisions=[(revision, "")], **COMMERCIAL)

    rows = checked(disclosure, delegate)

    named = "Annex B (5E001.a) decides"
    payload = payload_of(entries(kind="disclosure.flagged").get())
    sentence = standing_of(disclosures_for(delegate).get(), reader=delegate, now=NOW).sentence
    assert [row.status for row in rows] == ["clear", "stop", "clear"]
    assert (decides(rows), payload["decides"]) == (named, named)
    assert sentence.startswith(f"{named}: ")
    assert [(group.name, group.decides) for group in groups_of(rows)] == [
        (named.removesuffix(" decides"), True),
        (f"{REST} and Annex C (nothing technical)", False),
    ]


@pytest.mark.usefixtures("whole_list")
def test_each_determination_is_labelled_with_its_part(delegate: User) -> None:
    revision = divided(delegate, Annex_B=SECRET)
    checked(work.disclosure(delegate, revisions=[(revision, "")]), delegate)

    labels = [entry.labels for entry in entries(kind="determination.made").order_by("pk")]

    assert [(one["document"], one["part"]) for one in labels] == [
        ("S2-2600001 r1", REST),
        ("S2-2600001 r1", "Annex B"),
    ]
    assert entries(kind="disclosure.submitted").get().labels["document"] == "S2-2600001 r1"


@pytest.mark.usefixtures("whole_list")
def test_clear_parts_name_none(delegate: User) -> None:
    revision = divided(delegate, Annex_B=work.EAR99)

    rows = checked(work.disclosure(delegate, revisions=[(revision, "")], to=(work.ERICSSON,)), delegate)

    assert ([row.status for row in rows], decides(rows)) == (["clear", "clear"], "")


def test_a_hold_beside_the_law_names_no_part(delegate: User) -> None:
    revision = divided(delegate, Annex_B=work.EAR99)

    rows = checked(work.disclosure(delegate, revisions=[(revision, "")], to=(work.ERICSSON,)), delegate)

    assert ([row.status for row in rows], decides(rows)) == (["wait", "wait"], "")


@pytest.mark.usefixtures("whole_list")
def test_fifty_parts_are_told_by_their_facts(delegate: User) -> None:
    revision = work.revision(delegate)
    name_parts(revision, names=[f"Annex {n}" for n in range(49)], by=delegate, classification=SECRET)

    rows = checked(work.disclosure(delegate, revisions=[(revision, "")], **COMMERCIAL), delegate)

    assert decides(rows) == "Annex 0 (5E001.a) and 48 more decide"
    assert [(group.name, len(group.rows), group.decides) for group in groups_of(rows)] == [
        ("Annex 0 and 48 more (5E001.a)", 49, True),
        (f"{REST} (not classified)", 1, False),
    ]


# ---- Parts named later -----------------------------------------------------------------------------


@pytest.mark.usefixtures("whole_list", "clock")
def test_what_was_determined_stays_until_it_is_checked_by_parts(delegate: User) -> None:
    revision = work.revision(delegate, classification=MINUTES)
    disclosure = work.disclosure(delegate, revisions=[(revision, "")], **COMMERCIAL)
    [whole] = checked(disclosure, delegate)
    assert later_told(disclosure) == ""

    name_parts(revision, names=["Annex B"], by=delegate, classification=SECRET, rest_as_whole=True)
    shown = disclosures_for(delegate).get()
    said = standing_of(shown, reader=delegate, now=NOW)
    check = check_by_parts(disclosure, by=delegate)
    run_check(check.pk)

    assert said.later == "S2-2600001 r1 has parts since 4 March 2026, which this answer does not know."
    assert (said.status, whole.status) == ("clear", "clear")
    assert Determination.objects.get(pk=whole.pk).result == whole.result
    assert parts_of(disclosure) == ["", REST, "Annex B"]
    rows = list(check.determinations.select_related("line__revision__document"))
    assert [(row.line.part, row.status) for row in rows] == [(REST, "clear"), ("Annex B", "stop")]
    now = disclosures_for(delegate).get()
    standing = standing_of(now, reader=delegate, now=NOW)
    assert (standing.status, standing.later, title_of(now)) == ("stop", "", "S2-2600001 r1")
    started = entries(subject=Subject("disclosure", str(disclosure.pk)), kind="disclosure.check_started")
    lines = [row["set"]["part"] for row in payload_of(started.last())["changes"][1:]]
    assert lines == [REST, "Annex B"]


@pytest.mark.usefixtures("whole_list")
def test_a_part_named_inside_the_rest_is_missed_and_one_left_out_is_not(delegate: User) -> None:
    revision = divided(delegate, Annex_A=work.EAR99, Annex_B=SECRET)
    disclosure = work.disclosure(
        delegate, revisions=[(revision, REST), (revision, "Annex A")], to=(work.ERICSSON,)
    )
    checked(disclosure, delegate)
    before = later_told(Disclosure.objects.get())

    name_parts(revision, names=["Annex C"], by=delegate, classification=SECRET)
    check = check_by_parts(disclosure, by=delegate)
    run_check(check.pk)

    assert before == ""
    assert parts_of(disclosure) == [REST, "Annex A", "Annex C"]
    assert title_of(disclosures_for(delegate).get()) == f"S2-2600001 r1 ({REST}, Annex A and Annex C)"


@pytest.mark.usefixtures("whole_list")
def test_a_named_part_alone_is_not_touched_by_later_names(delegate: User) -> None:
    revision = divided(delegate, Annex_B=SECRET)
    disclosure = work.disclosure(delegate, revisions=[(revision, "Annex B")])
    checked(disclosure, delegate)

    name_parts(revision, names=["Annex C"], by=delegate)

    assert later_told(Disclosure.objects.get()) == ""
    with pytest.raises(Conflict):
        check_by_parts(disclosure, by=delegate)


def test_what_was_submitted_as_a_whole_is_checked_by_the_parts_it_has_then(delegate: User) -> None:
    work.installed()
    revision = work.revision(delegate)
    disclosure = work.disclosure(delegate, revisions=[(revision, "")])
    check = submit(disclosure, by=delegate)

    name_parts(revision, names=["Annex B"], by=delegate)
    run_check(check.pk)

    assert list(check.determinations.values_list("line__part", flat=True)) == [REST, "Annex B"]


def test_who_may_have_it_checked_by_parts(delegate: User, officer: User) -> None:
    work.installed()
    revision = work.revision(delegate)
    disclosure = work.disclosure(delegate, revisions=[(revision, "")], intent_to_publish=None)
    checked(disclosure, delegate)
    name_parts(revision, names=["Annex B"], by=delegate)
    reviews.claim(disclosure.reviews.get(), by=officer)
    disclosure.refresh_from_db()

    with pytest.raises(NotAllowed):
        check_by_parts(disclosure, by=delegate)
    other = work.disclosure(officer, revisions=[(revision, "")])
    with pytest.raises(LoggedByAnother):
        check_by_parts(other, by=delegate)
    check_by_parts(disclosure, by=officer)

    assert (Disclosure.objects.get(pk=disclosure.pk).state, disclosure.reviews.get().state) == (
        "submitted",
        "closed",
    )


@pytest.mark.usefixtures("committed_db")
def test_the_log_folds_to_the_tables(delegate: User) -> None:
    work.installed()
    revision = work.revision(delegate)
    disclosure = work.disclosure(delegate, revisions=[(revision, "")])
    run_check(submit(disclosure, by=delegate).pk)
    name_parts(revision, names=["Annex B"], by=delegate, classification=SECRET, rest_as_whole=True)

    run_check(check_by_parts(disclosure, by=delegate).pk)

    assert list(differences()) == []
    assert DocumentPart.objects.count() == 2
