"""Partials and tags rendered alone, for tests that compare what comes out."""

import re
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test.html import parse_html
from django.urls import path

urlpatterns = [
    path("", lambda request: None, name="home"),
    path("account/login/", lambda request: None, name="account_login"),
    path("account/logout/", lambda request: None, name="account_logout"),
]

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
