"""Crowds: each distinct name once, with its rows; alerts counted by rows and by names."""

from pathlib import Path

import pytest

from participation.screening.screen import build_index
from participation.screening.types import ListedParty, Name
from tests.benchmarks.bench_alerts import alert_rows, answers, read_crowd, summary

CROWD = """meeting,country,organization,presence
1,CN,Huawei Technologies,on-site
2,cn,Huawei Technologies,remote
2,China,Nokia,remote
3,,Not Provided,remote
"""


@pytest.fixture
def crowd_file(tmp_path: Path) -> Path:
    path = tmp_path / "crowd.csv"
    path.write_text(CROWD)
    return path


def test_rows_of_one_name_are_one(crowd_file: Path) -> None:
    crowd = read_crowd(crowd_file)

    assert crowd.rows == {Name("Huawei Technologies", "CN"): 2, Name("Nokia"): 1, Name("Not Provided"): 1}
    assert crowd.counts == crowd.rows


def test_country_can_be_left_out(crowd_file: Path) -> None:
    assert read_crowd(crowd_file, countries=False).rows[Name("Huawei Technologies")] == 2


def test_alerts_are_counted_by_rows_and_by_names(crowd_file: Path) -> None:
    crowd = read_crowd(crowd_file)
    index = build_index([ListedParty("1", "EL", "Huawei Technologies Co., Ltd.", countries=("CN",))])

    found = list(answers(list(crowd.rows), index))

    assert summary(crowd, found) == {
        "rows": 4,
        "distinct": 3,
        "match": {"rows": 2, "distinct": 1, "per_1000_rows": 500.0, "per_1000_distinct": 333.33},
        "possible": {"rows": 0, "distinct": 0, "per_1000_rows": 0.0, "per_1000_distinct": 0.0},
        "cannot_screen": {"rows": 1, "distinct": 1},
    }
    assert [(row["name"], row["rows"], row["band"], row["party"]) for row in alert_rows(crowd, found)] == [
        ("Huawei Technologies", 2, "match", "Huawei Technologies Co., Ltd.")
    ]


def test_file_without_a_column_of_names_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")

    with pytest.raises(ValueError, match=r"other\.csv has none of the columns"):
        read_crowd(tmp_path / "other.csv")
