"""What the forecast looks like: as it is sent, and beside what came."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from flows.charter.material import Material
from flows.decisions.cast import capital
from flows.decisions.rights import find_right
from flows.messages import Block, Header, Items, Text
from flows.phrases import Count, Instant, Listing, Phrase, Quote, Value
from flows.projects.records import DecisionRight
from flows.sponsor.comparing import Came, Compared
from flows.sponsor.expecting import FIRST_WEEKS, rankings
from flows.sponsor.records import Expected, Forecast

SHOWN = 12
NO_COSTS: Mapping[str, tuple[str, str]] = MappingProxyType({})
NOT_SURE = "A forecast from the register, the milestones and what functions want decided together, by fixed rules."


def title(found: Material) -> Phrase:
    """For a heading."""
    return Phrase("Decisions to expect in {project}", project=found.project.name)


def load(found: Material, expected: Sequence[Expected], start: date) -> Phrase:
    """How many, how many of them are the sponsor's, and the fullest week."""
    if not expected:
        return Phrase("No decision is to be expected by {day}, as far as the records say.", day=start + FIRST_WEEKS)
    mine = [each for each in expected if each.decider == found.project.sponsor]
    count = Count(len(expected), "decision is likely", "decisions are likely")
    words = Phrase("{count} from {start} to {end}.", count=count, start=start, end=start + FIRST_WEEKS)
    if not mine:
        return Phrase("{words} None is the sponsor’s to decide, unless nobody before answers in time.", words=words)
    week = Counter(each.day.isocalendar()[:2] for each in mine).most_common(1)[0][1]
    return Phrase(
        "{words} {mine} for {sponsor} (sponsor) to decide, at most {week} in one week; the others only when nobody "
        "before answers in time.",
        words=words,
        mine=Count(len(mine), "is", "are"),
        sponsor=found.cast.who(found.project.sponsor),
        week=week,
    )


Costs = Mapping[str, tuple[str, str]]
"""What waiting cost the last time, by tradeoff: (label, as it was said)."""


def lines(found: Material, expected: Sequence[Expected], *, short: bool = False, costs: Costs = NO_COSTS) -> Items:
    """One for each; `short` leaves out what is known about it."""
    shown = [_line(found, each, short=short, costs=costs) for each in expected[:SHOWN]]
    more = [Phrase("and {n} more", n=len(expected) - SHOWN)] if len(expected) > SHOWN else []
    return Items((*shown, *more))


def _line(found: Material, each: Expected, *, short: bool, costs: Costs) -> Phrase:
    topic = capital(found.cast.tradeoff(each.tradeoff))
    milestone = next((one for one in found.project.milestones if one.id == each.milestone), None)
    when: Value = "with the start"
    if milestone is not None:
        when = Phrase("before {name} on {day}", name=milestone.name, day=milestone.date)
    right = find_right(found.project, each.tradeoff)
    words = Phrase(
        "{topic}, by {day}, {when}: {whose}.", topic=topic, day=each.day, when=when, whose=_whose(found, each, right)
    )
    for about in () if short else _about(found, each, right):
        words = Phrase("{words} {about}", words=words, about=about)
    if each.tradeoff in costs and not short:
        label, cost = costs[each.tradeoff]
        last = Phrase("The last time, waiting cost {cost} ({label}).", cost=Quote(cost), label=label)
        words = Phrase("{words} {last}", words=words, last=last)
    return words


def _whose(found: Material, each: Expected, right: DecisionRight | None) -> Phrase:
    sponsor = found.cast.who(found.project.sponsor)
    if right is None:
        return Phrase("{sponsor} decides, since nobody is named for it", sponsor=sponsor)
    within: Value = Phrase(" within {span}", span=str(right.within)) if right.within else ""
    if each.decider == found.project.sponsor:
        return Phrase("{sponsor} decides{within}", sponsor=sponsor, within=within)
    who: Value = found.cast.who(each.decider)
    if right.deputy:
        who = Phrase("{who}, or {deputy},", who=who, deputy=found.cast.who(right.deputy))
    return Phrase("{who} decides{within}, else {sponsor}", who=who, within=within, sponsor=sponsor)


def _about(found: Material, each: Expected, right: DecisionRight | None) -> Iterator[Phrase]:
    """The options known, what it takes, and what functions have said."""
    if right is not None and right.options:
        options = Listing(tuple(Quote(option) for option in right.options), last="or")
        yield Phrase("Options known: {options}.", options=options)
    if right is not None and right.inputs:
        yield Phrase("Needed to decide: {inputs}.", inputs=Quote(right.inputs))
    if each.wanted_by:
        names = Listing(tuple(found.name(function) for function in each.wanted_by))
        yield Phrase("To be decided together, say {names}.", names=names)
    sides = sides_of(found, each.tradeoff)
    if sides:
        yield Phrase("First comes {sides}.", sides=Listing(sides, last="and"))


def sides_of(found: Material, tradeoff: str) -> tuple[Phrase, ...]:
    """Who puts which of the two axes first: "operational safety for Operations and Quality"."""
    ranked = rankings(found)
    sides = []
    for axis in tradeoff.split("/") if "/" in tradeoff else ():
        others = set(tradeoff.split("/")) - {axis}
        functions = tuple(found.name(each) for each, ranking in ranked.items() if _first(ranking, axis, others))
        if functions:
            sides.append(
                Phrase("{axis} for {names}", axis=found.cast.tradeoff(axis), names=Listing(functions, last="and"))
            )
    return tuple(sides)


def _first(ranking: tuple[tuple[str, ...], ...], axis: str, others: set[str]) -> bool:
    group = next((each for each in ranking if axis in each or others & set(each)), ())
    return axis in group and not others & set(group)


def beside_what_came(found: Material, forecast: Forecast, compared: Compared) -> Iterator[Block]:
    """The forecast as it was sent, and what came of it."""
    at = Instant(forecast.at, found.project.zone)
    yield Header(Phrase("What was expected on {at}, and what came", at=at))
    if not compared.met and not compared.others:
        yield Text("Nothing was expected, and nothing came.")
        return
    met = sum(came is not None for _, came in compared.met)
    sponsor = found.project.sponsor
    yield Text(
        Phrase(
            "{met} of {all} came, and {others} that nobody had expected. {mine} expected for {sponsor} (sponsor), and "
            "{reached} came to them.",
            met=met,
            all=Count(len(compared.met), "expected decision", "expected decisions"),
            others=len(compared.others),
            mine=Count(sum(each.decider == sponsor for each in forecast.expected), "was", "were"),
            sponsor=found.cast.who(sponsor),
            reached=sum(each.reached_sponsor for each in compared.came),
        )
    )
    lines = [_met(found, each, came) for each, came in compared.met]
    lines += [_came("Not expected: {what}", found, each) for each in compared.others]
    if lines:
        yield Items(tuple(lines[:SHOWN]))


def _met(found: Material, each: Expected, came: Came | None) -> Phrase:
    topic = capital(found.cast.tradeoff(each.tradeoff))
    if came is None:
        return Phrase("{topic}, expected by {day}: has not come", topic=topic, day=each.day)
    expected = Phrase("{topic}, expected by {day}", topic=topic, day=each.day)
    return Phrase("{expected}: {what}", expected=expected, what=_came("{what}", found, came))


def _came(template: str, found: Material, came: Came) -> Phrase:
    at = Instant(came.at, found.project.zone)
    topic = found.cast.tradeoff(came.tradeoff)
    return Phrase(template, what=Phrase("{label}, {topic}, on {at}", label=came.label, topic=topic, at=at))
