"""The closed lists of the published format, version 1: every word that facts may use."""

from enum import IntEnum, StrEnum


class ItemKind(StrEnum):
    TECHNOLOGY = "technology"
    SOURCE_CODE = "source_code"
    OBJECT_CODE = "object_code"
    HARDWARE = "hardware"
    NON_TECHNICAL = "non_technical"


class Classification(StrEnum):
    KNOWN = "known"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


class Reason(StrEnum):
    """Reasons for control of the Commerce Control List (15 CFR 738.2(d)(2))."""

    NS = "NS"
    MT = "MT"
    NP = "NP"
    CB = "CB"
    CC = "CC"
    CW = "CW"
    RS = "RS"
    AT = "AT"
    EI = "EI"
    FC = "FC"
    SL = "SL"
    SS = "SS"
    UN = "UN"


class UsNexus(StrEnum):
    US_ORIGIN = "us_origin"
    FOREIGN_SUBJECT = "foreign_subject"
    FOREIGN_NONE = "foreign_none"
    UNKNOWN = "unknown"


class OtherAgency(StrEnum):
    ITAR = "ITAR"
    DOE = "DOE"
    NRC = "NRC"
    UNKNOWN = "unknown"


class ActivityKind(StrEnum):
    MEETING_CONTRIBUTION = "meeting_contribution"
    ADHOC_DRAFTING_DOCUMENTED = "adhoc_drafting_documented"
    BILATERAL_UNDOCUMENTED = "bilateral_undocumented"
    CONFORMITY_ASSESSMENT_PROCEDURE = "conformity_assessment_procedure"
    PLUGFEST = "plugfest"
    PRODUCT_DEBUGGING = "product_debugging"
    TRAINING = "training"
    CLOSED_STUDY_GROUP = "closed_study_group"
    COMMERCIAL_SIDE_TALK = "commercial_side_talk"
    OTHER = "other"


class Stage(StrEnum):
    IN_DEVELOPMENT = "in_development"
    REVISION = "revision"
    PUBLISHED = "published"


class PartyList(StrEnum):
    """The lists of parties whose confirmed matches the facts name."""

    ENTITY_LIST = "EL"
    MILITARY_END_USER = "MEU"
    DENIED_PERSONS = "DPL"
    UNVERIFIED = "UVL"
    DESIGNATED_NATIONALS = "SDN"


LIST_NAMES = {
    PartyList.ENTITY_LIST: "the Entity List",
    PartyList.MILITARY_END_USER: "the Military End-User List",
    PartyList.DENIED_PERSONS: "the Denied Persons List",
    PartyList.UNVERIFIED: "the Unverified List",
    PartyList.DESIGNATED_NATIONALS: "Treasury's list of designated nationals",
}


class LicenseRequirement(StrEnum):
    ALL = "all"
    CCL_ONLY = "ccl_only"
    OTHER = "other"


class Match(StrEnum):
    POSSIBLE = "possible"


class Footnote(IntEnum):
    """Footnotes of Supplement 4 to part 744; 2 is read as 1, since both mark Huawei entries only."""

    HUAWEI = 1
    HUAWEI_CYBERSECURITY = 2
    RUSSIA_BELARUS_MILITARY = 3
    ADVANCED_COMPUTING = 4
    SEMICONDUCTOR_EQUIPMENT = 5
