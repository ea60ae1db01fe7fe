"""Whether a recipient counts as listed on the Entity List on the day of release."""

from dataclasses import dataclass
from datetime import date

from participation.rules.case import NAME, Case, Unknown
from participation.rules.determination import Answerer
from participation.rules.facts import EntityListing, Recipient
from participation.rules.vocabulary import Footnote, LicenseRequirement, PartyList

_HUAWEI = (Footnote.HUAWEI, Footnote.HUAWEI_CYBERSECURITY)


@dataclass(frozen=True)
class Entry:
    """An Entity List entry that binds a recipient on the day."""

    footnote: Footnote | None
    listed_on: date | None
    requirement: LicenseRequirement
    basis: str | None
    through_employer: bool

    @property
    def is_huawei(self) -> bool:
        return self.footnote in _HUAWEI


def _assumed(footnote: Footnote | None) -> Entry:
    return Entry(footnote, None, LicenseRequirement.ALL, None, through_employer=False)


# What an unresolved name may turn out to be, as far as the steps tell entries apart.
IDENTITY: Unknown[Entry | None] = Unknown(
    "recipients[].match",
    (None, _assumed(None), _assumed(Footnote.HUAWEI), _assumed(Footnote.RUSSIA_BELARUS_MILITARY)),
    f"{NAME} may be a listed party: the match is not resolved.",
    "Is this recipient the listed party whose name it resembles?",
    Answerer.OFFICER,
)


def entry_of(case: Case) -> Entry | None:
    """The binding entry, or null. Raises: Undecided, when a possible match is not resolved."""
    recipient = case.recipient
    assert recipient is not None
    listed = PartyList.ENTITY_LIST in recipient.lists
    if listed or recipient.employer_listed:
        row = recipient.entity_list or EntityListing()
        if row.listed_on is None or row.listed_on <= case.rules.day:
            requirement = row.license_requirement or LicenseRequirement.ALL
            return Entry(row.footnote, row.listed_on, requirement, row.basis, through_employer=not listed)
    return case.settle(IDENTITY) if recipient.match else None


def is_export_listed(recipient: Recipient) -> bool:
    """Whether the recipient or the employer is on a list of the EAR: the person then counts as the party."""
    return bool(recipient.employer_listed or set(recipient.lists) - {PartyList.DESIGNATED_NATIONALS})
