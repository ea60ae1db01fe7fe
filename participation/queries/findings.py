"""A stored determination as a checklist that people read: step, answer, facts, law. Reads only."""

import re
from calendar import month_name
from collections.abc import Mapping
from datetime import date
from typing import Any

from participation.models import Classification, Determination, Disclosure
from participation.rules.conditions import CONDITION
from participation.rules.determination import Answerer
from participation.rules.plain import plain_finding
from participation.rules.steps import STEP_QUESTIONS

ANSWERERS = {
    Answerer.DELEGATE.value: "The delegate can answer it.",
    Answerer.OFFICER.value: "Compliance can answer it.",
    Answerer.CLASSIFIER.value: "Whoever classified the document can answer it.",
}
FACT_WORDS = {
    "released_on": "day of the release (US Eastern)",
    "recipients": "recipients",
    "end_use_red_flag": "red flag of the end use",
    "country_chart_cleared": "country controls cleared",
    "item.kind": "kind of item",
    "item.eccn": "ECCN",
    "item.classification": "classification",
    "item.reasons_for_control": "reasons for control",
    "item.crypto_equipment": "equipment it is for",
    "item.crypto_functionality_only": "for cryptographic functionality only",
    "item.nonstandard_crypto": "unpublished cryptography",
    "item.encryption_notification_sent": "encryption notice sent",
    "item.us_nexus": "origin",
    "item.other_agency": "other agency",
    "item.published_before_release": "published before the release",
    "item.publication_basis": "basis of the publication",
    "activity.kind": "occasion",
    "activity.for_a_standard": "for a standard",
    "activity.topic": "topic",
    "activity.standard_stage": "stage of the standard",
    "activity.intent_to_publish": "intent to publish",
    "activity.publication_terms": "terms of publication",
    "activity.compliance_mandatory": "required by law",
    "activity.contribution_adopted": "contribution adopted",
    "body.name": "standards body",
    "body.voluntary_consensus_body": "voluntary consensus body",
    "recipients[].country": "country",
    "recipients[].lists": "lists that name it",
    "recipients[].entity_list": "entry of the Entity List",
    "recipients[].match": "identity",
    "recipients[].us_person": "US person",
    "recipients[].location": "where the person is",
    "recipients[].nationality": "nationality",
    "recipients[].employer_listed": "employer listed",
    "recipients[].owned_by_listed_percent": "share of listed owners",
    "recipients[].listed_owner_known": "listed owner known",
    "recipients[].owner_lists": "lists of the owners",
    "recipients[].country_chart_cleared": "country controls cleared",
    "recipients[].uvl_statement_on": "statement of the unverified party",
}
EACH = "recipients[]."
VALUE_WORDS = {
    "item.kind": dict(Classification.Kind.choices),
    "item.us_nexus": dict(Classification.Nexus.choices),
    "activity.kind": dict(Disclosure.Activity.choices),
    "activity.standard_stage": dict(Disclosure.Stage.choices),
    "recipients[].match": {"possible": "not resolved"},
}


def checklist(determination: Determination) -> list[dict[str, Any]]:
    """The findings in the order of the steps, in the words of templates/partials/finding.html."""
    facts = determination.facts
    names = {str(row["id"]): row["name"] for row in facts.get("recipients") or []}
    core_status = determination.result["status"]
    return [
        {
            "question": "" if _is_condition(found) else STEP_QUESTIONS.get(found["step"], found["step"]),
            "answer": found["answer"],
            "recipient": _named(names.get(str(found["recipient"]), ""), found["explanation"]),
            "explanation": found["explanation"],
            "plain": plain_finding(found, facts),
            "citations": found["citations"],
            "in_force": found["in_force"],
            "source": found["source"],
            "decides": core_status if found.get("decides") else "",
            **_facts_of(found, facts),
        }
        for found in determination.result["findings"]
    ]


def questions_of(determination: Determination) -> list[dict[str, str]]:
    """What would settle the open points, and who can: `{text, who, fact}`."""
    return [
        {"text": each["question"], "who": ANSWERERS[each["who"]], "fact": each["fact"]}
        for each in determination.result["questions"]
    ]


def changes_of(determination: Determination) -> list[dict[str, str]]:
    """The smallest changes that would turn the answer: `{sentence, status}`."""
    found = determination.result["counterfactuals"]
    return [{"sentence": each["sentence"], "status": each["status"]} for each in found]


def _is_condition(found: Mapping[str, Any]) -> bool:
    """A condition stands under the finding of its step, which has asked the question."""
    return str(found["explanation"]).startswith(CONDITION)


def _named(name: str, explanation: str) -> str:
    """The recipient's name, unless the explanation says it already."""
    return "" if name in explanation else name


def _facts_of(found: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, list[str]]:
    """The facts that the step used, and those it missed, each as "name is value"."""
    used: list[str] = []
    missing: list[str] = []
    each: list[str] = []
    for path in found["facts_used"]:
        words = FACT_WORDS.get(path, path)
        if path.startswith(EACH) and not found["recipient"]:
            each.append(words)
            continue
        value = _value(path, facts, found["recipient"])
        if value not in (None, []):
            used.append(f"{words} is {_spoken(value, VALUE_WORDS.get(path, {}))}")
        elif value is None and found["answer"] == "unknown":
            missing.append(words)
    return {
        "facts_used": [*used, *([f"of each recipient: {', '.join(each)}"] if each else [])],
        "missing": missing,
    }


def _value(path: str, facts: Mapping[str, Any], recipient: str | None) -> Any:
    place: Any = facts
    if path.startswith(EACH):
        rows = facts.get("recipients") or []
        place = next((row for row in rows if str(row.get("id")) == str(recipient)), {})
        path = path.removeprefix(EACH)
    for key in path.split("."):
        place = place.get(key) if isinstance(place, Mapping) else None
    return place


def _spoken(value: Any, words: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        stated = [(key.replace("_", " "), one) for key, one in value.items() if one is not None]
        return ", ".join(f"{key} {_spoken(one, {})}" for key, one in stated)
    if isinstance(value, list):
        if value and isinstance(value[0], Mapping):
            return f"{len(value)} organisation{'s' if len(value) > 1 else ''}"
        return ", ".join(str(one) for one in value)
    text = str(value)
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        on = date.fromisoformat(text)
        return f"{on.day} {month_name[on.month]} {on.year}"
    return words.get(text, text.replace("_", " "))
