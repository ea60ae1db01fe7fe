"""Form pieces that several pages share: plain labels, three answers, a time zone, a file that is kept."""

from datetime import date
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator

REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


class PlainForm(forms.Form):
    """Labels without colons; what is missing is told by the server, in our words, for all fields at once."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class ThreeAnswers(forms.TypedChoiceField):
    """Yes, no or cannot say as radios; gives True, False or None. Unknown is never yes."""

    WORDS = {"yes": True, "no": False, "unknown": None}

    def __init__(
        self, *, yes: str = "Yes", no: str = "No", unknown: str = "I cannot say", **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", "unknown")
        super().__init__(
            choices=[("yes", yes), ("no", no), ("unknown", unknown)],
            coerce=self.WORDS.__getitem__,
            empty_value=None,
            widget=forms.RadioSelect,
            **kwargs,
        )

    @staticmethod
    def word_of(answer: bool | None) -> str:
        """The choice for a stored answer."""
        return "unknown" if answer is None else "yes" if answer else "no"


def row_number(text: object) -> int | None:
    """The number of a row as an address or form gives it; None where it cannot be one."""
    digits = str(text)
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= 18 else None


class RowsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Rows by their numbers; what cannot be a number of a row is refused before the database sees it."""

    def clean(self, value: Any) -> Any:
        for one in value if isinstance(value, list | tuple) else ():
            if row_number(one) is None:
                raise ValidationError(self.error_messages["invalid_pk_value"], params={"pk": one})
        return super().clean(value)


# What a day of ours can lie between; at the ends of the calendar a time zone leads out of it.
FIRST_DAY, LAST_DAY = date(1950, 1, 1), date(2199, 12, 31)


class DayField(forms.DateField):
    """A civil day, typed or picked; always in ISO form on the page."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        errors = {"invalid": "Give a day such as 2026-12-07.", "required": "Give the day."}
        super().__init__(
            widget=widget,
            input_formats=["%Y-%m-%d"],
            error_messages=errors | kwargs.pop("error_messages", {}),
            validators=[
                MinValueValidator(FIRST_DAY, "Give a day from 1950 on."),
                MaxValueValidator(LAST_DAY, "Give a day before the year 2200."),
            ],
            **kwargs,
        )


@cache
def zone_choices() -> tuple[tuple[str, str], ...]:
    """UTC, then the places of the time zone database by name."""
    places = sorted(zone for zone in available_timezones() if zone.split("/")[0] in REGIONS)
    return (("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in places))


class ZoneField(forms.ChoiceField):
    """A place of the time zone database."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Time zone")
        super().__init__(choices=zone_choices, **kwargs)
