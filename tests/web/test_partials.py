"""Status, findings, matches and trails, each rendered alone: whole HTML or its telling parts."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from participation.templatetags import compliance
from tests.web.rendered import MINUS, TIMES, drawn, included, same, texts

pytestmark = pytest.mark.urls("tests.web.rendered")


@pytest.mark.parametrize(("key", "word"), [("clear", "Clear"), ("wait", "Wait"), ("stop", "Do not share")])
def test_status_is_a_shape_and_a_word(key, word):
    html = drawn("{% status key %}", key=key)

    assert same(
        html,
        f'<span class="status status--{key}"><svg class="shape" aria-hidden="true">'
        f'<use href="#shape-{key}"/></svg>{word}</span>',
    )


def test_status_takes_another_word():
    assert texts(drawn("{% status 'wait' '2 wait' %}")) == ["2 wait"]


@pytest.mark.parametrize("tag", ["{% status key %}", "{% answer key %}", "{% source_quality key %}"])
@pytest.mark.parametrize("key", ["", "needs_review", "Clear"])
def test_a_value_outside_the_list_is_refused(tag, key):
    with pytest.raises(ValueError, match=r"no such (status|answer|source): "):
        drawn(tag, key=key)


@pytest.mark.parametrize(("key", "word"), [("yes", "Yes"), ("no", "No"), ("unknown", "Unknown")])
def test_answer(key, word):
    html = drawn("{% answer key %}", key=key)

    assert same(
        html,
        f'<span class="answer"><svg aria-hidden="true"><use href="#shape-{key}"/></svg>{word}</span>',
    )


@pytest.mark.parametrize(
    ("key", "filled", "word"),
    [
        ("regulation", 4, "regulation text"),
        ("secondary", 3, "secondary source"),
        ("inference", 2, "our inference"),
        ("memory", 1, "from memory"),
    ],
)
def test_source_quality_is_four_bars_and_a_word(key, filled, word):
    html = drawn("{% source_quality key %}", key=key)

    assert (html.count("<rect"), html.count('class="off"'), texts(html)) == (4, 4 - filled, [word])


# ---- Findings, match, trail ---------------------------------------------------------------------

FINDING = {
    "question": "Will the resulting standard be published?",
    "answer": "unknown",
    "explanation": "Nobody recorded it.",
    "facts_used": ["agenda item 19.4", "work item 7"],
    "missing": ["publication intent"],
    "citations": [
        {"cite": "15 CFR 734.10(b)", "url": "https://law.example/734.10"},
        {"cite": "89 FR 58265", "url": ""},
    ],
    "in_force": {"from": "2024-07-18", "to": None},
    "source": "secondary",
    "decides": "wait",
}


def test_finding_shows_all_of_a_step():
    html = included("finding", number=9, finding=FINDING)

    assert '<li class="step step--decides step--wait">' in html
    assert '<a href="https://law.example/734.10">15 CFR 734.10(b)</a><span>89 FR 58265</span>' in html
    assert texts(html) == [
        "9",
        "Unknown",
        "Will the resulting standard be published?",
        "Nobody recorded it.",
        "Facts",
        "agenda item 19.4; work item 7",
        "Missing",
        "publication intent",
        "This step decides.",
        "15 CFR 734.10(b)",
        "89 FR 58265",
        "In force since 18 July 2024",
        "secondary source",
    ]


def test_findings_count_themselves_unless_they_carry_a_number():
    plain = {**FINDING, "decides": "", "missing": [], "facts_used": [], "recipient": "Nokia"}

    html = included("findings", findings=[plain, {**plain, "number": 7, "force_note": "Suspended"}])

    step = ["Unknown", plain["question"], "Nokia: Nobody recorded it.", "15 CFR 734.10(b)", "89 FR 58265"]
    assert texts(html) == [
        "1",
        *step,
        "In force since 18 July 2024",
        "secondary source",
        "7",
        *step,
        "Suspended",
        "secondary source",
    ]
    assert html.count('<li class="step">') == 2


@dataclass(frozen=True)
class Part:
    label: str
    text: str
    value: int
    weight: int
    points: int


@dataclass(frozen=True)
class Match:
    parts: tuple[Part, ...]
    total: int
    review_from: int = 5500
    strong_from: int = 9000


NAME = Part("Name", "“FiberHome” with “FiberHome Technologies”", 5800, 3500, 2030)
ALIAS = Part("Alias", "“fiberhome”", 9400, 3550, 3337)
COUNTRY = Part("Country", "SE with CN", 10000, -500, -500)


def test_match_parts_step_to_the_total():
    html = drawn("{% match_parts match %}", match=Match((NAME, ALIAS, COUNTRY), 4867))

    bars = re.findall(r'class="(bar-amount|bar-less)"(?: x="(\d+)")? width="(\d+)"', html)
    assert bars == [
        ("bar-amount", "0", "2030"),
        ("bar-amount", "2030", "3337"),
        ("bar-less", "4867", "500"),
        ("bar-amount", "", "4867"),
    ]
    assert re.findall(r'<line class="bar-mark" x1="(\d+)"', html) == ["5500", "9000"]
    assert texts(html)[6:] == [
        *("Name", NAME.text, f"58 % {TIMES} 35", "20.3"),
        *("Alias", ALIAS.text, f"94 % {TIMES} 35.5", "33.37"),
        *("Country", COUNTRY.text, f"100 % {TIMES} {MINUS}5", f"{MINUS}5.0"),
        *("Total", "of 100", "48.67"),
    ]


def test_match_parts_that_do_not_add_up_are_refused():
    with pytest.raises(ValueError, match="parts of the score sum to 2030, its total is 2031"):
        drawn("{% match_parts match %}", match={"parts": [NAME], "total": 2031})


def test_versus_marks_what_differs():
    html = included(
        "versus",
        ours={"head": "Our party", "sub": "row 23"},
        theirs={"head": "List entry", "sub": "of 20 November 2026"},
        rows=[
            {
                "label": "Name",
                "ours": [{"text": "Wuhan ", "marked": True}, {"text": "FiberHome", "marked": False}],
                "theirs": [{"text": "FiberHome"}],
                "verdict": "differs",
            },
            {"label": "Alias", "ours": [], "theirs": [], "verdict": "neither"},
        ],
    )

    assert "<mark>Wuhan </mark>FiberHome" in html
    assert html.count('class="differs"') == 1
    assert texts(html)[7:] == [
        *("Name", "Wuhan", "FiberHome", "FiberHome", "Differs"),
        *("Alias", "none given", "not on the list", "Not known"),
    ]


def test_versus_refuses_an_unknown_comparison():
    with pytest.raises(ValueError, match="no such comparison: 'alike'"):
        compliance.verdict_word("alike")


def test_trail_links_the_entry():
    html = included(
        "trail",
        trail=[
            {
                "at": datetime(2026, 11, 22, 14, 5, tzinfo=UTC),
                "text": "Checked again.",
                "entry_url": "/log/48190/",
                "entry": "Entry 48,190",
            },
            {"at": "2026-11-20T16:40:00Z", "text": "Asked.", "entry_url": ""},
        ],
    )

    assert same(
        html,
        '<ol class="trail" role="list">'
        '<li><time datetime="2026-11-22T14:05:00+00:00">22 November 2026, 14:05 UTC</time>'
        '<span>Checked again. <a href="/log/48190/">Entry 48,190</a></span></li>'
        '<li><time datetime="2026-11-20T16:40:00Z">20 November 2026, 16:40 UTC</time>'
        "<span>Asked.</span></li></ol>",
    )
