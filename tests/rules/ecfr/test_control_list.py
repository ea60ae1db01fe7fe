"""Entries read from a part of the official page, with the odd shapes that it has."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from participation.rules.ecfr.control_list import Control, entries_of
from participation.rules.ecfr.scope import Scope
from participation.rules.ecfr.supplement import SupplementError
from participation.rules.ecfr.tables import Source, control_list_files
from tests.rules.ecfr.pages import appendix, row, table

PAGE = (Path(__file__).parent.parent / "pages" / "control_list.xml").read_bytes()
ENTRIES = {each.eccn: each for each in entries_of(PAGE, fewest=7)}
WHOLE = Scope()


def test_every_entry_is_read_in_order_whatever_its_heading_is_made_of() -> None:
    assert list(ENTRIES) == ["0E982", "3E002", "3E992", "5A992", "5E002", "5E992", "8D001"]
    assert ENTRIES["3E002"].heading.startswith(
        "“Technology” according to the General Technology Note other than"
    )
    assert ENTRIES["8D001"].heading.startswith("“Software” “Specially Designed” or Modified")
    assert ENTRIES["5E002"].heading == "“Technology”"


def test_reasons_are_read_wherever_they_stand() -> None:
    assert {eccn: entry.reasons for eccn, entry in ENTRIES.items()} == {
        "0E982": ("CC",),
        "3E002": ("NS", "AT"),
        "3E992": ("NS", "RS", "AT"),
        "5A992": ("RS", "AT"),
        "5E002": ("NS", "RS", "AT", "EI"),
        "5E992": ("RS", "AT"),
        "8D001": ("NS", "AT"),
    }


def test_a_row_has_a_column_or_the_section_where_its_requirement_stands() -> None:
    plain = [(each.reason, each.column, each.elsewhere) for each in ENTRIES["5E002"].controls]

    assert plain == [
        ("NS", "NS1", ""),
        ("RS", "", "742.6(a)(6)(iii)(A)"),
        ("RS", "", "742.6(a)(6)(iii)(B)"),
        ("AT", "AT1", ""),
        ("EI", "", "742.15"),
    ]


def test_a_row_says_which_paragraphs_it_covers_as_far_as_that_is_certain() -> None:
    assert ENTRIES["5A992"].controls == [
        Control("RS", "", "742.6(a)(6)(iii)(A)", Scope(("z.1",))),
        Control("RS", "", "742.6(a)(6)(iii)(B)", Scope(("z.2",))),
        Control("AT", "AT1", "", WHOLE),
    ]
    ei = ENTRIES["5E002"].controls[-1]
    assert ei.scope.paragraphs == ("a", "b")
    assert ei.scope.text.startswith("“technology” in 5E002.a for commodities")


def test_3e992_is_controlled_for_more_than_its_look_says() -> None:
    whole = [each for each in ENTRIES["3E992"].controls if each.scope == WHOLE]

    assert [(each.reason, each.column or each.elsewhere) for each in whole] == [
        ("NS", "742.4(a)(4)"),
        ("RS", "742.6(a)(6)(i)"),
        ("AT", "AT1"),
    ]


def test_a_requirement_in_one_cell_has_no_column() -> None:
    (control,) = ENTRIES["0E982"].controls

    assert (control.reason, control.column, control.elsewhere) == ("CC", "", "the entry itself")


def test_paragraphs_come_from_the_list_of_items_not_from_notes() -> None:
    assert {eccn: entry.paragraphs for eccn, entry in ENTRIES.items()} == {
        "0E982": ((), ()),
        "3E002": (("a", "b", "c"), ()),
        "3E992": (("a", "b", "b.1", "b.2"), ()),
        "5A992": (("c", "z", "z.1", "z.2"), ("a", "b")),
        "5E002": (("a", "b"), ()),
        "5E992": (("b",), ("a",)),
        "8D001": ((), ()),
    }


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (b"<DIV5", "This is not XML: unclosed token: line 1, column 0."),
        (b"<DIV5/>", "Supplement No. 1 to Part 774 is not in this file."),
        (PAGE, "Only 7 entries are here; at least 600 are expected."),
    ],
    ids=["no XML", "another part", "a truncated list"],
)
def test_what_is_not_the_list_is_refused(page: bytes, said: str) -> None:
    with pytest.raises(SupplementError) as refused:
        entries_of(page)

    assert str(refused.value) == said


def test_an_entry_that_stands_twice_is_refused() -> None:
    twice = PAGE.replace(b"</DIV9>", b"<FP-2><B>5E002 Again</B></FP-2></DIV9>")

    with pytest.raises(SupplementError) as refused:
        entries_of(twice, fewest=7)

    assert str(refused.value) == "5E002 stands twice in the list."


HEADS = "<TR><TH>Control(s)</TH><TH>Country Chart</TH></TR>"
ODD = appendix(
    "Supplement No. 1 to Part 774",
    "<FP-2><B>3A901 Items as follows (see List of Items Controlled).</B></FP-2>"
    "<FP-1><E>License Requirements</E></FP-1><FP-1><I>Reasons for Control:</I> CB, RS, NP</FP-1>"
    + table("<TR><TH>1. Coating process</TH></TR>", [row(["NS applies to entire entry", "NS Column 1"])])
    + table(
        HEADS,
        [
            row(["CB applies to entire entry CB Column 2."]),
            row(["NP applies to entire entry", "Column 1."]),
            row(["RS applies to entire entry", "RS Column 1, See § 742.6(a)(3) for requirements."]),
            row(["NS applies to 3A901.a", "NP Column 1"]),
            row(["Russian industry sector sanctions apply to entire entry", "See § 746.8."]),
        ],
    )
    + "<FP-1>A license is required for ALL destinations.</FP-1>"
    "<HD1>List of Items Controlled</HD1><P>a. Of related controls.</P><FP><I>Items:</I> b. The first.</FP>"
    "<FP-2><B>3A902 Others. (These items are “subject to the ITAR.”)</B></FP-2>"
    "<HD1>Part 2</HD1><P>c. Of no entry.</P>",
)


def test_odd_tables_and_rows() -> None:
    entry, other = entries_of(ODD, fewest=1)

    assert (entry.heading, entry.reasons, entry.beside_chart) == ("Items", ("CB", "RS", "NP"), True)
    assert [(each.reason, each.column, each.elsewhere) for each in entry.controls] == [
        ("CB", "CB2", ""),
        ("NP", "NP1", ""),
        ("RS", "", "742.6(a)(3)"),
        ("NS", "", "the entry itself"),
    ]
    assert entry.items == ["b. The first."]
    assert (other.eccn, other.reasons, other.controls, other.items) == ("3A902", (), [], [])


def test_the_files_are_toml_by_category_with_their_source() -> None:
    source = Source(date(2026, 7, 23), "https://www.ecfr.gov/x", note="Read twice.")

    files = {name: tomllib.loads(text) for name, text in control_list_files(ENTRIES.values(), source).items()}

    assert list(files) == [f"control_list_{category}.toml" for category in "0358"]
    assert files["control_list_5.toml"]["source"] == {
        "from": date(2026, 7, 23),
        "citation": "Supplement 1 to part 774",
        "url": "https://www.ecfr.gov/x",
        "source": "regulation",
        "note": "Read twice.",
    }
    assert files["control_list_5.toml"]["entries"]["5A992"] == {
        "heading": ENTRIES["5A992"].heading,
        "reasons": ["RS", "AT"],
        "paragraphs": ["c", "z", "z.1", "z.2"],
        "reserved": ["a", "b"],
        "controls": [
            {"reason": "RS", "elsewhere": "742.6(a)(6)(iii)(A)", "paragraphs": ["z.1"]},
            {"reason": "RS", "elsewhere": "742.6(a)(6)(iii)(B)", "paragraphs": ["z.2"]},
            {"reason": "AT", "column": "AT1"},
        ],
    }
    odd = control_list_files(entries_of(ODD, fewest=1), source)["control_list_3.toml"]
    assert tomllib.loads(odd)["entries"]["3A901"]["beside_chart"] is True
    assert set(tomllib.loads(odd)["entries"]["3A902"]) == {"heading", "reasons", "paragraphs"}
    assert "paragraphs" not in files["control_list_8.toml"]["entries"]["8D001"]
