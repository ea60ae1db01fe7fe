"""Forms of the queue and of the case page. A choice carries what follows from it."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms

from participation import files
from participation.models import Body, PairDecision, ReasonCode, Review, ReviewAttachment, User
from participation.queries import queue
from participation.queries.pair import Pair
from participation.rules.determination import Outcome
from participation.web.forms import PlainForm, row_number

ATTACHMENT_LIMIT = 25 * 1024 * 1024
# So many digests fit into the entry of a decision beside its longest labels.
ATTACHMENTS = 8
NOTE_LENGTH = 5000
AGES = ((1, "1 day"), (3, "3 days"), (7, "7 days"), (14, "14 days"))


class FilterForm(PlainForm):
    """What narrows the queue down; anything unknown in the address is as if it were not there."""

    body = forms.ModelChoiceField(Body.objects.none(), required=False, empty_label="Any")
    status = forms.ChoiceField(
        choices=[("", "Any"), ("wait", "Wait"), ("stop", "Do not share")],
        required=False,
        label="Delegate sees",
    )
    outcome = forms.ChoiceField(choices=[("", "Any")], required=False)
    older = forms.TypedChoiceField(
        choices=[("", "Any age"), *AGES], coerce=int, empty_value=None, required=False, label="Older than"
    )
    entity = forms.CharField(
        required=False, max_length=100, label="Party or document", widget=forms.TextInput({"type": "search"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = queue.bodies()  # type: ignore[attr-defined]
        words = {outcome.value: outcome.value.replace("_", " ") for outcome in Outcome}
        found = [(outcome, words.get(outcome, outcome)) for outcome in queue.outcomes()]
        self.fields["outcome"].choices = [("", "Any"), *found]  # type: ignore[attr-defined]

    def filters(self, view: str) -> queue.Filters:
        """The conditions that could be read; call after `is_valid`."""
        given = self.cleaned_data
        return queue.Filters(
            view=view if view in queue.VIEWS else "open",
            body=given["body"].pk if given.get("body") else None,
            status=given.get("status", ""),
            outcome=given.get("outcome", ""),
            entity=given.get("entity", ""),
            older=given.get("older"),
        )


class ReasonField(forms.ModelChoiceField):
    """A reason code in use. A decision without one is not kept."""

    def __init__(self) -> None:
        super().__init__(
            ReasonCode.objects.filter(active=True),
            empty_label="Choose",
            label="Reason code",
            error_messages={"required": "Choose a reason code: a decision without a reason is not kept."},
        )


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Any number of files; gives a list."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data]
        return [file for file in (super(ManyFilesField, self).clean(one, initial) for one in given) if file]


class ChoicesWithConsequence(PlainForm):
    """A form whose first field is a choice; `CONSEQUENCES` says under each what follows from it."""

    CHOICE = ""
    CONSEQUENCES: dict[str, str] = {}

    def options(self) -> Iterator[dict[str, Any]]:
        """Each choice with its consequence and the key that presses it."""
        for number, option in enumerate(self[self.CHOICE], 1):
            option.data["attrs"]["data-key"] = str(number)
            yield {"option": option, "hint": self.CONSEQUENCES[option.data["value"]], "key": number}


class JudgeForm(ChoicesWithConsequence):
    """Whether one of our parties is the listed one, and how far that goes."""

    CHOICE = "verdict"
    CONSEQUENCES = {
        "same": "It counts as listed, and the disclosure is checked again with that.",
        "different": "The match no longer counts, and the disclosure is checked again without it.",
    }

    pair = forms.ChoiceField(label="Which pair")
    verdict = forms.ChoiceField(
        choices=PairDecision.Verdict.choices,
        widget=forms.RadioSelect,
        label="This party is",
        error_messages={"required": "Say whether it is the listed party."},
    )
    scope = forms.ChoiceField(
        choices=PairDecision.Scope.choices,
        initial=PairDecision.Scope.UNTIL_CHANGE,
        label="It holds for",
        help_text="A change of either side opens “somebody else” again, whatever you choose.",
    )
    reason = ReasonField()
    note = forms.CharField(required=False, max_length=NOTE_LENGTH, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, pairs: Sequence[Pair], in_meeting: bool, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="judge-%s", **kwargs)
        self.matches = {str(pair.match.pk): pair.match for pair in pairs}
        choices = [
            (pk, f"{one.recipient.stated_name}: {one.version.name}") for pk, one in self.matches.items()
        ]
        self.fields["pair"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["pair"].widget = forms.HiddenInput()
            self.fields["pair"].initial = choices[0][0]
        if not in_meeting:
            scopes = [
                choice for choice in PairDecision.Scope.choices if choice[0] != PairDecision.Scope.MEETING
            ]
            self.fields["scope"].choices = scopes  # type: ignore[attr-defined]


class AskForm(PlainForm):
    """The question to the delegate, and the fact that its answer settles."""

    text = forms.CharField(
        widget=forms.Textarea({"rows": 4}),
        label="Question",
        max_length=NOTE_LENGTH,
        error_messages={"required": "Write the question: the delegate sees nothing else."},
    )
    fact = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="ask-%s", **kwargs)


class OfficerField(forms.ModelChoiceField):
    """An officer, told apart by the log-in name: initials may be the same."""

    def label_from_instance(self, officer: User) -> str:
        return f"{officer.initials} ({officer.username})"


class ReassignForm(PlainForm):
    """To whom the case goes. `seen_with` is the holder that the page showed: empty for nobody."""

    seen_with = forms.CharField(required=False, widget=forms.HiddenInput())
    to = OfficerField(
        User.objects.none(),
        empty_label="Choose",
        label="Officer",
        error_messages={
            "required": "Choose who gets the case.",
            "invalid_choice": "This person cannot take the case. Choose one of the list.",
        },
    )
    note = forms.CharField(
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea({"rows": 2}),
        help_text="Kept with the case; no mail carries it.",
    )

    def __init__(self, *args: Any, officers: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="reassign-%s", **kwargs)
        self.fields["to"].queryset = officers  # type: ignore[attr-defined]

    def clean_seen_with(self) -> int | None:
        return row_number(self.cleaned_data["seen_with"])


class DecideForm(ChoicesWithConsequence):
    """The decision on the whole disclosure."""

    CHOICE = "decision"
    CONSEQUENCES = {
        Review.Decision.RELEASED: "The delegate then sees: Clear.",
        Review.Decision.REFUSED: "The delegate then sees: Do not share.",
        Review.Decision.LICENCE: "The delegate then sees: Clear. The licence's number goes into the note.",
    }

    decision = forms.ChoiceField(
        choices=Review.Decision.choices,
        widget=forms.RadioSelect,
        label="This disclosure",
        error_messages={"required": "Say what you decide."},
    )
    reason = ReasonField()
    note = forms.CharField(required=False, max_length=NOTE_LENGTH, widget=forms.Textarea({"rows": 3}))
    attachments = ManyFilesField(
        required=False, label="Attachments", help_text=f"At most {ATTACHMENTS} files, 25 MB each."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="decide-%s", **kwargs)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("decision") == Review.Decision.LICENCE and not given.get("note", "").strip():
            self.add_error("note", "Write the licence's number: without it nobody can look it up.")
        return given

    def clean_attachments(self) -> list[Any]:
        uploads = self.cleaned_data["attachments"]
        if len(uploads) > ATTACHMENTS:
            raise forms.ValidationError(f"{len(uploads)} files; at most {ATTACHMENTS} are kept.")
        for upload in uploads:
            if upload.size > ATTACHMENT_LIMIT:
                raise forms.ValidationError(f"{upload.name} is larger than 25 MB. Nothing was kept.")
        return uploads

    def stored_attachments(self) -> list[ReviewAttachment]:
        """Rows, not yet saved, of the files as they now lie in the store."""
        rows = []
        for upload in self.cleaned_data["attachments"]:
            kept = files.store(upload.chunks(), limit=ATTACHMENT_LIMIT)
            rows.append(
                ReviewAttachment(
                    file_hash=kept.hash,
                    file_size=kept.size,
                    file_name=upload.name[:200],
                    file_media=files.media_of(upload.content_type),
                )
            )
        return rows
