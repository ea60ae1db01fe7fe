"""When a score counts: what must speak for a name beside its letters before it is a match, or possible."""

from dataclasses import dataclass

from participation.screening import policy
from participation.screening.candidates import ListedName
from participation.screening.compare import is_misspelt, may_be_person
from participation.screening.normalize import Words, folded
from participation.screening.policy import Bands
from participation.screening.stated import Reading
from participation.screening.types import Band


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reading against one listed name: how far the names agree, and the countries as stated (0..100).

    `by_letters`: no word settled it, only the letters of the whole name are alike; never sure.
    """

    reading: Reading
    words: Words
    listed: ListedName
    value: int
    stated_country: int
    by_letters: bool = False

    @property
    def country(self) -> int:
        """How far the countries agree; that of a cell with two employers may be the other one's."""
        others = self.reading.doubtful and self.value == 100 and _longest(self.listed) > policy.SHORT_NAME
        return max(self.stated_country, policy.COUNTRY_UNKNOWN) if others else self.stated_country

    def band(self, score: int, bands: Bands) -> Band | None:
        """The band of this score, or None where too little speaks for it."""
        if score < bands.possible or self.value == 0 or not self._may_count():
            return None
        return "match" if score >= bands.match and self._is_sure() else "possible"

    def _may_count(self) -> bool:
        """Short, common, personal and unstated names, and parts of a cell, need more than a score."""
        if self.country == policy.COUNTRY_OTHER and (self._is_weak() or self._is_one_misspelt_word()):
            return False
        if self.country == policy.COUNTRY_OTHER and self._is_part_of_listed():
            return False
        if self._is_short() and not (self.reading.whole and self.value == 100):
            return False
        if not self.reading.whole and not self.words.distinctive and self.value < policy.LOCAL_INSIDE_LISTED:
            return False
        if not self.listed.stated and not self._may_be_initials():
            return False
        return not self.listed.party.person or (
            self.reading.whole and may_be_person(self.words, self.listed.words)
        )

    def _is_sure(self) -> bool:
        """Whether nothing but the score decides between a match and a possible one."""
        if self.reading.doubtful or self.by_letters or not self.listed.stated:
            return False
        same = self.country == policy.COUNTRY_SAME
        if self.reading.by_sound and not (same and self.value == 100 and len(self.words.tokens) > 2):
            return False
        if self._is_weak() and self.country == policy.COUNTRY_UNKNOWN and not self._is_written_alike():
            return False
        return not self._is_short()

    def _is_weak(self) -> bool:
        """Whether the name belongs to many: words of the trade, common brand words, a few letters."""
        return not self.listed.stated or _longest(self.listed) <= policy.SHORT_NAME + 1

    def _is_part_of_listed(self) -> bool:
        """One word of few letters, which the listed name has beside words that tell its trade."""
        if len(self.words.tokens) != 1 or len(self.words.tokens[0]) > policy.SHORT_BRAND or self.value == 100:
            return False
        listed = zip(self.listed.words.tokens, self.listed.words.weights, strict=True)
        return any(
            weight > policy.NOISE and weight != policy.PLACE and token != "technology"
            for token, weight in listed
            if token not in self.words.tokens
        )

    def _is_short(self) -> bool:
        """A short alias; a short official name is what the list itself calls the party."""
        return self.listed.kind == "alias" and len(folded(self.listed.text)) <= policy.SHORT_NAME

    def _is_written_alike(self) -> bool:
        """An acronym in the very letters of the list, which speaks for it where no country does."""
        return bool(self.words.distinctive) and self.reading.shown == self.listed.text

    def _is_one_misspelt_word(self) -> bool:
        return len(self.listed.words.tokens) == 1 and is_misspelt(self.words, self.listed.words)

    def _may_be_initials(self) -> bool:
        """Three initials that the list does not state need the country, and capitals alone in the cell."""
        if len(self.listed.words.tokens[0]) > policy.SHORT_NAME:
            return True
        alone = self.reading.whole and self.reading.shown.isupper()
        return alone and self.country == policy.COUNTRY_SAME


def _longest(listed: ListedName) -> int:
    return max(map(len, listed.words.distinctive), default=0)
