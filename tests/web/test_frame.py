"""The frame of every page, pages of trouble, and what no template may hold."""

import re
from datetime import date

import pytest
from django.template.loader import render_to_string

from tests.web.rendered import AT, TEMPLATES, included, texts

pytestmark = pytest.mark.urls("tests.web.rendered")


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
