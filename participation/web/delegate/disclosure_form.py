"""The form of a disclosure: documents, recipients, occasion. A draft may lack what a submission needs."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from participation.imports.affiliations import NO_ORGANISATION
from participation.imports.cells import read_country
from participation.models import (
    Body,
    Classification,
    Disclosure,
    DocumentPart,
    DocumentRevision,
    Meeting,
    StatedName,
    User,
)
from participation.queries.documents import described, revision_choices
from participation.queries.meetings import bodies, organisations_of
from participation.queries.parts import described_revision, part_classes
from participation.web.forms import DayField, PlainForm, RowsField, ThreeAnswers, ZoneField, row_number
from participation.workflow.meetings import stated_name
from participation.workflow.submit import Recipient

PLAIN_COLUMNS = (
    "body", "time_zone", "channel", "activity", "for_a_standard", "topic", "standard_stage",
    "intent_to_publish", "publication_terms", "publication_evidence", "compliance_mandatory", "purpose",
)  # fmt: skip


class DisclosureForm(PlainForm):
    """Revisions to recipients on an occasion. Without a meeting, body and recipients are typed."""

    form_token = forms.UUIDField(widget=forms.HiddenInput)
    revisions = RowsField(
        label="Documents",
        queryset=DocumentRevision.objects.prefetch_related("parts"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose at least one document revision: nothing is disclosed without one.",
        },
    )
    # Ticks of parts count below a ticked document. A part that the page did not offer is shown with it.
    parts = RowsField(
        label="Parts",
        queryset=DocumentPart.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "A part is not known; see the documents as they are now."},
    )
    parts_offered = RowsField(
        queryset=DocumentPart.objects.all(), required=False, widget=forms.MultipleHiddenInput
    )
    find = forms.CharField(
        label="Find a document", required=False, max_length=120, help_text="A part of its number or title."
    )
    body = forms.ModelChoiceField(
        queryset=Body.objects.none(),
        empty_label="Choose",
        error_messages={"required": "Choose the body whose standard it is for."},
    )
    recipients = RowsField(
        label="Organisations",
        queryset=StatedName.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "An organisation was not at this meeting; add it as an attendee."},
    )
    others = forms.CharField(
        label="Others who receive it",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One organisation a line, then a semicolon and its country: Nokia; FI",
    )
    nobody_knows = forms.BooleanField(
        label="Nobody knows who was there",
        required=False,
        help_text="The ticks above then do not count; unknown recipients are never read as none.",
    )
    released_on = DayField(
        label="Day",
        error_messages={"required": "Give the day on which it is shared: the rule of that day decides."},
    )
    released_time = forms.TimeField(
        label="Time, if you know it",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "Give a time such as 14:30."},
    )
    time_zone = ZoneField()
    channel = forms.ChoiceField(label="How is it shared?", choices=Disclosure.Channel)
    activity = forms.ChoiceField(label="On what occasion?", choices=Disclosure.Activity)
    purpose = forms.CharField(
        required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}), help_text="In your words."
    )
    for_a_standard = ThreeAnswers(label="Is it shared for a standard?")
    standard_stage = forms.ChoiceField(label="The standard is", choices=Disclosure.Stage)
    intent_to_publish = ThreeAnswers(
        label="Will the resulting standard be published?", no="No, it stays with members"
    )
    publication_evidence = forms.CharField(
        label="How do you know?",
        required=False,
        max_length=500,
        help_text="A link or a sentence, kept with the answer.",
    )
    publication_terms = forms.CharField(
        label="Terms of publication",
        required=False,
        max_length=500,
    )
    compliance_mandatory = ThreeAnswers(label="Is following the standard required by law?")
    topic = forms.CharField(required=False, max_length=80, label="Topic (it counts in 2019 only)")

    def __init__(
        self,
        *args: Any,
        user: User,
        meeting: Meeting | None,
        draft: Disclosure | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.meeting, self.draft = meeting, draft
        # Only a submission is refused for what it lacks; all gaps are told at once.
        self.whole = not self.is_bound or self.data.get("step") == "submit"
        for name in ("revisions", "released_on"):
            self.fields[name].required = self.whole
        if meeting is None:
            self.fields["body"].queryset = bodies()  # type: ignore[attr-defined]
        else:
            del self.fields["body"]
            self.fields["recipients"].queryset = organisations_of(meeting)  # type: ignore[attr-defined]
        self._offer_revisions(user)

    def _offer_revisions(self, user: User) -> None:
        """Any revision is valid; only a few are offered as ticks, those ticked before among them."""
        ticked = self.data.getlist("revisions") if self.is_bound else self.initial.get("revisions", [])
        text = self.data.get("find", "").strip() if self.is_bound else ""
        numbers = [number for pk in ticked if (number := row_number(pk)) is not None]
        offered = revision_choices(user, meeting=self.meeting, text=text, ticked=numbers)
        self.fields["revisions"].widget.choices = [  # type: ignore[attr-defined]
            (one.pk, f"{one} ({described_revision(one)}) {one.document.title}") for one in offered
        ]
        self.offered = {str(one.pk): one for one in offered}

    @property
    def documents(self) -> list[dict[str, Any]]:
        """The ticks of documents, each with those of its parts; `open` where a part is not ticked."""
        found = []
        for tick in self["revisions"]:
            parts = [self._part_tick(*row) for row in part_classes(self.offered[str(tick.data["value"])])]
            found.append({"tick": tick, "parts": parts, "open": not all(row["ticked"] for row in parts)})
        return found

    def _part_tick(self, part: DocumentPart, classification: Classification | None) -> dict[str, Any]:
        ticked, before = ({str(pk) for pk in self[name].value() or ()} for name in ("parts", "parts_offered"))
        is_ticked = str(part.pk) in ticked or str(part.pk) not in before
        return {"part": part, "ticked": is_ticked, "described": described(classification)}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.whole and cleaned.get("released_time") and not cleaned.get("released_on"):
            self.add_error("released_on", "A time needs its day.")
        told = cleaned.get("recipients") or cleaned.get("others") or cleaned.get("nobody_knows")
        if self.whole and not told and not {"recipients", "others"} & set(self.errors):
            self.add_error("recipients", "Choose who receives it, or say that nobody knows who was there.")
        left_out = self._left_out()
        for revision in cleaned.get("revisions") or ():
            parts = revision.parts.all()
            if parts and all((revision.pk, part.name) in left_out for part in parts):
                self.add_error(
                    "parts", f"Tick the parts of {revision} that are shown, or untick the document."
                )
        return cleaned

    def clean_others(self) -> list[tuple[str, str]]:
        """Text and country of each line."""
        found = []
        for number, line in enumerate(self.cleaned_data["others"].splitlines(), 1):
            if not line.strip():
                continue
            # The country stands last; a name may have a semicolon of its own.
            parts = line.rsplit(";", 1)
            text, country = parts[0].strip(), "".join(parts[1:]).strip()
            code, remark = read_country(country)
            if remark is not None and remark.severity == "error":
                self.add_error("others", f"Line {number}: {remark.message}")
            elif text.casefold() in NO_ORGANISATION or not text:
                self.add_error("others", f"Line {number} names no organisation.")
            elif len(text) > 300:
                self.add_error("others", f"Line {number} has {len(text)} characters; at most 300 are read.")
            else:
                found.append((text, code or ""))
        return found

    @property
    def columns(self) -> dict[str, Any]:
        """The cleaned values in the words of the workflow; new stated names are made."""
        cleaned = self.cleaned_data
        columns = {name: cleaned[name] for name in PLAIN_COLUMNS if name in cleaned}
        if self.meeting is not None:
            columns |= {"meeting": self.meeting, "body": self.meeting.body}
        known = not cleaned["nobody_knows"]
        names = (
            [*cleaned["recipients"], *(stated_name(*other) for other in cleaned["others"])] if known else []
        )
        return columns | {
            "form_token": cleaned["form_token"],
            "revisions": self._revisions(),
            "recipients": self._recipients(names),
            "recipients_known": known,
            **self._occasion(),
        }

    def _revisions(self) -> list[tuple[DocumentRevision, str]]:
        """The ticked revisions with their parts, without the parts that were offered and not ticked."""
        chosen = []
        for revision in self.cleaned_data["revisions"]:
            names = [part.name for part in revision.parts.all()] or [""]
            chosen += [(revision, name) for name in names if (revision.pk, name) not in self._left_out()]
        return chosen

    def _left_out(self) -> set[tuple[int, str]]:
        """The parts, as revision and name, that were offered and not ticked."""
        offered, ticked = (set(self.cleaned_data.get(name) or ()) for name in ("parts_offered", "parts"))
        return {(part.revision_id, part.name) for part in offered - ticked}

    def _recipients(self, names: Iterable[StatedName]) -> list[Recipient]:
        """Each name once, with what the draft says of its person: the form does not ask that."""
        said = {row.stated_name_id: row for row in self.draft.recipients.all()} if self.draft else {}
        found = {}
        for name in names:
            row = said.get(name.pk)
            known = (row.us_person, row.location, row.nationality) if row else ()
            found[name.pk] = Recipient(name, *known)
        return list(found.values())

    def _occasion(self) -> dict[str, Any]:
        """An instant where the time is known, else the day in the zone of the place."""
        day, time = self.cleaned_data["released_on"], self.cleaned_data["released_time"]
        if day is None or time is None:
            return {"released_on": day, "released_at": None}
        zone = ZoneInfo(self.cleaned_data["time_zone"])
        return {"released_on": None, "released_at": datetime.combine(day, time, zone).astimezone(UTC)}
