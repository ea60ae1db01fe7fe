"""Fields, errors and rows to mend; pages, progress and banners: each rendered alone."""

import re

import pytest
from django import forms
from django.core.paginator import Paginator
from django.test import RequestFactory

from tests.web.rendered import drawn, included, same, texts

pytestmark = pytest.mark.urls("tests.web.rendered")


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
