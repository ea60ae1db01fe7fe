"""Each partial, rendered alone: whole HTML where it is short, the telling parts where it is long."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.test.html import parse_html
from django.urls import path
from django.utils import timezone

from participation.templatetags import compliance

urlpatterns = [
    path("", lambda request: None, name="home"),
    path("account/login/", lambda request: None, name="account_login"),
    path("account/logout/", lambda request: None, name="account_logout"),
]
pytestmark = pytest.mark.urls(__name__)

MINUS, TIMES = "\N{MINUS SIGN}", "\N{MULTIPLICATION SIGN}"
AT = datetime(2026, 11, 20, 16, 40, tzinfo=UTC)
TEMPLATES = Path(settings.BASE_DIR) / "templates"


def drawn(source, **context):
    return Template("{% load compliance %}" + source).render(Context(context)).strip()


def included(name, **context):
    return render_to_string(f"partials/{name}.html", context).strip()


def texts(html):
    """The texts of a piece of HTML, tags and spare white space taken away."""
    return [text for text in (" ".join(part.split()) for part in re.split(r"<[^>]*>", html)) if text]


def same(html, expected):
    return parse_html(html) == parse_html(expected)


# ---- Values ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (5820, "58.2"),
        (5825, "58.25"),
        (5800, "58.0"),
        (5, "0.05"),
        (0, "0.0"),
        (-1250, f"{MINUS}12.5"),
        (10000, "100.0"),
        (None, ""),
    ],
)
def test_hundredths(value, expected):
    assert compliance.hundredths(value) == expected


@pytest.mark.parametrize("value", [58.2, "5820", True])
def test_hundredths_refuses_what_is_not_an_integer(value):
    with pytest.raises(TypeError, match="hundredths need an integer"):
        compliance.hundredths(value)


@pytest.mark.parametrize(("value", "expected"), [(3500, "35"), (3550, "35.5"), (0, "0"), (None, "")])
def test_whole(value, expected):
    assert compliance.whole(value) == expected


@pytest.mark.parametrize(("value", "expected"), [(48213, "48,213"), (7, "7"), (None, "")])
def test_thousands(value, expected):
    assert compliance.thousands(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (date(2026, 11, 20), "20 November 2026"),
        ("2024-07-18", "18 July 2024"),
        (datetime(2026, 11, 20, 16, 40, tzinfo=UTC), "20 November 2026"),
        ("2026-11-20T23:40:00Z", "20 November 2026"),
        (None, ""),
        ("", ""),
    ],
)
def test_day(value, expected):
    assert compliance.day(value) == expected


def test_day_of_a_time_is_the_day_of_the_reader():
    with timezone.override(ZoneInfo("Asia/Tokyo")):
        assert compliance.day(datetime(2026, 11, 20, 23, 40, tzinfo=UTC)) == "21 November 2026"


@pytest.mark.parametrize(
    ("value", "zone", "expected"),
    [
        (AT, "", "20 November 2026, 16:40 UTC"),
        ("2026-11-20T16:40:11Z", "", "20 November 2026, 16:40 UTC"),
        (
            datetime(2026, 11, 20, 16, 40, tzinfo=UTC),
            "America/Chicago",
            f"20 November 2026, 10:40 (UTC{MINUS}6)",
        ),
        (AT, "Asia/Kolkata", "20 November 2026, 22:10 (UTC+5:30)"),
        (datetime(2026, 11, 20, 23, 40, tzinfo=UTC), "Europe/Paris", "21 November 2026, 00:40 (UTC+1)"),
        (None, "", ""),
    ],
)
def test_when_shows_the_zone(value, zone, expected):
    assert compliance.when(value, zone) == expected


def test_when_refuses_a_time_without_a_zone():
    with pytest.raises(ValueError, match="time without a zone: 2026-11-20T16:40:00"):
        compliance.when("2026-11-20T16:40:00")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (bytes.fromhex("7f3a91c2") + bytes(28), "7f3a 91c2"),
        (memoryview(b"\x7f\x3a\x91\xc2"), "7f3a 91c2"),
        ("7F3A91C2ff", "7f3a 91c2"),
        ("", ""),
        (None, ""),
    ],
)
def test_short_hash(value, expected):
    assert compliance.short_hash(value) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Maria Kerr", "M. K."),
        ("Maria van der Kerr", "M. K."),
        ("Björk", "B."),
        ("m.kerr@halden.example", "M. K."),
        ("李 伟", "李. 伟."),
        ("", ""),
        (None, ""),
    ],
)
def test_initials(name, expected):
    assert compliance.initials(name) == expected


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        ({"from": "2024-07-18", "to": None}, "In force since 18 July 2024"),
        ({"from": "2025-11-10", "to": "2026-11-09"}, "In force 10 November 2025 to 9 November 2026"),
        ({"from": None, "to": date(2026, 11, 9)}, "In force until 9 November 2026"),
        ({"from": None, "to": None}, "In force on every day since before May 2019"),
        (None, "Dates in force not recorded"),
    ],
)
def test_in_force(span, expected):
    assert compliance.in_force(span) == expected


# ---- Status, answer, source --------------------------------------------------------------------


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


# ---- Forms, errors, rows -----------------------------------------------------------------------


class MeetingForm(forms.Form):
    group = forms.CharField(label="Group", help_text="Such as SA2")
    place = forms.CharField(label="Place", required=False)
    access = forms.ChoiceField(
        label="Who may attend?",
        choices=[("open", "Anyone"), ("members", "Members")],
        widget=forms.RadioSelect,
    )
    merge = forms.BooleanField(label="Merge duplicates", required=False)

    def clean(self):
        raise forms.ValidationError("The meeting exists already.")


def test_field_ties_hint_and_error_to_its_control():
    html = included("field", field=MeetingForm({})["group"])

    assert same(
        html,
        '<div class="field"><label for="id_group">Group</label>'
        '<span class="hint" id="id_group_helptext">Such as SA2</span>'
        '<input type="text" name="group" required aria-invalid="true" '
        'aria-describedby="id_group_helptext id_group_error" id="id_group">'
        '<div id="id_group_error"><p class="field__error"><svg class="shape" aria-hidden="true">'
        '<use href="#shape-stop"/></svg><span>This field is required.</span></p></div></div>',
    )


def test_field_of_choices_is_a_fieldset():
    html = included("field", field=MeetingForm()["access"])

    assert same(
        html,
        '<fieldset class="field" id="id_access" tabindex="-1"><legend>Who may attend?</legend>'
        '<div class="choice"><input type="radio" name="access" value="open" required id="id_access_0">'
        '<label for="id_access_0">Anyone</label></div>'
        '<div class="choice"><input type="radio" name="access" value="members" required id="id_access_1">'
        '<label for="id_access_1">Members</label></div></fieldset>',
    )


def test_optional_fields_say_so_and_a_tick_stands_before_its_label():
    form = MeetingForm()

    assert texts(included("field", field=form["place"])) == ["Place", "optional"]
    assert same(
        included("field", field=form["merge"]),
        '<div class="field"><div class="choice"><input type="checkbox" name="merge" id="id_merge">'
        '<label for="id_merge">Merge duplicates</label></div></div>',
    )


def test_error_summary_links_each_field_and_row():
    form = MeetingForm({"access": "open"})
    rows = [{"text": "Attendees, row 4: no organisation", "target": "row-4-organisation"}]

    html = drawn("{% error_summary form rows=rows %}", form=form, rows=rows)

    assert texts(html) == [
        "Three things to put right; nothing has been saved yet",
        "The meeting exists already.",
        "Group: This field is required.",
        "Attendees, row 4: no organisation",
    ]
    assert re.findall(r'href="#((?!shape)[^"]*)"', html) == ["id_group", "row-4-organisation"]


def test_error_summary_without_errors_is_nothing():
    assert drawn("{% error_summary form %}", form=MeetingForm()) == ""


def test_row_errors_let_a_bad_cell_be_mended_in_place():
    html = included(
        "row_errors",
        caption="44 rows",
        columns=["Organisation", "Country"],
        rows=[
            {"number": 3, "cells": [{"column": "Organisation", "text": "Nokia"}, {"column": "Country"}]},
            {
                "number": 6,
                "tone": "bad",
                "message": "Country “USA” is not a two-letter code. Use US.",
                "cells": [
                    {"column": "Organisation", "text": "Qualcomm"},
                    {"column": "Country", "text": "USA", "name": "row-6-country", "id": "c6"},
                ],
            },
            {"number": 7, "tone": "odd", "message": "Cannot be screened.", "cells": []},
        ],
    )

    assert texts(html) == [
        *("44 rows", "Row", "Organisation", "Country", "Result"),
        *("3", "Nokia", "none", "Will be added"),
        *("6", "Qualcomm", "Country “USA” is not a two-letter code. Use US."),
        *("7", "Cannot be screened."),
    ]
    assert (
        '<input name="row-6-country" id="c6" value="USA" aria-label="Country in row 6" '
        'aria-describedby="row-6-says" aria-invalid="true">'
    ) in html


# ---- Pages, empty, progress, banner --------------------------------------------------------------


def test_pager_keeps_the_filters():
    page = Paginator(range(1, 1235), 100).page(2)
    request = RequestFactory().get("/queue/?body=3GPP&page=2")

    html = drawn("{% pager page 'open cases' 'soonest due first' %}", page=page, request=request)

    assert texts(html) == [
        "101 to 200 of 1,234 open cases, soonest due first",
        *("Previous", "1", "2", "3", "…", "13", "Next"),
    ]
    assert re.findall(r'<a href="([^"]*)" aria-current="page">2<', html) == ["?body=3GPP&amp;page=2"]


def test_pager_of_one_page_has_no_links():
    page = Paginator([], 10).page(1)

    assert texts(drawn("{% pager page 'open cases' %}", page=page, request=RequestFactory().get("/"))) == [
        "No open cases"
    ]


def test_empty_offers_one_thing_to_do():
    html = included("empty", head="No meeting yet", text="Add one.", url="/m/", label="Add it", first=True)

    assert same(
        html,
        '<div class="empty"><h2>No meeting yet</h2><p>Add one.</p>'
        '<p class="buttons"><a class="button button--primary" href="/m/">Add it</a></p></div>',
    )


def test_progress_says_how_much_and_asks_again():
    html = included("progress", text="84 of 128 proofs", done=84, total=128, poll_url="/jobs/7/", poll_ms=600)

    assert same(
        html,
        '<div class="progress" role="group" aria-label="Progress" hx-get="/jobs/7/" '
        'hx-trigger="load delay:600ms" hx-swap="outerHTML"><p role="status">84 of 128 proofs</p>'
        '<progress aria-label="84 of 128 proofs" value="84" max="128"></progress>'
        '<p class="quiet">You can leave this page.</p></div>',
    )


@pytest.mark.parametrize(
    ("tone", "classes", "shapes"), [("wait", "banner banner--wait", 1), ("", "banner", 0), ("x", "banner", 0)]
)
def test_banner(tone, classes, shapes):
    html = included("banner", banner={"tone": tone, "lead": "Held back.", "text": "Wait.", "url": "/l/"})

    assert f'<div class="{classes}" role="status">' in html
    assert (html.count("<svg"), texts(html)) == (shapes, ["Held back.", "Wait.", "What it means"])


def test_tag_and_crumbs():
    assert same(included("tag", text="draft"), '<span class="tag">draft</span>')
    assert same(
        included("crumbs", crumbs=[{"label": "Home", "url": "/"}, {"label": "Case 7"}]),
        '<nav class="crumbs" aria-label="Where you are"><ol><li><a href="/">Home</a></li>'
        '<li><span aria-current="page">Case 7</span></li></ol></nav>',
    )


def test_keys_help_lists_the_keys_and_the_switch():
    html = included("keys_help", keys=[{"key": "J", "does": "next"}])

    assert "data-keys-line hidden>" in html
    assert "data-keys-switch" in html
    assert texts(html)[:6] == ["J", "next", "Keys", "Keys on this page", "J", "next"]


# ---- The frame ----------------------------------------------------------------------------------


SNAPSHOT = {
    "title": "Entity List",
    "published_on": date(2026, 11, 20),
    "rows": 3420,
    "imported_at": AT,
    "partial": False,
}


@pytest.mark.parametrize(
    ("footing", "expected"),
    [
        (
            {"snapshot": {**SNAPSHOT, "published_on": None, "partial": True}, "rules_edition": "ab12cd34"},
            "Entity List (3,420 entries, read 20 November 2026, 16:40 UTC, partial). "
            "Rules edition ab12 cd34.",
        ),
        (
            {"snapshot": None, "rules_edition": "ab12cd34"},
            "No list is in force. Rules edition ab12 cd34.",
        ),
        ({"sentences": ["Log of 7 entries.", "All times UTC."]}, "Log of 7 entries. All times UTC."),
    ],
)
def test_footing_says_by_which_list_and_rules(footing, expected):
    assert texts(included("footing", footing=footing)) == [expected]


def test_base_shows_who_where_and_by_which_list():
    html = render_to_string(
        "base.html",
        {
            "nav_items": [
                {"label": "Queue", "url": "/queue/", "current": True},
                {"label": "Lists", "url": "/lists/"},
            ],
            "who": {"initials": "J. T.", "role": "compliance"},
            "crumbs": [{"label": "Queue", "url": "/queue/"}, {"label": "Case 7"}],
            "footing": {"snapshot": SNAPSHOT, "rules_edition": "7f3a91c2" + 56 * "0"},
            "banner": {"tone": "wait", "text": "The list is partial."},
        },
    )

    assert texts(html.partition("</head>")[2]) == [
        "Skip to content",
        *("Plenary", "Queue", "Lists", "J. T., compliance", "Sign out"),
        *("The list is partial.", "Queue", "Case 7"),
        "Entity List of 20 November 2026 (3,420 entries, read 20 November 2026, 16:40 UTC, complete). "
        "Rules edition 7f3a 91c2. Plenary records and computes; it does not give legal advice.",
    ]
    assert re.findall(r"<a[^>]* aria-current=[^>]*>", html) == ['<a href="/queue/" aria-current="page">']
    assert '<form method="post" action="/account/logout/" data-sign-out>' in html


@pytest.mark.parametrize("name", ["404.html", "403.html", "500.html", "account/logout.html"])
def test_pages_of_trouble_need_no_context(name):
    html = render_to_string(name, {})

    assert html.count("<h1>") == 1
    assert "<title> " not in html


def test_refusal_says_who_can():
    html = render_to_string("403.html", {"exception": "You decided it; another officer can approve."})

    assert "You decided it; another officer can approve. Nothing was changed." in html


SOURCES = sorted(TEMPLATES.rglob("*.html"))


@pytest.mark.parametrize("template", SOURCES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_no_inline_style_or_script(template):
    assert inline_code(template.read_text(encoding="utf-8")) == []


def inline_code(source):
    """What the content policy would refuse: style attributes and elements, handlers, scripts without src."""
    return re.findall(r"<[^>]*\s(?:style|on[a-z]+)=[^>]*>|<style\b|<script(?![^>]*\ssrc=)[^>]*>", source)


@pytest.mark.parametrize(
    "source",
    ['<p style="color: red">', '<a href="/" onclick="go()">', "<style>", "<script>", "<script defer>"],
)
def test_inline_code_is_found(source):
    assert len(inline_code(source)) == 1


@pytest.mark.parametrize(
    "template", sorted((TEMPLATES / "partials").glob("*.html")), ids=lambda path: path.name
)
def test_partial_is_short_and_captioned(template):
    lines = template.read_text(encoding="utf-8").splitlines()

    assert lines[0].startswith("{# ")
    assert len(lines) < 60
