"""What people and machines are told of cosignatures and time stamps."""

from datetime import UTC, datetime

import pytest

from audits.verify.anchors import Anchored, Stamped, roots_of
from audits.verify.failure import UnreadableError

FIRST, SECOND, THIRD = (datetime(2026, 3, day, 9, 7, 5, 120, tzinfo=UTC) for day in (2, 3, 4))
ROOT = b"-----BEGIN CERTIFICATE-----\nMII=\n-----END CERTIFICATE-----"


def test_the_newest_stamp_of_each_authority_is_told() -> None:
    anchored = Anchored(
        7, (Stamped(3, FIRST, "Zeta"), Stamped(5, SECOND, "Alpha"), Stamped(6, THIRD, "Zeta")), 2
    )

    assert anchored.lines() == [
        "  witnesses: the quorum has cosigned up to entry 7",
        "  entries up to 5 existed before 2026-03-03 09:07:05 UTC according to Alpha",
        "  entries up to 6 existed before 2026-03-04 09:07:05 UTC according to Zeta",
        "  time stamps not checked: 2 (--tsa-root names whom you trust)",
    ]
    assert anchored.fields() == {
        "cosigned": 7,
        "stamps": [
            {"size": 3, "at": "2026-03-02T09:07:05.000120+00:00", "authority": "Zeta"},
            {"size": 5, "at": "2026-03-03T09:07:05.000120+00:00", "authority": "Alpha"},
            {"size": 6, "at": "2026-03-04T09:07:05.000120+00:00", "authority": "Zeta"},
        ],
        "stamps_unchecked": 2,
    }


def test_nothing_is_told_where_nobody_said_anything() -> None:
    assert Anchored().lines() == []
    assert Anchored().fields() == {"cosigned": 0, "stamps": [], "stamps_unchecked": 0}


def test_roots_of_several_files() -> None:
    assert roots_of([("a", ROOT), ("b", b"# ours\n" + ROOT)]) == ROOT + b"\n# ours\n" + ROOT
    with pytest.raises(UnreadableError) as refused:
        roots_of([("a", ROOT), ("b", b"-----begin certificate-----")])
    assert (refused.value.problem, refused.value.place) == ("holds no certificate in PEM form", "b")
