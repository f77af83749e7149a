"""Risks as they are asked about, and stances in the plain shape, in words and on one line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

from flows.amounts import read_amount
from flows.errors import Invalid
from flows.phrases import Phrase, Quote, Value, Words
from flows.plain import Plain
from flows.questionnaires.answers import Stance
from flows.questionnaires.asking import Setting
from flows.questionnaires.lines import join, split
from flows.questionnaires.periods import read_period
from flows.questionnaires.template import Risk
from flows.questionnaires.wording import NO_VIEW, named
from flows.text import name_key

StancePlain: TypeAlias = Mapping[str, Plain]

LABELS: Mapping[Stance, str] = {
    Stance.ACCEPTABLE: "Acceptable",
    Stance.ACCEPTABLE_IF: "Acceptable if …",
    Stance.NOT_ACCEPTABLE: "Not acceptable",
    Stance.NO_VIEW: "No view",
}
IN_WORDS: Mapping[str, str] = {
    Stance.ACCEPTABLE: "acceptable",
    Stance.ACCEPTABLE_IF: "acceptable if",
    Stance.NOT_ACCEPTABLE: "not acceptable even if pace suffers",
    Stance.NO_VIEW: "no view",
}
DETAILS = ("limit", "condition", "why", "test", "scope", "stage", "period")
TYPED = ("limit", "condition", "why", "test", "scope", r"stage(?=\s*:)", r"period(?=\s*:)")
"""As labels are found in a line: “stage 2 is over” is a condition, and only “stage: 2” names a stage."""
_STANCE = re.compile(
    r"(?P<no>no view|no_view|not my area)|(?P<not>not[ _]acceptable|unacceptable)(?:\s+even if pace suffers)?"
    r"|acceptable[ _]if(?:\s*[…:.]+)?\s*(?P<condition>.*)|(?P<yes>acceptable)",
    re.IGNORECASE | re.DOTALL,
)


def all_risks(setting: Setting) -> tuple[Risk, ...]:
    """The catalogue, then what other functions added."""
    return (*setting.template.risks, *setting.own_risks)


def known_risks(setting: Setting, value: Plain) -> tuple[Risk, ...]:
    """Those, and what an answer names besides: a risk that was withdrawn stays what it was."""
    risks = all_risks(setting)
    named_here = value if isinstance(value, Mapping) else {}
    known = {risk.id for risk in risks}
    return (*risks, *(Risk(risk, risk) for risk in named_here if risk not in known))


def risk_name(setting: Setting, risk_id: str) -> Value:
    """The name of a risk; a risk that a function added is quoted, since those are people's words."""
    for risk in setting.template.risks:
        if risk.id == risk_id:
            return risk.name
    for risk in setting.own_risks:
        if risk.id == risk_id:
            return Quote(risk.name)
    return risk_id


def line_name(risks: tuple[Risk, ...], risk_id: str) -> str:
    """The name to type for a risk; its id where the name would not lead back to it."""
    for risk in risks:
        name = " ".join(risk.name.split())
        if risk.id == risk_id and named(risks, name) == risk and not name.endswith("."):
            return name
    return risk_id


def risk_meant(risks: tuple[Risk, ...], typed: str) -> Risk | None:
    """The risk of that name, id, or beginning of a name."""
    exact = [risk for risk in risks if name_key(risk.name) == name_key(typed) or risk.id == typed.strip()]
    found = exact[0] if exact else named(risks, typed)
    return found if isinstance(found, Risk) else None


def in_words(given: StancePlain, name: Value) -> Words:
    """ "Production stop: acceptable if, up to 4 h: “only on a Sunday night shift”"."""
    parts: dict[str, Value] = {"name": name, "stance": IN_WORDS.get(str(given.get("stance")), "")}
    template = "{name}: {stance}"
    if given.get("stance") == Stance.ACCEPTABLE_IF and not given.get("condition"):
        parts["stance"] = "acceptable on a condition"
    for key, words in (
        ("condition", " {condition}"),
        ("limit", ", up to {limit}"),
        ("why", ", because {why}"),
        ("test", "; broken by {test}"),
        ("scope", " (for {scope})"),
        ("stage", " (stage: {stage})"),
        ("period", " ({period})"),
    ):
        if given.get(key):
            template += words
            parts[key] = str(given[key]) if key in ("limit", "period") else Quote(bare(key, str(given[key])))
    return Phrase(template, **parts)


def bare(part: str, words: str) -> str:
    """What was said, without the word that our sentence has already: “because”, “if”."""
    leads = {"why": "because ", "condition": "if "}.get(part, "")
    rest = words[len(leads) :].lstrip() if leads and words.casefold().startswith(leads) else ""
    return rest or words


def details_line(given: StancePlain) -> str:
    """The follow-ups on one line: `limit: 4 h; condition: only on a Sunday night shift`."""
    return join([(key, str(given[key])) for key in DETAILS if given.get(key)], TYPED)


def read_details(line: str, stance: str, unit: str | None = None) -> dict[str, Plain]:
    """What `details_line` writes, and looser: parts without a label are read by the stance. Raises Invalid.

    For an accepting stance an amount is the limit and other words the condition; for a refusal they are the reason,
    then the test.
    """
    found: dict[str, Plain] = {}
    for label, words in split(line, TYPED):
        key = label or _meant(words, stance, found)
        if key in found:
            raise Invalid("I read two parts as the {part}. Please say it in one.", part=key)
        found[key] = _kept(key, words, unit)
    return found


def _kept(key: str, words: str, unit: str | None) -> str:
    if key == "limit":
        return limit_of(words, unit)
    return str(read_period(words)) if key == "period" else words


def limit_of(words: str, unit: str | None) -> str:
    """An amount in its own unit, or in the usual unit of the risk. Raises Invalid with an example."""
    typed = re.sub(r"^(?:at most|up to|max\.?|<=|≤|<)\s*", "", words.strip(), flags=re.IGNORECASE)
    try:
        return str(read_amount(f"{typed} {unit}" if unit and re.fullmatch(r"[\d.]+", typed) else typed))
    except Invalid as refusal:
        raise Invalid(
            "I read “{typed}”. A limit is a number with its unit, for example {example}.",
            typed=words.strip()[:80],
            example=f"4 {unit or 'h'}",
        ) from refusal


def stance_of(words: str) -> dict[str, Plain] | None:
    """A typed stance, with the condition where one follows: "acceptable if nobody works there"."""
    found = _STANCE.fullmatch(words.strip().rstrip("."))
    if found is None:
        return None
    if found["no"]:
        return {"stance": NO_VIEW}
    if found["not"]:
        return {"stance": Stance.NOT_ACCEPTABLE.value}
    if found["yes"]:
        return {"stance": Stance.ACCEPTABLE.value}
    condition = found["condition"].strip()
    return {"stance": Stance.ACCEPTABLE_IF.value} | ({"condition": condition} if condition else {})


def _meant(words: str, stance: str, found: Mapping[str, Plain]) -> str:
    if stance == Stance.NOT_ACCEPTABLE:
        return "test" if "why" in found else "why"
    if "limit" not in found and re.match(r"(?:at most|up to|max|<=|≤|<)?\s*[\d.]+\s*\S{0,12}$", words, re.IGNORECASE):
        return "limit"
    return "condition"
