from collections.abc import Callable

from participation.lists.records import ListRecord
from participation.lists.snapshot import (
    Change,
    Difference,
    counts_by_source,
    difference,
    fingerprint,
    reasons_to_quarantine,
)

MakeRecord = Callable[..., ListRecord]


def test_fingerprint_ignores_order_and_sees_content(make_record: MakeRecord) -> None:
    one, two = make_record(), make_record(name="DJI")

    assert fingerprint([one, two]) == fingerprint([two, one])
    assert fingerprint([one, two]) != fingerprint([one, make_record(name="DJI", remarks="x")])


def test_difference_tells_added_gone_and_changed_fields(make_record: MakeRecord) -> None:
    huawei, dji, toga = make_record(), make_record(name="DJI"), make_record(name="Toga Networks")
    renamed = make_record(aliases=("Huawei",), license_policy="Policy of denial")

    found = difference([huawei, dji], [toga, renamed])

    assert found == Difference(
        added=(toga,),
        gone=(dji,),
        changed=(Change("EL:huawei technologies co ltd|CN", huawei, renamed, ("aliases", "license_policy")),),
    )


def test_difference_of_a_list_with_itself_is_empty(make_record: MakeRecord) -> None:
    records = [make_record(), make_record(name="DJI")]

    assert difference(records, reversed(records)).is_empty
    assert not difference(records, records[:1]).is_empty


def test_entries_of_one_identity_are_compared_as_a_set(make_record: MakeRecord) -> None:
    first = make_record(source="DPL", remarks="order one")
    second = make_record(source="DPL", remarks="order two")
    third = make_record(source="DPL", remarks="order three")

    assert difference([first, second], [second, first]).is_empty
    assert difference([first, second], [second]).gone == (first,)
    assert difference([first], [first, second, third]).added == (second, third)


def test_counts_are_by_source(make_record: MakeRecord) -> None:
    records = [make_record(), make_record(source="DPL"), make_record()]

    assert counts_by_source(records) == {"DPL": 1, "EL": 2}


def many(make_record: MakeRecord, source: str, number: int) -> list[ListRecord]:
    return [make_record(source=source, name=f"Party {n}") for n in range(number)]


def test_whole_list_is_not_quarantined(make_record: MakeRecord) -> None:
    records = many(make_record, "DPL", 90)

    assert reasons_to_quarantine(records, previous_counts={"DPL": 100}) == []
    assert reasons_to_quarantine(records, previous_counts={}) == []


def test_drop_vanished_source_and_missing_sentinel_are_named(make_record: MakeRecord) -> None:
    records = [*many(make_record, "DPL", 89), make_record(name="HUAWEI Technologies Co Ltd")]

    reasons = reasons_to_quarantine(
        records,
        previous_counts={"DPL": 100, "UVL": 3, "EL": 1},
        sentinels=[("EL", "Huawei Technologies Co., Ltd."), ("EL", "DJI"), ("SDN", "Nobody")],
    )

    assert reasons == [
        "DPL: dropped from 100 to 89 entries",
        "UVL: the source has vanished; the version in force has 3 entries",
        "EL: the entry 'DJI', which must be there, is missing",
    ]


def test_small_list_may_lose_a_handful(make_record: MakeRecord) -> None:
    assert reasons_to_quarantine(many(make_record, "PLC", 5), previous_counts={"PLC": 15}) == []
    assert reasons_to_quarantine(many(make_record, "PLC", 4), previous_counts={"PLC": 15}) == [
        "PLC: dropped from 15 to 4 entries"
    ]
