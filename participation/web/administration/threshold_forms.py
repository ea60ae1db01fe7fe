"""Forms of the threshold bench: other thresholds to try, and those that are to be saved."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from participation.queries.weights import Weights
from participation.screening.policy import Bands
from participation.web.forms import PlainForm
from participation.workflow.threshold_words import (
    MONTHS,
    POINTS,
    BadThreshold,
    bands_of,
    hundredths_of,
    months_of,
    points,
)

LOOK_BACK = "3"


class NumberField(forms.CharField):
    """A number as text, read by `read`; what it refuses is told in its words."""

    def __init__(self, read: Callable[[str], int], *, missing: str, **kwargs: Any) -> None:
        self.read = read
        super().__init__(
            max_length=20,
            error_messages={"required": missing},
            widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
            **kwargs,
        )

    def clean(self, value: Any) -> int:
        try:
            return self.read(super().clean(value))
        except BadThreshold as wrong:
            raise ValidationError(str(wrong)) from wrong


class TrialForm(PlainForm):
    """Other thresholds, and how far to look back."""

    match = NumberField(
        hundredths_of,
        missing=POINTS,
        label="A match from",
        help_text="Counts as the listed party until an officer judges it.",
    )
    possible = NumberField(
        hundredths_of,
        missing=POINTS,
        label="Possible from",
        help_text="An officer has to judge it. What is below is not shown.",
    )
    months = NumberField(
        months_of,
        missing=MONTHS,
        label="Months to look back",
        help_text="Names of disclosures that were checked in this time.",
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if {"match", "possible"} <= set(given):
            try:
                given["bands"] = bands_of(match=given["match"], possible=given["possible"])
            except BadThreshold as wrong:
                self.add_error("match", str(wrong))
        return given

    @property
    def bands(self) -> Bands:
        bands: Bands = self.cleaned_data["bands"]
        return bands

    @staticmethod
    def initial_of(weights: Weights) -> dict[str, str]:
        """The bands in force, as they would be typed."""
        bands = weights.bands
        return {"match": points(bands.match), "possible": points(bands.possible), "months": LOOK_BACK}


class SaveForm(TrialForm):
    """Thresholds to be saved, with the reason and the version that the person looked at."""

    reason = forms.CharField(
        max_length=2000,
        label="Reason",
        help_text="Kept with the version, for colleagues and auditors.",
        error_messages={"required": "Write why: the reason is kept with the version."},
        widget=forms.Textarea({"rows": 2}),
    )
    seen = forms.IntegerField(min_value=0, max_value=10**9, widget=forms.HiddenInput)
