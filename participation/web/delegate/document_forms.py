"""Forms for a document, its revision with a file, and what the revision is classified as."""

import re
from typing import Any

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import RegexValidator

from participation.files import FileTooLarge, media_of, store
from participation.models import Body, Classification, Meeting
from participation.queries.meetings import bodies
from participation.rules.control_list import newest_issue
from participation.rules.existence import equipment_fault_of
from participation.rules.vocabulary import Reason
from participation.web.delegate.entry_words import EntryWords, entry_words, existence_fault
from participation.web.forms import DayField, PlainForm, ThreeAnswers

MAX_FILE = 25 * 1024 * 1024
KEPT_FOR = 24 * 60 * 60
# What a browser may say of a file and the log will take; the column holds 100 characters.
IS_ECCN = re.compile(r"EAR99|[0-9][A-E][0-9]{3}(\.[a-z](\.([0-9]{1,2}|[a-z]{1,4}))*)?")
ECCN = RegexValidator(
    f"^({IS_ECCN.pattern})$", "Give EAR99, or an ECCN down to its paragraph such as 5E002.a."
)
CONFIRM = "Correct the reasons, or confirm below that they are right: your word stands."
# With scripts the list is asked as soon as an ECCN is typed; without them, by the button beside it.
ASKS_THE_LIST = {
    "hx-get": "/documents/control-list/",
    "hx-trigger": "change, keyup changed delay:500ms",
    "hx-target": "#entry-says",
    "hx-include": "[name='reasons_for_control']",
    "autocomplete": "off",
}
AGENCIES = [("", "None"), ("ITAR", "ITAR"), ("DOE", "DOE"), ("NRC", "NRC"), ("unknown", "Not known")]


