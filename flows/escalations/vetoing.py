"""The form of a veto, and what is read from it: never outside what the function may veto about."""

from __future__ import annotations

from dataclasses import replace

from flows.commands import FormValues
from flows.decisions.cast import Cast
from flows.escalations.matters import Matter
from flows.filled import Filled, at_most
from flows.forms import ChoiceField, ChoicesField, Field, Form, Option, Section, TextField
from flows.holds.commands import GiveVeto
from flows.holds.records import Ground, Hold
from flows.holds.wording import domains, owner_name
from flows.phrases import Phrase, Quote
from flows.red_lines.records import InForce, RedLine
from flows.red_lines.tripping import touched

LONGEST = 1000
REQUIREMENT = 200
ELSE = "else"


def veto_form(matter: Matter, hold: Hold, cast: Cast) -> Form:
    """Which options it rules out and why; for a function that must agree, also which requirement they breach."""
    options = tuple(Option(each.id, f"{each.id.upper()}: {each.text}") for each in matter.options)
    submits = GiveVeto(matter.id, hold.id, hold.since)
    match hold.ground:
        case Ground.RED_LINE:
            return Form(
                "Veto",
                submits,
                (
                    Section(hold.label, Phrase("{text}", text=Quote(hold.text))),
                    ChoicesField("options", "Which options cross it?", options, values=_crossing(matter, hold)),
                    _words("reason", "How do they cross it?", LONGEST),
                ),
            )
        case Ground.MUST_AGREE:
            return Form("Veto", submits, _requirement_fields(hold, cast, options))


def _requirement_fields(hold: Hold, cast: Cast, options: tuple[Option, ...]) -> tuple[Field, ...]:
    named = (*(Option(each, each) for each in _names(hold, cast)), Option(ELSE, "Something else"))
    about = Phrase(
        "A veto of {owner} holds on {domains} only.", owner=owner_name(hold, cast), domains=domains(hold, cast)
    )
    return (
        Section(owner_name(hold, cast), about),
        ChoicesField("options", "Which options are ruled out?", options),
        ChoiceField("domain", "What is it about?", named, required=True),
        TextField(
            "requirement",
            "Which requirement do they breach?",
            "Such as: 21 CFR 11.10(e), or the rule of the plant and its number.",
            required=True,
            limit=REQUIREMENT,
        ),
        _words("reason", "How do they breach it?", LONGEST),
    )


def _names(hold: Hold, cast: Cast) -> tuple[str, ...]:
    return hold.domains or (owner_name(hold, cast),)


def _words(field: str, label: str, limit: int) -> TextField:
    return TextField(field, label, required=True, multiline=True, limit=limit)


def _crossing(matter: Matter, hold: Hold) -> tuple[str, ...]:
    """The options in whose words the red line is touched."""
    line = RedLine(hold.owner, hold.text, "", hold.tripped, "")
    bound = (InForce(hold.id, matter.project_id, 1, line, hold.since, ""),)
    return tuple(each.id for each in matter.options if touched(bound, (each.text,)))


def read_veto(matter: Matter, hold: Hold, cast: Cast, values: FormValues) -> Hold:
    """The hold with options, reason and requirement. Raises InvalidForm; for what is outside of its domain as well."""
    filled = Filled(values)
    must_agree = hold.ground is Ground.MUST_AGREE
    missing = "Please say how they breach it." if must_agree else "Please say how they cross the red line."
    reason = filled.read("reason", at_most(LONGEST), missing) or ""
    known = {each.id for each in matter.options}
    options = tuple(dict.fromkeys(each for each in filled.chosen("options") if each in known))
    if not options:
        filled.wrong("options", "Please choose at least one option that it rules out.")
    requirement = _requirement(filled, matter, hold, cast) if must_agree else ""
    filled.check()
    return replace(hold, options=options, reason=reason, requirement=requirement)


def _requirement(filled: Filled, matter: Matter, hold: Hold, cast: Cast) -> str:
    missing = "Please name the requirement that they breach. Without one it is an opinion, and no veto."
    requirement = filled.read("requirement", at_most(REQUIREMENT), missing) or ""
    if filled.text("domain") not in _names(hold, cast):
        filled.wrong(
            "domain",
            Phrase(
                "{owner} may veto on {domains} only. Please tell {who}, who decides, what else speaks against it.",
                owner=owner_name(hold, cast),
                domains=domains(hold, cast),
                who=cast.who(matter.in_turn),
            ),
        )
    return requirement
