from participation.screening import policy
from participation.screening.policy import Bands
from participation.screening.screen import build_index, screen
from participation.screening.types import ListedParty, Match, Name, Part, Screening

from .conftest import ScreenOne

TOGA = ListedParty("EL:toga", "EL", "Toga Networks", ("TN",), ("IL",))


def test_match_shows_its_parts_and_their_sum(screen_against: ScreenOne) -> None:
    answer = screen_against("Toga Network", "IL", TOGA)

    assert answer == Screening(
        name=Name("Toga Network", "IL"),
        status="screened",
        reason="",
        matches=(
            Match(
                party=TOGA,
                band="match",
                score=10000,
                matched_name="Toga Networks",
                parts=(
                    Part("name", 100, policy.NAME_WEIGHT, "Toga Network", "Toga Networks"),
                    Part("country", 100, policy.COUNTRY_WEIGHT, "IL", "IL"),
                ),
                explanation="'Toga Network' is the listed name 'Toga Networks'; the country agrees.",
            ),
        ),
    )


def test_score_is_the_sum_of_the_points_whatever_the_parts(screen_against: ScreenOne) -> None:
    for text, country in [("Toga", "IL"), ("Toga Networks", None), ("Toga Networks", "FR"), ("Togo", "IL")]:
        for match in screen_against(text, country, TOGA).matches:
            assert match.score == sum(part.points for part in match.parts)
            assert 0 <= match.score <= 10000


def test_nobody_listed_is_an_empty_answer(screen_against: ScreenOne) -> None:
    assert screen_against("Cisco", "US", TOGA) == Screening(Name("Cisco", "US"), "screened", "", ())


def test_short_alias_needs_its_country_and_is_never_more_than_possible(screen_against: ScreenOne) -> None:
    bands = {
        country: [match.band for match in screen_against("TN", country, TOGA).matches]
        for country in ("IL", None, "US")
    }

    assert bands == {"IL": ["possible"], None: ["possible"], "US": []}


def test_short_alias_does_not_speak_for_a_part_of_a_cell(screen_against: ScreenOne) -> None:
    academy = ListedParty("EL:ntsc", "EL", "National Time Service Center", ("CAS",), ("CN",))

    assert screen_against("Acoustics Institute, Chinese Academy of Sciences", "CN", academy).matches == ()


def test_short_official_name_is_a_match_in_its_country(screen_against: ScreenOne) -> None:
    dji = ListedParty("EL:dji", "EL", "DJI", (), ("CN",))

    assert [match.band for match in screen_against("DJI", "CN", dji).matches] == ["match"]


def test_common_words_name_another_body_in_another_country(screen_against: ScreenOne) -> None:
    ministry = ListedParty("EL:md", "EL", "Ministry of Defence", (), ("MM",))

    assert screen_against("Ministry of Defence", "GB", ministry).matches == ()
    assert [m.band for m in screen_against("Ministry of Defence", "MM", ministry).matches] == ["match"]
    assert [m.band for m in screen_against("Ministry of Defence", None, ministry).matches] == ["possible"]


def test_country_without_a_list_country_is_unknown(screen_against: ScreenOne) -> None:
    nowhere = ListedParty("EL:n", "EL", "Quuxcorge Systems")

    match = screen_against("Quuxcorge Systems", "CN", nowhere).matches[0]

    assert (match.band, match.parts[1]) == (
        "match",
        Part("country", policy.COUNTRY_UNKNOWN, policy.COUNTRY_WEIGHT, "CN", ""),
    )
    assert match.explanation.endswith("no country to compare.")


def test_near_and_other_countries_are_told_apart(screen_against: ScreenOne) -> None:
    def ending(country: str) -> str:
        party = ListedParty("EL:q", "EL", "Quuxcorge Systems", (), ("HK",))
        return screen_against("Quuxcorge Systems", country, party).matches[0].explanation.split("; ")[1]

    assert ending("CN") == "the country differs but is a near one."
    assert ending("FR") == "the country differs."


def test_person_is_not_found_by_one_word(screen_against: ScreenOne) -> None:
    person = ListedParty("EL:farid", "EL", "Fazal Rahim FARID", ("Farid",), ("AF",), person=True)

    assert screen_against("Farid", "AF", person).matches == ()
    assert [m.band for m in screen_against("FARID, Fazal Rahim", "AF", person).matches] == ["match"]


