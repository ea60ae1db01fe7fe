"""All tables of questions."""

from collections.abc import Mapping

from tests.audits.said import (
    Question,
    contents,
    edits,
    keys,
    periods,
    proofs,
    records,
    searches,
    trees,
    usage,
)

TABLES: Mapping[str, Mapping[str, Question]] = {
    "edits": edits.QUESTIONS,
    "trees": trees.QUESTIONS,
    "contents": contents.QUESTIONS,
    "proofs": proofs.QUESTIONS,
    "records": records.QUESTIONS,
    "searches": searches.QUESTIONS,
    "keys": keys.QUESTIONS,
    "periods": periods.QUESTIONS,
    "usage": usage.QUESTIONS,
}
