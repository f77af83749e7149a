"""What each function that must agree may veto about: "Quality: GxP evidence, batch records", one per line."""

from __future__ import annotations

from collections.abc import Iterable

from flows.decisions.cast import Cast
from flows.errors import Invalid
from flows.filled import Filled
from flows.forms import TextField
from flows.projects.records import DecisionRight, Function
from flows.text import same_name

LONGEST = 80
MOST = 6


def domains_field(cast: Cast, right: DecisionRight | None) -> TextField:
    """Filled with what holds."""
    names = {each.id: each.name for each in cast.project.functions}
    held = right.domains if right else {}
    lines = "\n".join(f"{names[each]}: {', '.join(named)}" for each, named in held.items() if each in names)
    return TextField(
        "domains",
        "What each of them may veto about",
        "One per line, such as Quality: GxP evidence. Left empty, it is what the function stands for.",
        lines,
        multiline=True,
    )


def read_domains(filled: Filled, cast: Cast, must_agree: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """By function id, only for functions that must agree; the problem is noted at the field."""
    chosen = tuple(each for each in cast.project.functions if each.id in must_agree)
    return filled.read("domains", lambda said: _read(said, cast.project.functions, chosen)) or {}


def _read(said: str, functions: tuple[Function, ...], chosen: tuple[Function, ...]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in filter(None, (each.strip() for each in said.splitlines())):
        name, colon, rest = line.partition(":")
        domains = tuple(dict.fromkeys(filter(None, (" ".join(each.split()) for each in rest.split(",")))))
        function = next((each for each in functions if same_name(name, each.name) or name.strip() == each.id), None)
        if not colon or not domains or function is None:
            raise Invalid(
                "Please write the name of a function, a colon, and what it may veto about; {line} does not.",
                line=line[:LONGEST],
            )
        if function not in chosen:
            raise Invalid("{name} does not have to agree here, so it has no veto.", name=function.name)
        if len(domains) > MOST or any(len(each) > LONGEST for each in domains):
            raise Invalid("Please name at most {most} short domains for {name}.", most=MOST, name=function.name)
        found[function.id] = domains
    return found
