"""One form for each thing that can be stated of the rules; each gives the columns of the statement."""

from typing import Any

from django import forms

from participation.models import RuleStatement
from participation.queries.rule_statements import rules_in_use
from participation.rules.company import MATCHES
from participation.rules.reading import FactsError
from participation.web.administration.rule_words import MATCH_WORDS, signable
from participation.web.forms import DayField, PlainForm

What = RuleStatement.What
SOURCES = [
    ("", "Choose"),
    ("regulation", "Text of the regulation or notice, read"),
    ("secondary", "Secondary source: press, law firm"),
    ("inference", "Our inference"),
    ("memory", "From memory"),
]


class StatementForm(PlainForm):
    """What every statement has: its source, and a note."""

    citation = forms.CharField(
        max_length=300,
        label="Citation",
        help_text="As in a footnote, such as 91 FR 70001.",
        error_messages={"required": "Name the source: a statement without one is not kept."},
    )
    url = forms.URLField(
        max_length=500,
        label="Address of the source",
        assume_scheme="https",
        error_messages={"required": "Give the address of the source; it begins with https://."},
    )
    note = forms.CharField(
        required=False,
        max_length=2000,
        label="Note",
        help_text="For colleagues. It is no part of the rules and can be erased.",
        widget=forms.Textarea({"rows": 3}),
    )
    instead = forms.IntegerField(required=False, widget=forms.HiddenInput)

    what = ""
    # Nothing of a company's own stands in a regulation.
    source = "inference"

    @property
    def value(self) -> Any:
        """What is stated, as the rules take it."""
        return self.cleaned_data["value"]

    @property
    def columns(self) -> dict[str, Any]:
        """The cleaned fields as `statement_of` takes them."""
        given = self.cleaned_data
        names = [name for name in ("begins_on", "ends_on", "counsel") if name in given]
        return {
            "what": self.what,
            "value": self.value,
            "citation": given["citation"],
            "url": given["url"],
            "note": given["note"],
            "source": given.get("source") or self.source,
            **{name: given[name] for name in names},
        }

    @staticmethod
    def initial_of(row: RuleStatement) -> dict[str, Any]:
        """A statement as the start of another that takes its place."""
        value = row.value if isinstance(row.value, dict) else {"value": row.value}
        names = ("begins_on", "ends_on", "citation", "url", "source", "note", "counsel")
        return {**{name: getattr(row, name) for name in names}, **value, "instead": row.pk}


class _Sourced(StatementForm):
    source = forms.ChoiceField(  # type: ignore[assignment]
        choices=SOURCES,
        label="How sure is the source?",
        error_messages={"required": "Say how sure the source is."},
    )


class AffiliatesForm(_Sourced):
    """Whether the Affiliates Rule is in force, from a day on."""

    what = What.AFFILIATES
    value = forms.ChoiceField(  # type: ignore[assignment]
        label="The Affiliates Rule",
        choices=[
            ("in_force", "is in force"),
            ("not_in_force", "is not in force"),
            ("unsettled", "is unsettled"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say what holds."},
    )
    begins_on = DayField(label="First day", help_text="Day of release in the United States (Eastern).")
    ends_on = DayField(label="Last day", required=False, help_text="Empty while no end is known.")
    field_order = ("value", "begins_on", "ends_on", "citation", "url", "source", "note")


class KnownUntilForm(_Sourced):
    """Until which day of release the rules are known to be the law."""

    what = What.KNOWN_UNTIL
    value = DayField(  # type: ignore[assignment]
        label="The rules are known for releases until",
        help_text="Everything published up to this day was read. A later release is flagged as a forecast.",
    )
    field_order = ("value", "citation", "url", "source", "note")

    @property
    def columns(self) -> dict[str, Any]:
        return super().columns | {"value": self.cleaned_data["value"].isoformat()}


class PolicyForm(StatementForm):
    """What the company always has reviewed, whatever the law says."""

    what = What.POLICY
    match = forms.ChoiceField(
        label="Always to review",
        choices=[
            ("eccn", "An ECCN and what is below it"),
            ("country", "A country"),
            ("list", "A list"),
            ("body", "A standards body"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say what is always to be reviewed."},
    )
    value = forms.CharField(  # type: ignore[assignment]
        max_length=80,
        label="Which one",
        help_text="Such as 5D002, CN, EL (Entity List), MEU, DPL, UVL, SDN, or the name of the body.",
        error_messages={"required": "Say which one."},
    )
    reason = forms.CharField(
        max_length=300,
        label="Reason",
        help_text="Shown with every finding, so name no person.",
        error_messages={"required": "Give the reason: officers read it with the finding."},
    )
    begins_on = DayField(label="First day")
    ends_on = DayField(label="Last day", required=False, help_text="Empty while no end is known.")
    field_order = ("match", "value", "reason", "begins_on", "ends_on", "citation", "url", "note")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        match, value = given.get("match"), given.get("value", "").strip()
        if match in MATCHES and value:
            given["value"] = value if match == "body" else value.upper() if match != "eccn" else value
            try:
                MATCHES[match](given["value"], "")
            except FactsError as fault:
                self.add_error("value", f"No such {MATCH_WORDS[match]}: {value} {fault.problem}.")
        return given

    @property
    def columns(self) -> dict[str, Any]:
        given = self.cleaned_data
        return super().columns | {"value": {name: given[name] for name in ("match", "value", "reason")}}


class SignOffForm(StatementForm):
    """That counsel read a rule and stands for it."""

    what = What.SIGN_OFF
    rule = forms.ChoiceField(label="Rule", error_messages={"required": "Choose the rule that was signed."})
    on = DayField(label="Signed on")
    counsel = forms.CharField(
        max_length=200,
        label="Who signed",
        help_text="The name is kept apart: it is in no edition of the rules and can be erased.",
        error_messages={"required": "Say who signed."},
    )
    field_order = ("rule", "on", "counsel", "citation", "url", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rule"].choices = [("", "Choose"), *signable(rules_in_use())]  # type: ignore[attr-defined]
        self.fields[
            "citation"
        ].help_text = "The document that was signed, such as Memorandum of 2 March 2026."

    @property
    def value(self) -> Any:
        return {"rule": self.cleaned_data["rule"], "on": self.cleaned_data["on"].isoformat()}


class WithdrawForm(PlainForm):
    """Why a statement no longer stands."""

    note = forms.CharField(
        max_length=2000,
        label="Why is it withdrawn?",
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Say why it is withdrawn."},
    )


FORMS: dict[str, type[StatementForm]] = {
    form.what: form for form in (AffiliatesForm, KnownUntilForm, PolicyForm, SignOffForm)
}
