"""Records and files for the tests of lists: a few lines in the published shape."""

import dataclasses
from collections.abc import Callable

import pytest

from participation.lists.records import ListRecord

HUAWEI = ListRecord(
    source="EL",
    official_number=None,
    name="Huawei Technologies Co., Ltd.",
    aliases=("Shenzhen Huawei Technologies",),
    countries=("CN",),
    addresses=("Bantian, Shenzhen, CN",),
    federal_register=("84 FR 22961", "85 FR 51603"),
    license_requirement="For all items subject to the EAR, see §§ 734.9(e)1 and 744.11 of the EAR2",
    license_policy="Presumption of denial",
    start_on=None,
    end_on=None,
    programs=(),
    entity_type="",
    remarks="",
    row=2,
)


@pytest.fixture
def make_record() -> Callable[..., ListRecord]:
    """A record that is Huawei's unless said otherwise."""
    return lambda **changes: dataclasses.replace(HUAWEI, **changes)
