import pytest

from participation.imports.affiliations import is_likely_person, read_affiliations


@pytest.mark.parametrize(
    ("cell", "organisations"),
    [
        ("Huawei Technologies Co., Ltd.", ("Huawei Technologies Co., Ltd.",)),
        ("Nanjing Software Co.,Ltd", ("Nanjing Software Co.,Ltd",)),
        ("niclabs, university of chile", ("niclabs, university of chile",)),
        ("Tallac Networks / Huawei", ("Tallac Networks", "Huawei")),
        ("Comcast // IETF LLC Board", ("Comcast", "IETF LLC Board")),
        ("meetecho/university of napoli", ("meetecho", "university of napoli")),
        ("naist/wide project/keio", ("naist", "wide project", "keio")),
        ("Nokia; Nokia Shanghai Bell", ("Nokia", "Nokia Shanghai Bell")),
        ("China Mobile \uff0f Tsinghua University", ("China Mobile", "Tsinghua University")),
        ("automated logic | united technologies", ("automated logic", "united technologies")),
        ("Arrcus Inc & IIJ Research Lab", ("Arrcus Inc", "IIJ Research Lab")),
        ("Meinberg Funkuhren GmbH & Co. KG", ("Meinberg Funkuhren GmbH & Co. KG",)),
        ("McKinsey & Company", ("McKinsey & Company",)),
        ("AT&amp;T", ("AT&amp;T",)),
        ("nordunet a/s", ("nordunet a/s",)),
        ("APNIC P/L", ("APNIC P/L",)),
        ("https://example.org/about/us", ("https://example.org/about/us",)),
        ("Lab (Huawei / HiSilicon)", ("Lab (Huawei / HiSilicon)",)),
        ("Lab) / Huawei", ("Lab)", "Huawei")),
        ("Sandelman Software Works (consulting to Huawei)", ("Sandelman Software Works", "Huawei")),
        ("consultant to Huawei", ("Huawei",)),
        ("Independent / Huawei", ("Huawei",)),
        ("Huawei / Huawei", ("Huawei",)),
    ],
)
def test_read_affiliations_parts_what_is_two(cell: str, organisations: tuple[str, ...]) -> None:
    assert read_affiliations(cell).organisations == organisations


@pytest.mark.parametrize(
    ("cell", "remark"),
    [
        ("", "No affiliation: cannot be screened, will show amber."),
        ("Not Provided", '"Not Provided" names no organisation: cannot be screened, will show amber.'),
        ("n/a", '"n/a" names no organisation: cannot be screened, will show amber.'),
        ("Nokia", None),
        ("A1 / Nokia", 'Read as "A1" and "Nokia" from one cell: each will be screened.'),
        ("APNIC P/L", 'Kept as one organisation. Type " / " between two if it names two.'),
    ],
)
def test_read_affiliations_says_what_it_did(cell: str, remark: str | None) -> None:
    assert read_affiliations(cell).remark == remark


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("L. Wang", True),
        ("Wang, Li", True),
        ("Anna Maria Example", True),
        ("\u738b\u4e3d", True),
        ("Nokia", False),
        ("bupt", False),
        ("Deutsche Telekom", False),
        ("University of Glasgow", False),
        ("\u534e\u4e3a\u6280\u672f\u6709\u9650\u516c\u53f8", False),
    ],
)
def test_a_cell_alone_is_a_person_in_doubt(text: str, person: bool) -> None:
    assert is_likely_person(text) is person
