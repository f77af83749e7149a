"""How people type who should decide: `Maria Nowak, 1 working day, goes up`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flows.amounts import read_span
from flows.errors import Invalid
from flows.plain import Plain
from flows.projects.records import Silence
from flows.questionnaires.asking import Setting
from flows.questionnaires.wording import NO_VIEW, means_no_view, named

SILENCES: Mapping[Silence, str] = {
    Silence.BLOCKS: "Nothing moves",
    Silence.PROCEEDS: "Work goes on as planned",
    Silence.GOES_UP: "It goes one level up",
}
SAID: Mapping[Silence, str] = {
    Silence.BLOCKS: r"\b(?:waits?|blocks?|stops?)\b",
    Silence.PROCEEDS: r"\b(?:goes on|go on|proceeds?)\b",
    Silence.GOES_UP: r"\bup\b",
}
EXAMPLE = "Maria Nowak, 1 working day, goes up"


def addressed(setting: Setting, text: str) -> tuple[str | None, str]:
    """`Speed against quality: Maria Nowak` as the tradeoff and the rest."""
    name, colon, rest = text.partition(":")
    sides = [part for part in re.split(r"/|\bagainst\b|\bversus\b|\bvs\.?|\band\b", name) if part.strip()]
    axes = [named(setting.template.axes, side) for side in sides]
    if colon and len(axes) == 2:
        wanted = {axis.id for axis in axes if axis is not None}
        for tradeoff in setting.template.tradeoffs:
            if set(tradeoff.split("/")) == wanted:
                return tradeoff, rest
    return None, text


def typed(setting: Setting, text: str) -> Plain:
    """`Maria Nowak, 1 working day, goes up`; the name alone is enough."""
    if means_no_view(text):
        return NO_VIEW
    name, *rest = [part.strip() for part in re.split(r"[,;]", text) if part.strip()] or [""]
    person = named(setting.people, name)
    if person is None:
        raise Invalid(
            "I read “{name}”, and nobody of this project has that name. "
            "Please choose from the menu, or type for example: {example}",
            name=name[:80],
            example=", ".join([setting.people[0].name, *EXAMPLE.split(", ")[1:]]),
        )
    given: dict[str, Plain] = {"decider": person.id}
    for part in rest:
        key = "silence" if _silence(part) else "within"
        given[key] = read_part(key, part)
    return given


def read_part(part: str, text: str) -> str:
    """How fast (`within`), or what no answer means (`silence`). Raises Invalid."""
    if part == "silence":
        found = _silence(text)
        if found is None:
            raise Invalid("I read “{text}”. Please say: blocks, proceeds or goes up.", text=text.strip()[:80])
        return found.value
    try:
        return str(read_span(re.sub(r"^within\s+", "", text.strip(), flags=re.IGNORECASE)))
    except Invalid as refusal:
        raise Invalid(
            "I read “{text}” as how fast. Please say it like 4 h, 2 days or 1 working day.", text=text.strip()[:80]
        ) from refusal


def _silence(text: str) -> Silence | None:
    """What no answer means, as it is pressed, as the project file calls it, or as people say it."""
    said = re.sub(r"^(?:silence|no answer)\s*:?\s*", "", text.strip(), flags=re.IGNORECASE).casefold().rstrip(".")
    for silence, label in SILENCES.items():
        if said in (label.casefold(), silence.value, silence.value.replace("_", " ")):
            return silence
    return next((silence for silence, words in SAID.items() if re.search(words, said)), None)
