"""Uploaded bytes -> text, with a statement of the encoding that was assumed."""

import codecs
from dataclasses import dataclass

MAX_BYTES = 5_000_000

FOREIGN_FORMATS = (
    (b"PK\x03\x04", "an Excel workbook (.xlsx) or another zip file"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook (.xls)"),
    (b"%PDF", "a PDF file"),
)


class UploadError(ValueError):
    """The bytes are not text that can be read; the message names the byte."""


@dataclass(frozen=True)
class DecodedText:
    """The text of an upload, its encoding, and one sentence for the person who uploaded it."""

    text: str
    encoding: str
    assumed: str


def decode_upload(content: bytes) -> DecodedText:
    """The text of an uploaded list.

    Gives: UTF-8 or UTF-16 by byte order mark; else UTF-8 where it is valid; else Windows-1252,
    which contains Latin-1. Line ends stay as they are.
    Raises: UploadError for a workbook or a PDF, NUL bytes, invalid bytes, more than MAX_BYTES.
    """
    refuse_foreign(content)
    if content.startswith(codecs.BOM_UTF8):
        return decoded(content, "utf-8", skip=3, assumed="UTF-8, as its byte order mark says.")
    if content.startswith(codecs.BOM_UTF16_LE):
        return decoded(content, "utf-16-le", skip=2, assumed="UTF-16, as its byte order mark says.")
    if content.startswith(codecs.BOM_UTF16_BE):
        return decoded(content, "utf-16-be", skip=2, assumed="UTF-16, as its byte order mark says.")
    if (nul := content.find(b"\0")) >= 0:
        raise UploadError(f"Byte {nul} is NUL, so this is not a text file. Save the list as CSV in UTF-8.")
    try:
        return DecodedText(content.decode("utf-8"), "utf-8", "Read as UTF-8.")
    except UnicodeDecodeError as error:
        return decoded(
            content,
            "cp1252",
            assumed=f"Byte {error.start} is not UTF-8, so the file was read as Windows-1252 (Latin-1). "
            "Check names with accents.",
        )


def refuse_foreign(content: bytes) -> None:
    """Stop at files that are no text at all. Raises: UploadError."""
    if len(content) > MAX_BYTES:
        raise UploadError(f"The file has {len(content)} bytes; at most {MAX_BYTES} are read.")
    for start, kind in FOREIGN_FORMATS:
        if content.startswith(start):
            raise UploadError(f"Byte 0: this is {kind}. Save the list as CSV, or paste its cells.")


def decoded(content: bytes, encoding: str, *, assumed: str, skip: int = 0) -> DecodedText:
    """The text after `skip` bytes. Raises: UploadError with the offset in the whole file."""
    try:
        return DecodedText(content[skip:].decode(encoding), encoding, assumed)
    except UnicodeDecodeError as error:
        raise UploadError(
            f"Byte {error.start + skip} cannot be read as {encoding}. Save the list as CSV in UTF-8."
        ) from error
