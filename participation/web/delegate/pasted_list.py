"""A list that people paste or upload: read, shown row by row, and saved only after it was seen."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from participation.imports.attendance_json import AttendanceJsonError, json_to_lines
from participation.imports.attendees import AttendeePreview, parse_attendees
from participation.imports.decode import MAX_BYTES, UploadError, decode_upload
from participation.imports.documents import DocumentPreview, DocumentRow, parse_documents
from participation.imports.problems import RowProblem
from participation.web.delegate.attendee_preview import attendee_rows
from participation.web.delegate.mended_list import ListCells, cells_of, mended
from participation.web.forms import PlainForm
from participation.workflow.meetings import Attendee

# Rows without a remark that are shown; rows with one are all shown, up to the limit.
PLAIN_ROWS = 20
REMARKED_ROWS = 300


class PastedListForm(PlainForm):
    """A text or a file with one row a line. The text of a file moves into the text field, so it is not lost.

    `previewed` is the digest of what the person saw: another text is shown again before it is saved.
    """

    pasted = forms.CharField(
        label="Pasted list",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "class": "mono"}),
    )
    upload = forms.FileField(
        label="Or a file",
        required=False,
        allow_empty_file=True,
        help_text="Text or CSV, at most 5 MB. It takes the place of what is pasted.",
    )
    previewed = forms.CharField(required=False, widget=forms.HiddenInput)

    preview: Any = None
    assumed = ""
    was_seen = False

    def read(self, text: str) -> Any:
        """The preview of a text that is not empty."""
        raise NotImplementedError

    def mended(self, text: str) -> str | None:
        """The text with what was typed into the red rows of its preview; None where that is nothing."""
        return None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        text = cleaned.get("pasted", "")
        if cleaned.get("upload"):
            try:
                found = decode_upload(cleaned["upload"].read(MAX_BYTES + 1))
            except UploadError as error:
                self.add_error("upload", str(error))
                return cleaned
            text, self.assumed = found.text, found.assumed
        text = "\n".join(text.splitlines()).strip("\n")
        if text.strip():
            self.preview = self.read(text)
            better = self.mended(text)
            if better is not None:
                text, self.preview = better, self.read(better)
        digest = hashlib.sha256(text.encode()).hexdigest()
        self.was_seen = cleaned.get("previewed") == digest
        self.data = self.data.copy()
        self.data["pasted"], self.data["previewed"] = text, digest
        return cleaned

    @property
    def may_save(self) -> bool:
        """True without a list, or with one that is free of errors and was seen as it is."""
        return self.preview is None or (self.preview.can_save and self.was_seen)


class AttendeeListForm(PastedListForm):
    """Attendees as they come: from a mail, a spreadsheet, a blue sheet or the body's export."""

    merge = forms.BooleanField(
        label="Merge rows that are the same", required=False, initial=True, help_text="Exact duplicates only."
    )
    lost_rows: Sequence[int] = ()

    def read(self, text: str) -> AttendeePreview | None:
        if text.lstrip().startswith("["):
            try:
                text = json_to_lines(text)
            except AttendanceJsonError as error:
                self.add_error("pasted", str(error))
                return None
        return parse_attendees(text)

    def mended(self, text: str) -> str | None:
        if self.preview is None:
            return None
        better, self.lost_rows = mended(cells_of(text, self.preview), self.data)
        return better

    @property
    def attendees(self) -> list[Attendee]:
        """What will be saved, in the words of the workflow."""
        if self.preview is None:
            return []
        rows = self.preview.merged_rows if self.cleaned_data["merge"] else self.preview.rows
        return [
            Attendee(row.name, row.organisations, row.country or "", row.email or "", row.mode or "")
            for row in rows
        ]

    @property
    def shown(self) -> dict[str, Any]:
        """The preview in the words of templates/delegate/list_preview.html."""
        cells = cells_of(self.data["pasted"], self.preview)
        found = dict.fromkeys(column.replace("_", " ") for column in self.preview.columns if column)
        note = f"Columns found: {', '.join(found)}." if found else ""
        shown = preview_table(
            attendee_rows(self.preview, cells),
            [*self.preview.problems, *_beyond(cells, self.preview)],
            note=f"{note} {self.assumed}".strip(),
        )
        mending = [row["number"] for row in shown["rows"] if any("name" in cell for cell in row["cells"])]
        shown["mending"] = [{"name": f"was-{number}", "value": cells.was(number)} for number in mending]
        shown["remarks"] += [
            f"Row {number} was changed in the pasted list too; what stands there counts."
            for number in self.lost_rows
        ]
        return shown


def _beyond(cells: ListCells, preview: AttendeePreview) -> list[RowProblem]:
    """What stands in a row beyond the columns: it goes when the row is mended, so it is shown."""
    told = ((row.row, "; ".join(cells.beyond(row.row))) for row in preview.rows)
    return [
        RowProblem(number, "row", "odd", f'Beyond them stands "{text}".') for number, text in told if text
    ]


class DocumentListForm(PastedListForm):
    """A document list of 3GPP, or numbers and titles by line."""

    def read(self, text: str) -> DocumentPreview:
        return parse_documents(text)

    @property
    def shown(self) -> dict[str, Any]:
        """The preview in the words of templates/delegate/list_preview.html."""
        rows = [(row.row, _document_cells(row)) for row in self.preview.rows]
        return preview_table(rows, self.preview.problems, note=self.assumed)


def _document_cells(row: DocumentRow) -> list[dict[str, str]]:
    return [
        {"column": "Number", "text": row.number},
        {"column": "Revision", "text": row.revision or "r0"},
        {"column": "Title", "text": row.title},
    ]


def preview_table(
    rows: Sequence[tuple[int, list[dict[str, str]]]], problems: Iterable[RowProblem], *, note: str
) -> dict[str, Any]:
    """Rows with their remarks; whole-list remarks apart; how many rows were folded."""
    by_row: dict[int | None, list[RowProblem]] = {}
    for problem in problems:
        by_row.setdefault(problem.row, []).append(problem)
    shown, plain, remarked = [], 0, 0
    for number, cells in rows:
        said = by_row.get(number, [])
        plain, remarked = plain + (not said), remarked + bool(said)
        if (plain > PLAIN_ROWS and not said) or (remarked > REMARKED_ROWS and said):
            continue
        tone = "bad" if any(one.severity == "error" for one in said) else "odd" if said else ""
        message = " ".join(dict.fromkeys(one.message for one in said))
        shown.append({"number": number, "tone": tone, "message": message, "cells": cells})
    errors = [one for found in by_row.values() for one in found if one.severity == "error"]
    targets = {row["number"]: cell["id"] for row in shown for cell in row["cells"][::-1] if "id" in cell}
    return {
        "columns": [cell["column"] for cell in rows[0][1]] if rows else [],
        "rows": shown,
        "count": len(rows),
        "folded": len(rows) - len(shown),
        "bad": len({one.row for one in errors}),
        "remarks": [one.message for one in by_row.get(None, []) if one.severity == "odd"],
        "note": note,
        "errors": [_summary(one, targets) for one in errors[:20]],
    }


def _summary(problem: RowProblem, targets: Mapping[int, str]) -> dict[str, str]:
    """The problem with the field where it is put right: the row's own, else the list."""
    place = f"Row {problem.row}: " if problem.row else ""
    return {"text": f"{place}{problem.message}", "target": targets.get(problem.row or 0, "id_pasted")}