def test_address_entry_is_found_by_address_never_by_name(screen_against: ScreenOne) -> None:
    address = "Room 2309, 23/F, Ho King Commercial Centre, Mong Kok, HK"
    entry = ListedParty("EL:a1", "EL", "Address 01", (), ("HK",), (address,))

    assert screen_against("Address 01", "HK", entry).matches == ()
    found = screen_against("Room 2309, 23/F, Ho King Commercial Centre, Mong Kok", "HK", entry).matches
    assert [(match.parts[0].kind, match.matched_name) for match in found] == [("address", address)]


def test_every_party_over_the_threshold_is_given_once_best_first() -> None:
    parties = [
        ListedParty(f"EL:{number:02}", "EL", f"Quuxcorge {number} Ltd", ("Quuxcorge",), ("CN",))
        for number in range(40)
    ]

    answer = screen([Name("Quuxcorge 7", "CN")], build_index(parties))[0]

    assert answer.matches[0].party.key == "EL:07"
    assert sorted(match.party.key for match in answer.matches) == [party.key for party in parties]


def test_answers_come_in_the_order_of_the_names() -> None:
    names = [Name("Toga Networks", "IL"), Name("", None), Name("Toga Networks", "IL")]

    answers = screen(names, build_index([TOGA]))

    assert [answer.name for answer in answers] == names
    assert [answer.status for answer in answers] == ["screened", "cannot_screen", "screened"]
    assert answers[0] == answers[2]


def test_half_read_name_with_a_hit_keeps_the_hit_and_says_what_is_missing(screen_against: ScreenOne) -> None:
    answer = screen_against("甲 Toga Networks", "IL", TOGA)

    assert (answer.status, answer.reason) == ("screened", "in another script, read as 'Jia Toga Networks'")
    assert [match.band for match in answer.matches] == ["possible"]


def test_empty_list_clears_nothing_by_error() -> None:
    assert screen([Name("Huawei", "CN")], build_index([]))[0].matches == ()


def test_score_does_not_depend_on_the_rest_of_the_list(screen_against: ScreenOne) -> None:
    others = [ListedParty(f"EL:{n}", "EL", f"Toga{n} Networks", (), ("IL",)) for n in range(50)]

    alone = screen_against("Toga Network Ltd", "IL", TOGA).matches
    among = screen_against("Toga Network Ltd", "IL", *others, TOGA).matches

    assert [match for match in among if match.party == TOGA] == list(alone)


QUUXWELL = ListedParty("EL:quuxwell", "EL", "Quuxwell Radio", (), ("IL",))


def test_bands_say_what_is_a_match_and_what_is_possible() -> None:
    names = [Name("Quuxwell Radio", "FR"), Name("Quuxwell Radio", None)]
    index = build_index([QUUXWELL])
    scores = [answer.matches[0].score for answer in screen(names, index)]
    assert scores == [8500, 9550]

    def banded(match: int, possible: int) -> list[list[str]]:
        found = screen(names, index, Bands(match=match, possible=possible))
        return [[one.band for one in answer.matches] for answer in found]

    assert banded(9100, 7550) == [["possible"], ["match"]]
    assert banded(9551, 8501) == [[], ["possible"]]
    assert banded(8500, 8500) == [["match"], ["match"]]


def test_lower_threshold_finds_what_the_present_one_leaves_out() -> None:
    index = build_index([QUUXWELL])
    name = Name("Quuxwell Aviation Maintenance Leasing", "FR")
    assert screen([name], index)[0].matches == ()

    (answer,) = screen([name], index, Bands(match=9100, possible=3000))

    assert [(one.band, 3000 <= one.score < 7550) for one in answer.matches] == [("possible", True)]


def test_more_parties_than_are_given_are_counted() -> None:
    parties = [
        ListedParty(f"EL:{number:04}", "EL", f"Quuxcorge {number} Ltd", ("Quuxcorge",), ("CN",))
        for number in range(policy.MOST_PARTIES + 7)
    ]

    answer = screen([Name("Quuxcorge 503", "CN")], build_index(parties))[0]

    assert (len(answer.matches), answer.too_many) == (policy.MOST_PARTIES, 7)
    assert answer.matches[0].party.key == "EL:0503"


def test_a_name_that_is_only_written_alike_is_possible_under_any_bands() -> None:
    index = build_index([ListedParty("1", "EL", "Haaje Khan Trading", countries=("PK",))])

    (match,) = screen([Name("Haaje Kan Trading", "PK")], index, Bands(match=7600, possible=7550))[0].matches

    assert (match.band, "letter by letter" in match.explanation) == ("possible", True)
