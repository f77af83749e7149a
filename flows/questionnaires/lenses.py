"""The lens of a measure (C11): what it is about in the end, as its owner says, the template says, or its words say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from flows.questionnaires.answers import Lens, Measure
from flows.questionnaires.template import Template
from flows.text import name_key

_WORD = re.compile(r"[^\W_]+")
_WORDS: Mapping[Lens, str] = {
    Lens.SAFETY: "safety | safe | accident | accidents | injury | injuries | incidents | sicherheit | unfälle | "
    "bezpieczeństwo | wypadki | wypadków",
    Lens.QUALITY: "quality | defects | defect | yield | errors | traceability | batch records | qualität | ausschuss | "
    "jakość | jakości | braki",
    Lens.DELIVERY: "speed | delivery | dates | schedule | stops | uptime | orders | volume | capacity | termin | "
    "lieferung | durchsatz | dostawy | terminy | wydajność",
    Lens.COST: "price | spend | spending | margin | euro | kosten | koszty | koszt | budżet",
    Lens.PEOPLE: "people | operators | users | employees | staff | satisfaction | workload | mitarbeiter | schulung | "
    "ludzie | pracownicy | szkolenia",
}
AXES: Mapping[str, Lens] = {
    "operational_safety": Lens.SAFETY,
    "quality": Lens.QUALITY,
    "speed": Lens.DELIVERY,
    "cost": Lens.COST,
}
"""The lens of each axis that has one."""
Key = tuple[str, ...]


def lens_of(template: Template, measure: Measure) -> Lens | None:
    """What the owner chose; else the lens of the longest words of the template, then of the list, in its name."""
    if measure.lens is not None:
        return measure.lens
    words = _key(measure.name)
    known = {_key(phrase): lens for phrase, lens in template.lenses.items()}
    return _longest(words, known) or _longest(words, LISTED)


def _key(phrase: str) -> Key:
    return tuple(name_key(word) for word in _WORD.findall(phrase))


def _listed() -> Iterator[tuple[Key, Lens]]:
    for lens, words in _WORDS.items():
        yield from ((_key(phrase), lens) for phrase in words.split("|"))


LISTED: Mapping[Key, Lens] = dict(_listed())


def _longest(words: Key, known: Mapping[Key, Lens]) -> Lens | None:
    for size in range(min(len(words), max(map(len, known), default=0)), 0, -1):
        for at in range(len(words) - size + 1):
            if words[at : at + size] in known:
                return known[words[at : at + size]]
    return None