class RevisionForm(PlainForm):
    """One revision. Its file is stored at once, so that an error elsewhere does not lose it."""

    revision = forms.CharField(
        max_length=40,
        label="Revision",
        initial="r0",
        help_text="As the body counts them, such as r1 or 03.",
        error_messages={"required": "Give the revision: nothing is disclosed without one."},
    )
    upload = forms.FileField(
        label="File", required=False, help_text="At most 25 MB. Its SHA-256 is kept and shown."
    )
    kept_file = forms.CharField(required=False, widget=forms.HiddenInput)
    source_url = forms.URLField(
        label="Source address",
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text="Where the body keeps it.",
    )
    published = ThreeAnswers(label="Was it published before it is shared?")
    published_on = DayField(label="Published on", required=False)
    publication_basis = forms.CharField(
        label="How do you know?",
        max_length=500,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("upload"):
            self._keep(cleaned["upload"])
        if cleaned.get("published") and not cleaned.get("publication_basis"):
            self.add_error("publication_basis", "Say where it was published: a link or a sentence.")
        return cleaned

    def _keep(self, upload: UploadedFile) -> None:
        try:
            stored = store(upload.chunks(), limit=MAX_FILE)
        except FileTooLarge as error:
            self.add_error("upload", str(error))
            return
        kept = {
            "hash": stored.hash.hex(),
            "size": stored.size,
            "name": (upload.name or "")[:200],
            "media": media_of(upload.content_type),
        }
        self.data = self.data.copy()
        self.data["kept_file"] = signing.dumps(kept, salt="kept-file")

    @property
    def file(self) -> dict[str, Any] | None:
        """What was uploaded now or with an earlier try of this form; None without a file, or after a day."""
        try:
            kept: dict[str, Any] = signing.loads(
                self.data.get("kept_file", ""), salt="kept-file", max_age=KEPT_FOR
            )
        except signing.BadSignature:
            return None
        return kept

    @property
    def columns_of_revision(self) -> dict[str, Any]:
        """The cleaned values as columns of the revision."""
        names = ("source_url", "published", "published_on", "publication_basis")
        columns = {name: self.cleaned_data[name] for name in names}
        if kept := self.file:
            columns |= {
                "file_hash": bytes.fromhex(kept["hash"]),
                "file_size": kept["size"],
                "file_name": kept["name"],
                "file_media": kept["media"],
            }
        return columns


class ClassificationForm(PlainForm):
    """What a revision is classified as; nothing but the choice is needed where nobody classified it."""

    classified = forms.ChoiceField(
        label="Is it classified?",
        choices=[("no", "Not classified: whatever is shared will wait"), ("yes", "Classified as follows")],
        initial="no",
        widget=forms.RadioSelect,
    )
    kind = forms.ChoiceField(label="What is it?", choices=Classification.Kind, initial="technology")
    eccn = forms.CharField(
        label="ECCN, down to its paragraph",
        max_length=20,
        required=False,
        validators=[ECCN],
        widget=forms.TextInput(attrs=ASKS_THE_LIST),
    )
    reasons_for_control = forms.MultipleChoiceField(
        label="Reasons for control",
        required=False,
        choices=[(reason.value, reason.value) for reason in Reason],
        widget=forms.CheckboxSelectMultiple,
        help_text="Leave all empty if nobody recorded them; EAR99 has none.",
    )
    us_nexus = forms.ChoiceField(
        label="Where does it come from?", choices=Classification.Nexus, initial="unknown"
    )
    other_agency = forms.ChoiceField(label="Another agency in charge", choices=AGENCIES, required=False)
    crypto_functionality_only = forms.BooleanField(
        label="It is released for cryptographic functionality only", required=False
    )
    crypto_equipment = forms.CharField(
        label="Equipment that it is for",
        max_length=20,
        required=False,
        validators=[ECCN],
        help_text="5A002.a to 5A004.a.",
    )
    nonstandard_crypto = ThreeAnswers(label="Is the cryptography unpublished or proprietary?")
    encryption_notification_sent = ThreeAnswers(label="Was the encryption notice of 742.15(b) sent?")
    basis = forms.CharField(
        label="On what basis?", max_length=500, required=False, help_text="Who said so, where it is written."
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("classified") != "yes":
            return cleaned
        if not cleaned.get("basis"):
            self.add_error("basis", "Give the basis: a classification without one is not kept.")
        if cleaned.get("kind") != "non_technical" and not cleaned.get("eccn") and "eccn" not in self.errors:
            self.add_error("eccn", "Give the ECCN, or say that it is not classified.")
        self._ask_the_list(cleaned)
        return cleaned

    def _ask_the_list(self, cleaned: dict[str, Any]) -> None:
        """Refuses what does not exist; what contradicts the list is confirmed by a person or corrected."""
        eccn, equipment = cleaned.get("eccn"), cleaned.get("crypto_equipment")
        if eccn and (fault := existence_fault(eccn)):
            self.add_error("eccn", f"{fault}.")
        elif (says := self.says) and says.warnings and self.data.get("confirmed") != self.statement:
            self.add_error("reasons_for_control", " ".join([*says.warnings, CONFIRM]))
        if equipment and (fault := equipment_fault_of(equipment, newest_issue())):
            self.add_error("crypto_equipment", f"{fault}.")

    @property
    def says(self) -> EntryWords | None:
        """What the Commerce Control List says of the ECCN and the reasons on the form."""
        stated = self["reasons_for_control"].value() or ()
        eccn = str(self["eccn"].value() or "")
        return entry_words(eccn, stated) if IS_ECCN.fullmatch(eccn) else None

    @property
    def statement(self) -> str:
        """The ECCN and reasons on the form as one text: what a confirmation is about."""
        return " ".join([str(self["eccn"].value() or ""), *sorted(self["reasons_for_control"].value() or ())])

    @property
    def is_question(self) -> bool:
        """Whether the form was sent to see what the list says, not to save."""
        return "ask_the_list" in self.data

    def answer(self) -> None:
        """Keeps what was typed, tells no errors yet, ticks what the list proposes if nothing is."""
        self.full_clean()
        self.errors.clear()
        if (says := self.says) and not self["reasons_for_control"].value():
            self.data = self.data.copy()
            self.data.setlist("reasons_for_control", says.proposed)

    @property
    def columns_of_class(self) -> dict[str, Any] | None:
        """The cleaned values as columns of the classification; None where it is not classified."""
        if self.cleaned_data["classified"] != "yes":
            return None
        columns = {
            name: self.cleaned_data[name] for name in ClassificationForm.base_fields if name != "classified"
        }
        eccn, reasons = columns["eccn"], columns["reasons_for_control"]
        columns["reasons_for_control"] = reasons or ([] if eccn == "EAR99" else None)
        return columns


class DocumentForm(RevisionForm, ClassificationForm):
    """A document with its first revision and what that is classified as."""

    number = forms.CharField(max_length=120, error_messages={"required": "Give the number."})
    title = forms.CharField(max_length=300, required=False)
    body = forms.ModelChoiceField(queryset=Body.objects.none(), required=False, empty_label="None")
    source = forms.CharField(max_length=300, required=False, help_text="Who contributes it.")
    meeting = forms.ModelChoiceField(queryset=Meeting.objects.all(), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies()  # type: ignore[attr-defined]

    @property
    def document_columns(self) -> dict[str, Any]:
        """The cleaned values as columns of the document."""
        return {name: self.cleaned_data[name] for name in ("body", "number", "title", "source", "meeting")}
