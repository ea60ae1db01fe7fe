"""One supplement in the XML of the eCFR versioner: where it is, its words, the cells of its tables."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree

Element = ElementTree.Element


class SupplementError(ValueError):
    """XML that is not the supplement expected; the message says what was looked for."""


def supplement(xml: bytes, name: str) -> Element:
    """The element of the appendix, such as `Supplement No. 1 to Part 774`.

    Raises: SupplementError, for what is not XML or does not hold it.
    """
    try:
        root = ElementTree.fromstring(xml)
    except ElementTree.ParseError as fault:
        raise SupplementError(f"This is not XML: {fault}.") from fault
    for element in root.iter("DIV9"):
        if (element.get("N") or "").casefold() == name.casefold():
            return element
    raise SupplementError(f"{name} is not in this file.")


def words(element: Element) -> str:
    """The text of the element on one line; a line break is a space, footnote marks are left out."""
    return re.sub(r"\s+", " ", "".join(_pieces(element))).strip()


def _pieces(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag.lower() == "br":
            yield " "
        elif child.tag != "sup":
            yield from _pieces(child)
        yield child.tail or ""


def rows(table: Element) -> Iterator[list[Element]]:
    """The cells of each row of the body; an empty cell keeps its place."""
    for row in table.iter("TR"):
        cells = [cell for cell in row if cell.tag == "TD"]
        if cells:
            yield cells


def headings(table: Element) -> list[str]:
    """The words of all heading cells in order."""
    return [words(cell) for cell in table.iter("TH")]
