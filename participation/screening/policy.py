"""What counts how much: the whole policy of screening as one readable tuple.

Nothing here depends on the list in force, so that a score changes only with the two names compared.
A change of any value, or of a word in `vocabulary` or `glossary`, is a new edition: raise "edition".
"""

from dataclasses import dataclass
from typing import Final

WEIGHTS_VERSION: Final[tuple[tuple[str, int], ...]] = (
    ("edition", 4),
    # Parts of the score; together 100.
    ("name", 85),
    ("country", 15),
    # Value of the country part, 0..100.
    ("country_same", 100),
    ("country_near", 90),
    ("country_unknown", 70),
    ("country_other", 0),
    # Weight of a word inside a name.
    ("word_distinctive", 100),
    ("word_number", 60),
    ("word_common", 50),
    ("word_place", 25),
    ("word_field", 35),
    ("word_generic", 20),
    ("word_noise", 5),
    # Share of its weight that an unmatched word costs, in percent.
    ("extra_in_query", 40),
    ("missing_from_query", 60),
    # Share that a word of the trade costs beside a listed name of one word ("technology" excepted).
    ("extra_beside_single", 60),
    # What wrong letters cost a word, in percent: another romanisation, two letters exchanged or one doubled,
    # another wrong letter, and each further one; and where the first letter, one of four, or two of few are
    # wrong: such a word counts only beside others that agree.
    ("romanisation", 4),
    ("slip", 10),
    ("wrong_letter", 12),
    ("further_letter", 10),
    ("mostly_wrong", 35),
    # A name none of whose words settles it: the same letters as a listed one, legal forms included but not
    # the gaps; what each wrong letter costs, and how many letters there must be.
    ("written_alike", 92),
    ("wrong_written", 5),
    ("least_written", 6),
    # In a listed name without a distinctive word every other word makes another name.
    ("left_over_of_weak", 160),
    # And a town that only the listed name has makes it another one for certain.
    ("missing_town_of_weak", 420),
    # Taken off when one side is a university and the other is not.
    ("school_or_not", 15),
    # Least value of a name whose distinctive words all agree: alone, alone where the listed name has a town
    # or a field of work besides (one company of a group), beside words of the trade, or beside other
    # distinctive words (the last if the listed name is that one word).
    ("brand_alone", 90),
    ("brand_of_group", 84),
    ("brand_with_trade", 80),
    ("brand_among_words", 75),
    ("single_brand_among_words", 89),
    # Least value of a name that stands whole inside the listed one: with two distinctive words, with one
    # and a number or a common word.
    ("brand_inside_listed", 95),
    ("inside_listed", 90),
    # The same with four words, a town among them; a body that stands whole, word by word, inside the listed
    # name; and a brand alone that is the first word of a longer listed name.
    ("local_inside_listed", 80),
    ("body_inside_listed", 74),
    ("first_word_of_listed", 72),
    # Value of initials that the list does not state itself, and of one part of a longer cell.
    ("initials", 85),
    ("part_of_cell", 95),
    # Bands, in hundredths.
    ("band_match", 9100),
    ("band_possible", 7550),
)

_VALUES: Final = dict(WEIGHTS_VERSION)

