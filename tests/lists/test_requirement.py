from collections.abc import Callable

import pytest

from participation.lists.records import ListRecord
from participation.lists.requirement import basis_of, footnote_is_unclear, footnote_of, requirement_of

MakeRecord = Callable[..., ListRecord]


@pytest.mark.parametrize(
    ("text", "requirement", "footnote", "basis"),
    [
        ("For all items subject to the EAR. (See §744.11 of the EAR).", "all", None, "744.11"),
        ("All items subject to the EAR", "all", None, None),
        ("For all items subject to the EAR, see §§ 734.9(e)1 and 744.11 of the EAR2", "all", 1, "744.11"),
        ("For all items subject to the EAR, see §§ 734.9(e) 1 and 744.11 of the EAR 2", "all", 1, "744.11"),
        ("For all items subject to the EAR. (See §§ 734.9(e)(2) and 744.11 of the EAR)4", "all", 4, "744.11"),
        ("For All Items Subject to the EAR (See §734.9(e), and 744.11 of the EAR)4.", "all", 4, "744.11"),
        (
            "For all items subject to the EAR (See §§734.4(a)(9), 734.9(e)(3), and 744.11 of the EAR)5",
            "all",
            5,
            "744.11",
        ),
        (
            "All items subject to the EAR. (See §§ 734.9(g),3 746.8(a)(3), and 744.21(b) of the EAR)",
            "all",
            3,
            "744.21(b)",
        ),
        (
            "For all items subject to the EAR (See §§734.9(g)3, 746.8(a)(3), and 744.2l(b) of the EAR)",
            "all",
            3,
            "744.21(b)",
        ),
        (
            "All items subject to the EAR. (See §§744.8(b), 744.11, 734.9(g),3 746.8(a)(3), and 744.21(b))",
            "all",
            3,
            "744.21(b)",
        ),
        ("For all items subject to the EAR (See §744.2 of the EAR)", "all", None, "744.2"),
        (
            "For all items subject to the EAR when used in projects specified in § 746.8(a)(4) of the EAR",
            "other",
            None,
            "746.8(a)(4)",
        ),
        (
            "For All Items Subject to the EAR (See §744.11 of the EAR), except for EAR99 technology",
            "other",
            None,
            "744.11",
        ),
        (
            "For items on the CCL and EAR99 items listed in supplement no. 7 to part 746",
            "other",
            None,
            None,
        ),
        ("For items on the CCL", "ccl_only", None, None),
        ("For any item subject to the EAR listed in supplement no. 2 to part 744.", "other", None, None),
        ("", "other", None, None),
    ],
)
def test_requirement_text_is_read(
    make_record: MakeRecord, text: str, requirement: str, footnote: int | None, basis: str | None
) -> None:
    record = make_record(license_requirement=text)

    assert (requirement_of(record), footnote_of(record), basis_of(record)) == (requirement, footnote, basis)


def test_rule_cited_without_a_footnote_is_unclear(make_record: MakeRecord) -> None:
    unclear = make_record(license_requirement="(See §734.9(e) and §744.11 of the EAR)")
    clear = make_record(license_requirement="(See §734.9(e)(2) and §744.11 of the EAR)")

    assert (footnote_is_unclear(unclear), footnote_is_unclear(clear)) == (True, False)
