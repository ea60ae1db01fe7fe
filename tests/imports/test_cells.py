import pytest

from participation.imports.cells import cell_remarks, read_country, read_email, read_mode, split_email
from participation.imports.country_codes import ALPHA_2, ALPHA_3
from participation.imports.problems import Remark, shorten


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("", (None, None)),
        ("none", (None, None)),
        ("CN", ("CN", None)),
        ("se", ("SE", None)),
        ("NA", ("NA", Remark("odd", 'Country "NA" was read as Namibia; leave it empty if none was given.'))),
        ("USA", (None, Remark("error", 'Country "USA" is not a two-letter code. Use US.'))),
        ("UK", (None, Remark("error", 'Country "UK" is not an ISO 3166 code. Use GB.'))),
        ("China", ("CN", Remark("odd", 'Country "China" was read as CN.'))),
        ("Republic of Korea", ("KR", Remark("odd", 'Country "Republic of Korea" was read as KR.'))),
        (
            "Korea",
            (
                None,
                Remark(
                    "error",
                    'Country "Korea" is not a two-letter code. Use one such as SE, or leave it empty.',
                ),
            ),
        ),
        (
            "QQ",
            (
                None,
                Remark(
                    "error", 'Country "QQ" is not an ISO 3166 code. Use one such as SE, or leave it empty.'
                ),
            ),
        ),
    ],
)
def test_read_country(cell: str, expected: tuple[str | None, Remark | None]) -> None:
    assert read_country(cell) == expected


def test_country_table_is_whole() -> None:
    assert (len(ALPHA_2), len(ALPHA_3)) == (249, 249)
    assert set(ALPHA_3.values()) == ALPHA_2


@pytest.mark.parametrize(
    ("cell", "column", "expected"),
    [
        ("on-site", "mode", ("on-site", None)),
        ("hackathon_remote", "mode", ("remote", None)),
        ("yes", "remote", ("remote", None)),
        ("x", "on_site", ("on-site", None)),
        ("no", "remote", (None, None)),
        ("", "mode", (None, None)),
        (
            "not-arrived",
            "mode",
            (None, Remark("odd", "Registered, but the list says that the person did not arrive.")),
        ),
        ("yes", "mode", (None, Remark("odd", '"yes" says neither on-site nor remote.'))),
    ],
)
def test_read_mode(cell: str, column: str, expected: tuple[str | None, Remark | None]) -> None:
    assert read_mode(cell, column=column) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("", (None, None)),
        ("mailto:ab@example.org", ("ab@example.org", None)),
        ("<ab@example.org>", ("ab@example.org", None)),
        (
            "ab at example",
            (None, Remark("odd", '"ab at example" is not an e-mail address and was left out.')),
        ),
    ],
)
def test_read_email(cell: str, expected: tuple[str | None, Remark | None]) -> None:
    assert read_email(cell) == expected


def test_split_email_takes_the_address_off_a_name() -> None:
    assert split_email('"A. B." <ab@example.org>') == ("A. B.", "ab@example.org")
    assert split_email("A. B.") == ("A. B.", None)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Nokia", []),
        ("a" * 300, []),
        ("a" * 301, [Remark("error", "The cell has 301 characters; at most 300 are read.")]),
        ("a\0b", [Remark("error", "The cell has a control character (NUL). Remove it.")]),
        ("a\x0bb", [Remark("error", "The cell has a control character (U+000B). Remove it.")]),
        ("a\nb", [Remark("error", "The cell has a line break. Put it on one line.")]),
        ("a\u202eb", [Remark("odd", "The cell has invisible characters; they are kept.")]),
        ("a\u200db", []),
        (
            "a\ufffdb",
            [Remark("odd", "Some characters were lost before this list came. Type the cell again.")],
        ),
    ],
)
def test_cell_remarks(cell: str, expected: list[Remark]) -> None:
    assert cell_remarks(cell) == expected


def test_shorten_keeps_sixty_characters() -> None:
    assert shorten("a" * 60) == "a" * 60
    assert shorten("a" * 61) == "a" * 57 + "..."
