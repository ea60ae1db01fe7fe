"""What narrows the log and a report down. Every condition is one that `audits.log.entries` has."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.db.models import TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from audits import log
from audits.reports.choice import ALL, ASKED, Choice, personal_columns

PAYLOADS = (
    (ASKED, "Of the entries asked for"),
    (ALL, "Of all entries shown"),
    ("none", "None: envelopes alone"),
)
_OBJECT = re.compile(r"([a-z][a-z0-9_]*)/([A-Za-z0-9._:@/+-]{1,200})", re.ASCII)
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
BAD_DAY = {"invalid": "Give a day such as 2026-01-31."}
# The day after the last one must exist too.
_LAST_DAY = MaxValueValidator(date(2999, 12, 31), "Give a day before the year 3000.")


def kind_choices() -> list[tuple[str, Any]]:
    """Any, then each object with all its kinds and one by one."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for kind in sorted(log.event_kinds()):
        first = kind.partition(".")[0]
        groups.setdefault(first, [(f"{first}.", f"All of {first}")]).append((kind, log.title_of(kind)))
    return [("", "Any"), *((first.capitalize(), kinds) for first, kinds in groups.items())]


def known_bodies() -> list[str]:
    """The bodies that labels of the log name."""
    named = log.entries().filter(labels__has_key="body").order_by()
    texts = named.annotate(named_body=Cast(KeyTextTransform("body", "labels"), TextField()))
    return sorted(texts.values_list("named_body", flat=True).distinct())


class LogForm(forms.Form):
    """Conditions on entries; days are whole days in UTC, the last one inclusive."""

    use_required_attribute = False

    since = forms.DateField(required=False, label="From", widget=_DAY, error_messages=BAD_DAY)
    until = forms.DateField(
        required=False, label="To, inclusive", widget=_DAY, error_messages=BAD_DAY, validators=[_LAST_DAY]
    )
    kind = forms.ChoiceField(choices=kind_choices, required=False)
    object = forms.CharField(required=False, max_length=220, label="Object, as disclosure/42")
    actor = forms.CharField(required=False, max_length=200, label="By, as user/7")
    text = forms.CharField(
        required=False,
        max_length=100,
        label="Meeting, document, organisation",
        widget=forms.TextInput({"type": "search"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)

    def clean_object(self) -> str:
        name: str = self.cleaned_data["object"].strip()
        if name and _OBJECT.fullmatch(name) is None:
            raise forms.ValidationError("Write the object as type/id, for example disclosure/42.")
        return name

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", "The last day lies before the first one.")
        return given

    def conditions(self) -> dict[str, Any]:
        """The keyword arguments of `audits.log.entries`; only what was given. Call after `is_valid`."""
        given = self.cleaned_data
        found: dict[str, Any] = {name: given[name] for name in ("kind", "actor", "text") if given.get(name)}
        if given.get("object"):
            object_type, _, object_id = given["object"].partition("/")
            found["subject"] = log.Subject(object_type, object_id)
        if given.get("since"):
            found["since"] = _midnight(given["since"])
        if given.get("until"):
            found["until"] = _midnight(given["until"] + timedelta(days=1))
        return found


def _midnight(day: Any) -> datetime:
    return datetime.combine(day, time.min, UTC)


class ReportForm(LogForm):
    """The same for a report, with the body by name and the signed tree that it is cut at."""

    body = forms.ChoiceField(required=False)
    size = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput())
    field_order = ("since", "until", "kind", "body", "text", "object", "actor", "size")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].choices = [("", "Any"), *((name, name) for name in known_bodies())]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("body") and given.get("text"):
            self.add_error(
                "text", "Choose a body or type a text: a report is narrowed down by one of the two."
            )
        return given

    def conditions(self) -> dict[str, Any]:
        """As of the log; a body is found by its label, word for word."""
        found = super().conditions()
        if body := self.cleaned_data.get("body"):
            found["text"] = f'"body": "{body}"'
        return found


class ExportForm(LogForm):
    """What an export is asked for, whose payloads go along, and which personal fields of those."""

    actor = text = None  # type: ignore[assignment]  # not conditions that a verifier repeats
    body = forms.ChoiceField(required=False)
    payloads = forms.ChoiceField(choices=PAYLOADS, initial=ASKED, widget=forms.RadioSelect, label="Payloads")
    private = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Personal fields",
        help_text="Of the entries whose payload goes along. What is left out is proven all the same.",
    )
    field_order = ("since", "until", "kind", "body", "object", "payloads", "private")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].choices = [("", "Any"), *((name, name) for name in known_bodies())]  # type: ignore[attr-defined]
        self.fields["private"].choices = [  # type: ignore[attr-defined]
            (name, name.replace("_", " ").capitalize()) for name in personal_columns()
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("private") and given.get("payloads") == "none":
            self.add_error(
                "private", "A personal value is checked against its payload: let payloads go along."
            )
        return given

    def choice(self) -> Choice:
        """The export that the form asks for. Call after `is_valid`."""
        given, until = self.cleaned_data, self.cleaned_data["until"]
        return Choice(
            since=_midnight(given["since"]) if given["since"] else None,
            until=_midnight(until + timedelta(days=1)) if until else None,
            kind=given["kind"],
            body=given["body"],
            object=given["object"],
            payloads=frozenset({given["payloads"]}) - {"none"},
            private=frozenset(given["private"]),
        )
