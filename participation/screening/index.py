"""The index of one list: proposes listed names for a name, and gives back what the list says of them."""

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from participation.screening import policy
from participation.screening.bounds import Bounds
from participation.screening.candidates import KINDS, ListedName
from participation.screening.index_build import NOT_STATED, built
from participation.screening.index_table import Table
from participation.screening.meetings import Respelled
from participation.screening.normalize import Words
from participation.screening.proposals import Proposals
from participation.screening.types import ListedParty
from participation.screening.values import Values
from participation.screening.written import forms_of, written_value
from participation.screening.written_index import Forms, Written

# What was read of the list last stays at hand.
_KEPT: Final = 1 << 12


class Index:
    """Listed names and their parties by number. Only read, by any number of threads.

    Takes: a table whose arrays may lie in a mapped file; nothing is copied but the words.
    """

    def __init__(self, table: Table) -> None:
        self.table = table
        text = bytes(table.words).decode("utf-8", "surrogatepass")
        self._words = text.split("\n") if text else []
        self._proposals = Proposals(table, self._words)
        self._written, self._written_ends = table.written, table.written_ends.data
        self._kinds, self._owners = table.name_kinds.data, table.name_parties.data
        self._texts, self._text_ends = table.name_texts.data, table.name_text_ends.data
        self._parties, self._party_ends = table.parties.data, table.party_ends.data
        # By number: the words of a listed name, a name with its party, a party.
        self.words = lru_cache(_KEPT)(self._words_of)
        self.name = lru_cache(_KEPT)(self._name_of)
        self.party = lru_cache(_KEPT)(self._party_of)
        self._values = Values(table, self._words, self.words)
        self._forms = Written(
            Forms(
                table.form_letters,
                table.form_pairs,
                table.form_texts,
                table.form_text_ends,
                table.form_names,
                table.form_lengths,
            )
        )

    @classmethod
    def of(cls, parties: Iterable[ListedParty]) -> "Index":
        """The index of these parties, in this order."""
        return cls(built(parties))

    def __len__(self) -> int:
        return len(self._owners)

    def candidates(self, query: Words, least: int = policy.LEAST_VALUE) -> list[int]:
        """Numbers of all names whose value could be `least` or more, ascending, and of few others."""
        respelled = self.respelled([query])
        numbers: list[int] = self._proposals.of([query], Bounds(least), respelled).numbers.tolist()
        return numbers

    def respelled(self, queries: Sequence[Words]) -> Respelled:
        """The slips among the words of these queries, which `over` asks for."""
        return self._proposals.respelled(queries)

    def over(
        self, queries: Sequence[Words], least: int, respelled: Respelled
    ) -> Iterator[tuple[int, int, int]]:
        """Place of the query, number of the name and value of all pairs whose value is `least` or more."""
        if not queries:
            return iter(())
        proposed = self._proposals.of(queries, Bounds(least), respelled)
        values = self._values.of(queries, proposed)
        over = values >= least
        found = (proposed.rows[over], proposed.numbers[over], values[over])
        return zip(*(each.tolist() for each in found), strict=True)

    def written_like(self, texts: Sequence[str]) -> Iterator[tuple[int, int, int]]:
        """Place of the text, number of the name and value of pairs that are written alike, by letters."""
        places, forms = [], []
        for place, text in enumerate(texts):
            for form in forms_of(text):
                places.append(place)
                forms.append(form)
        for at, number in self._forms.like(forms):
            listed = forms_of(self.name(number).text)
            yield places[at], number, max([written_value(forms[at], form) for form in listed])

    def owner(self, number: int) -> int:
        """The number of the party that a listed name belongs to."""
        owner: int = self._owners[number]
        return owner

    def is_stated(self, number: int) -> bool:
        """Whether the list itself gives this name, and not only words of which these are the initials."""
        return bool(self._kinds[number] < NOT_STATED)

    def _words_of(self, number: int) -> Words:
        written = self._written[self._written_ends[number] : self._written_ends[number + 1]].tolist()
        return Words.of(tuple([self._words[word] for word in written]))

    def _name_of(self, number: int) -> ListedName:
        kind = self._kinds[number]
        text = bytes(self._texts[self._text_ends[number] : self._text_ends[number + 1]])
        return ListedName(
            self.party(self._owners[number]),
            KINDS[kind % NOT_STATED],
            text.decode("utf-8", "surrogatepass"),
            self.words(number),
            stated=kind < NOT_STATED,
        )

    def _party_of(self, number: int) -> ListedParty:
        said = bytes(self._parties[self._party_ends[number] : self._party_ends[number + 1]])
        key, source, name, aliases, countries, addresses, person = json.loads(
            said.decode("utf-8", "surrogatepass")
        )
        return ListedParty(key, source, name, tuple(aliases), tuple(countries), tuple(addresses), person)
