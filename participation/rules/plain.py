"""A determination for the delegate, from its published form: short sentences without law, and what to do."""

from collections.abc import Mapping
from typing import Any

from participation.rules.conditions import CONDITION
from participation.rules.determination import OPEN_FLAGS, OUTCOME_SENTENCES, Flag, Outcome

# For each step what yes, no and unknown say; `{name}` is the recipient, or "a recipient".
_SAID: dict[str, dict[str, str]] = {
    "technology": {"yes": "Something technical is released.", "no": "Nothing technical is released."},
    "other_agency": {
        "yes": "Another US agency has rules of its own for this material.",
        "no": "No other US agency has a say in it.",
        "unknown": "It is not clear which US agency has a say in it.",
    },
    "export": {
        "yes": "It goes abroad, or to somebody who is not a US person.",
        "no": "It stays among US persons in the United States.",
        "unknown": "It is not known whether {name} sends a US person.",
    },
    "us_nexus": {
        "yes": "It comes from the United States, or counts as if it did.",
        "no": "It does not come from the United States.",
        "unknown": "It is not known whether it comes from the United States.",
    },
    "publication": {
        "yes": "It was public before.",
        "no": "It was not public before, or that alone is not enough.",
        "unknown": "It is not known whether it was public before.",
    },
    "classification": {
        "yes": "The material is classified.",
        "unknown": "Nobody has classified the material yet.",
    },
    "exclusion": {
        "yes": "It is work on a standard that is or will be public, with material that may be shared for it.",
        "no": "It does not count as work on a public standard with material that may be shared for it.",
        "unknown": "It is open whether it counts as work on a public standard.",
    },
    "attendees": {"unknown": "It is not known who was there."},
    "sanctions": {
        "yes": "US sanctions touch {name}.",
        "no": "No other recipient is under US sanctions.",
        "unknown": "It is open whether US sanctions touch {name}.",
    },
    "denied_persons": {
        "yes": "{name} is barred from US exports.",
        "no": "Nobody else is barred from US exports.",
        "unknown": "It is open whether {name} is barred from US exports.",
    },
    "embargo": {
        "yes": "{name} is tied to a country under an embargo.",
        "no": "No other recipient is tied to a country under an embargo.",
        "unknown": "It is open whether an embargo touches {name}.",
    },
    "military_end_user": {
        "yes": "{name} is on a US list of military users.",
        "no": "No restriction for military users applies.",
        "unknown": "It is open whether {name} counts as a military user.",
    },
    "end_use": {
        "yes": "There is a warning sign about what the material would be used for.",
        "no": "There is no warning sign about what the material would be used for.",
        "unknown": "It is open what the material would be used for.",
    },
    "entity_list": {
        "yes": "{name} is on a US trade list.",
        "no": "Nobody else is on a US trade list.",
        "unknown": "It is open whether {name} is the company on a US trade list.",
    },
    "ownership": {
        "yes": "{name} belongs to a company on a US trade list.",
        "no": "Who owns the recipients changes nothing.",
        "unknown": "It is open how much of {name} belongs to a company on a US trade list.",
    },
    "carve_out": {
        "yes": "The exemption for standards work covers {name}.",
        "no": "{name} is on a US trade list, and the exemption for standards work does not cover this.",
        "unknown": "It is open whether the exemption for standards work covers {name}.",
    },
    "country_chart": {
        "yes": "This material needs a licence for the country of {name}.",
        "no": "No country needs a licence for this material.",
        "unknown": "It is open whether this material needs a licence for the country of {name}.",
    },
    "unverified_list": {
        "yes": "{name} is on a US list of companies that could not be verified.",
        "no": "Nobody else is on the US list of companies that could not be verified.",
        "unknown": "It is open whether {name} could be verified.",
    },
    "company_policy": {
        "yes": "Our own policy asks for a look by compliance first.",
        "no": "Our own policy asks nothing more.",
        "unknown": "It is open whether our own policy asks for a look by compliance first.",
    },
}
# What a condition of the exemption is about, by the first fact that it looks at.
_CONDITIONS = {
    "recipients[].entity_list": "Who receives it",
    "item.kind": "The kind of material",
    "item.eccn": "The classification of the material",
    "activity.kind": "That it was made for a standard",
    "activity.standard_stage": "The stage of the standard",
    "activity.intent_to_publish": "That the standard is or will be public",
    "activity.compliance_mandatory": "That the standard is voluntary",
    "activity.topic": "The topic",
    "body.name": "The standards body",
}
_FITS = {"yes": "fits the exemption", "no": "does not fit the exemption", "unknown": "is still open"}
_BECAUSE = {
    "publication": "it was public before",
    "us_nexus": "it does not come from the United States",
    "exclusion": "it is work on a standard that is or will be public",
}
_FLAGS = {
    Flag.OFAC: "US sanctions have to be looked at first.",
    Flag.OFAC_SCREEN: "Who receives it has to be checked for US sanctions first.",
    Flag.UVL_STATEMENT: "A recipient has to give a statement first.",
    Flag.DIVERSION_RED_FLAG: "A company on a US trade list owns a recipient, so it could be passed on.",
}
_NEXT = {
    "officer": "Compliance looks into it; share nothing until they are done.",
    "classifier": "It waits for whoever classifies it; share nothing until then.",
}
_STOP = "Compliance can tell what would help."


def plain_sentence(answer: Mapping[str, Any], facts: Mapping[str, Any]) -> str:
    """Why it came out so and what to do next, in at most three short sentences.

    Takes: a determination and its facts in the published format.
    """
    outcome, status = Outcome(answer["outcome"]), answer["status"]
    deciding = [each for each in answer["findings"] if each["decides"]]
    if status == "clear":
        because = next((_BECAUSE[each["step"]] for each in deciding if each["step"] in _BECAUSE), "")
        sentence = OUTCOME_SENTENCES[outcome]
        reached = outcome is Outcome.NOT_SUBJECT_TO_EAR and because
        return f"{sentence.rstrip('.')}: {because}." if reached else sentence
    if status == "stop":
        return " ".join([*(plain_finding(each, facts) for each in deciding[:1]), _STOP])
    ours = [each for each in answer["questions"] if each["who"] == "delegate"]
    if ours:
        return f"An answer is missing: {ours[0]['question']}"
    open_flags = [_FLAGS[flag] for flag in map(Flag, answer["flags"]) if flag in OPEN_FLAGS]
    why = [plain_finding(each, facts) for each in deciding] if outcome is Outcome.NEEDS_REVIEW else open_flags
    who = answer["questions"][0]["who"] if answer["questions"] else "officer"
    return " ".join([*why[:1], _NEXT[who]])


def plain_finding(finding: Mapping[str, Any], facts: Mapping[str, Any]) -> str:
    """One finding, or one condition of the exemption, in a sentence without law.

    A step that these rules no longer have keeps the sentence of its time.
    """
    if finding["explanation"].startswith(CONDITION):
        return f"{_CONDITIONS[finding['facts_used'][0]]} {_FITS[finding['answer']]}."
    name = _names(facts).get(finding["recipient"], "a recipient")
    said = _SAID.get(finding["step"], {}).get(finding["answer"])
    if said is None:
        return str(finding["explanation"])
    sentence = said.format(name=name)
    return sentence[0].upper() + sentence[1:] if name == "a recipient" else sentence


def _names(facts: Mapping[str, Any]) -> dict[str | None, str]:
    rows = facts.get("recipients") or ()
    return {row.get("id") or f"recipients[{number}]": row["name"] for number, row in enumerate(rows)}