EDITION: Final = _VALUES["edition"]
NAME_WEIGHT: Final = _VALUES["name"]
COUNTRY_WEIGHT: Final = _VALUES["country"]
COUNTRY_SAME: Final = _VALUES["country_same"]
COUNTRY_NEAR: Final = _VALUES["country_near"]
COUNTRY_UNKNOWN: Final = _VALUES["country_unknown"]
COUNTRY_OTHER: Final = _VALUES["country_other"]
DISTINCTIVE: Final = _VALUES["word_distinctive"]
NUMBER: Final = _VALUES["word_number"]
COMMON: Final = _VALUES["word_common"]
PLACE: Final = _VALUES["word_place"]
FIELD: Final = _VALUES["word_field"]
GENERIC: Final = _VALUES["word_generic"]
NOISE: Final = _VALUES["word_noise"]
EXTRA: Final = _VALUES["extra_in_query"]
MISSING: Final = _VALUES["missing_from_query"]
# The least that a word loses which is not the same letter by letter.
LEAST_LOSS: Final = min(_VALUES["romanisation"], _VALUES["slip"], _VALUES["wrong_letter"])
WRONG_LETTER: Final = _VALUES["wrong_letter"]
FURTHER_LETTER: Final = _VALUES["further_letter"]
ROMANISATION: Final = _VALUES["romanisation"]
MOSTLY_WRONG: Final = _VALUES["mostly_wrong"]
SLIP: Final = _VALUES["slip"]
EXTRA_BESIDE_SINGLE: Final = _VALUES["extra_beside_single"]
BRAND_ALONE: Final = _VALUES["brand_alone"]
BRAND_OF_GROUP: Final = _VALUES["brand_of_group"]
BRAND_WITH_TRADE: Final = _VALUES["brand_with_trade"]
BRAND_AMONG_WORDS: Final = _VALUES["brand_among_words"]
SINGLE_BRAND_AMONG_WORDS: Final = _VALUES["single_brand_among_words"]
BRAND_INSIDE_LISTED: Final = _VALUES["brand_inside_listed"]
INSIDE_LISTED: Final = _VALUES["inside_listed"]
WRITTEN_ALIKE: Final = _VALUES["written_alike"]
WRONG_WRITTEN: Final = _VALUES["wrong_written"]
LEAST_WRITTEN: Final = _VALUES["least_written"]
SCHOOL_OR_NOT: Final = _VALUES["school_or_not"]
MISSING_TOWN_OF_WEAK: Final = _VALUES["missing_town_of_weak"]
LOCAL_INSIDE_LISTED: Final = _VALUES["local_inside_listed"]
BODY_INSIDE_LISTED: Final = _VALUES["body_inside_listed"]
FIRST_WORD_OF_LISTED: Final = _VALUES["first_word_of_listed"]
LEFT_OVER_OF_WEAK: Final = _VALUES["left_over_of_weak"]
INITIALS: Final = _VALUES["initials"]
PART_OF_CELL: Final = _VALUES["part_of_cell"]
BAND_MATCH: Final = _VALUES["band_match"]
BAND_POSSIBLE: Final = _VALUES["band_possible"]

# Countries whose entries stand under each other's heading in the regulation.
NEAR_COUNTRIES: Final = (frozenset({"CN", "HK", "MO"}), frozenset({"RU", "UA", "BY"}))
# So many parties are given for one name; a count says how many more there are.
MOST_PARTIES: Final = 500
# A name this short or shorter means little without its country.
SHORT_NAME: Final = 3
# A brand this short or shorter is that of unrelated firms elsewhere, too.
SHORT_BRAND: Final = 6


@dataclass(frozen=True, slots=True)
class Bands:
    """From which score a name is a possible match, and from which a match; in hundredths, 0..10000.

    Raises: ValueError for bands that are in the wrong order or off the scale.
    """

    match: int
    possible: int

    def __post_init__(self) -> None:
        if not 0 < self.possible <= self.match <= 10000:
            raise ValueError(f"Bands need 0 < possible <= match <= 10000, not {self.possible}, {self.match}.")

    @property
    def least_value(self) -> int:
        """Below this value of a name, 1..100, no country can lift the score over the lower band."""
        return self._least_value(100)

    @property
    def least_value_anywhere(self) -> int:
        """The same where no country is stated."""
        return self._least_value(COUNTRY_UNKNOWN)

    def _least_value(self, country: int) -> int:
        return max(1, -((country * COUNTRY_WEIGHT - self.possible) // NAME_WEIGHT))


BANDS: Final = Bands(match=BAND_MATCH, possible=BAND_POSSIBLE)
LEAST_VALUE: Final = BANDS.least_value
