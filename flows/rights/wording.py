"""What a decision right is called, and what it says, for people to read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from flows.decisions.cast import Cast
from flows.holds.wording import function_name
from flows.phrases import Listing, Phrase, Value, Words
from flows.projects.records import DecisionRight, Higher, Silence
from flows.rights.records import RightChange
from flows.stakes.rules import from_when

SILENCE: dict[Silence, str] = {
    Silence.BLOCKS: "nothing goes ahead until somebody decides",
    Silence.PROCEEDS: "the recommended option goes ahead",
    Silence.GOES_UP: "it goes up to the next person",
}
NO_LIMIT = "by urgency: a working day, four hours, or two hours"


def title(change: RightChange, cast: Cast) -> Phrase:
    """ "Decision right: speed against scope"."""
    return Phrase("Decision right: {tradeoff}", tradeoff=cast.tradeoff(change.tradeoff))


def rows(right: DecisionRight, cast: Cast) -> tuple[tuple[str, Words], ...]:
    """Everything that the right says, a row each; what it leaves out has none."""
    found: list[tuple[str, Words]] = [
        ("Decides", Phrase("{who}", who=cast.who(right.decider))),
        ("Deputy", Phrase("{who}", who=cast.who(right.deputy)) if right.deputy else "nobody"),
    ]
    if right.must_agree:
        found.append(("Must agree", must_agree(right, cast)))
    for label, names in (
        ("Recommends", right.recommend),
        ("Consulted before", right.consulted),
        ("Carries it out", right.perform),
        ("Informed after", right.informed),
    ):
        if names:
            found.append((label, Phrase("{names}", names=named(names, cast))))
    found += [("Goes higher", _higher(right.higher, cast))] if right.higher else []
    found.append(("Within", str(right.within) if right.within else NO_LIMIT))
    found.append(("No answer means", SILENCE[right.silence]))
    found += [("Rule", right.rule)] if right.rule else []
    return (*found, *_about(right))


def _higher(higher: Higher, cast: Cast) -> Phrase:
    who = cast.who(higher.decider or cast.project.sponsor)
    return Phrase("to {who}, {when}", who=who, when=from_when(higher))


def must_agree(right: DecisionRight, cast: Cast) -> Phrase:
    """The functions, each with what it may veto about: "Quality (on GxP evidence) and IT"."""
    found: list[Value] = []
    for function in right.must_agree:
        name, domains = function_name(cast, function), right.domains.get(function, ())
        about = Listing(domains, last="or")
        found.append(Phrase("{name} (on {about})", name=name, about=about) if domains else name)
    return Phrase("{names}", names=Listing(tuple(found)))


def _about(right: DecisionRight) -> Iterable[tuple[str, Words]]:
    """When it is about that decision, and what it takes."""
    if right.trigger:
        yield "When", Phrase("{words}", words=right.trigger)
    if right.options:
        yield "Options known", Phrase("{options}", options=Listing(right.options, last="or"))
    if right.inputs:
        yield "Needs to know", Phrase("{words}", words=right.inputs)


def named(names: Iterable[str], cast: Cast) -> Listing:
    """Functions by name, people as people."""
    functions = {function.id: function.name for function in cast.project.functions}
    found: list[Value] = [functions.get(name) or cast.who(name) for name in names]
    return Listing(tuple(found))


def changes(change: RightChange, cast: Cast) -> tuple[tuple[str, Words], ...]:
    """The right as it is to be; where something held before and is another now, that as well."""
    if change.right is None:
        return (("From now on", "nobody is named, so that it goes to the sponsor"), *_so_far(change, cast))
    before = dict(rows(replace(change.before, rule=""), cast)) if change.before else {}
    found = [(label, _beside(words, before.pop(label, None))) for label, words in rows(change.right, cast)]
    found += [(label, Phrase("no more (so far: {words})", words=_value(words))) for label, words in before.items()]
    return tuple(found)


def _so_far(change: RightChange, cast: Cast) -> Iterable[tuple[str, Words]]:
    if change.before is not None:
        yield "So far", Phrase("{who} decided", who=cast.who(change.before.decider))


def _beside(words: Words, before: Words | None) -> Words:
    if before is None or before == words:
        return words
    return Phrase("{words} (so far: {before})", words=_value(words), before=_value(before))


def _value(words: Words) -> Value:
    return words


def in_short(change: RightChange, cast: Cast) -> Phrase:
    """One line for the history: "speed against scope: Jan Lis decides, so far Maria Nowak"."""
    tradeoff = cast.tradeoff(change.tradeoff)
    before: Value = cast.who(change.before.decider) if change.before else "nobody"
    if change.right is None:
        return Phrase("{tradeoff}: nobody is named any more, so far {before}", tradeoff=tradeoff, before=before)
    if change.before is not None and change.before.decider == change.right.decider:
        return Phrase("{tradeoff}: {who} still decides", tradeoff=tradeoff, who=cast.who(change.right.decider))
    who = cast.who(change.right.decider)
    return Phrase("{tradeoff}: {who} decides, so far {before}", tradeoff=tradeoff, who=who, before=before)
