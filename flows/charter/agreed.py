"""The lines of what was agreed: the goal, who decides, and the path when something is stuck."""

from __future__ import annotations

from collections.abc import Iterator

from flows.charter.material import Material
from flows.charter.records import Line, Section
from flows.consent.records import Proposal
from flows.contradictions.sayings import measure
from flows.goals.records import Goal
from flows.phrases import Count, Listing, Phrase, Quote, Value
from flows.projects.records import DecisionRight, Higher
from flows.resolving.records import LADDER, Rung
from flows.resolving.rungs import RUNG_DAYS
from flows.rights.wording import SILENCE, must_agree
from flows.stakes.rules import from_when

FILE = "project file"
OURS = "agreed by using Accord"


KINDS = {
    "goal": "goal",
    "right": "decision right",
    "red_line": "red line",
    "tolerances": "tolerances",
    "order": "tradeoff order",
    "ending": "ending",
}
"""What the first part of a proposal's label says."""


def label(proposal_id: str, project_id: str) -> str:
    """Where a sentence comes from, as people read it: "agreed as goal 1"."""
    kind, _, number = proposal_id.removeprefix(f"{project_id}/").rpartition("/")
    return f"agreed as {KINDS.get(kind, kind)} {number}"


def goal_of(material: Material) -> tuple[Proposal, Goal] | None:
    """The goal in force with the proposal that was agreed."""
    proposal = material.agreed.get(("goal", ""))
    if proposal is None or not isinstance(proposal.content, Goal):
        return None
    return proposal, proposal.content


def goal(material: Material) -> Iterator[Line]:
    """Both wordings, their one measure, what it means to each function, and who has doubts."""
    found = goal_of(material)
    if found is None:
        return
    proposal, content = found
    source = label(proposal.id, proposal.project_id)
    for name, words in (("business", content.business), ("operational", content.operational)):
        phrase = Phrase("In {kind} terms: {words}", kind=name, words=Quote(words))
        yield Line(f"goal/{name}", Section.GOAL, phrase, source)
    yield Line("goal/measure", Section.GOAL, Phrase("Measured by {it}.", it=measure(content.measure)), source)
    for function, words in sorted(content.readings.items()):
        phrase = Phrase("To {function} it means {words}", function=material.name(function), words=Quote(words))
        yield Line(f"goal/reading/{function}", Section.GOAL, phrase, source, (function,))
    for function, said in sorted(proposal.minority.items()):
        phrase = Phrase("{function} has a doubt: {words}", function=material.name(function), words=Quote(said.reason))
        if said.prediction:
            phrase = Phrase("{so_far} It expects {words}", so_far=phrase, words=Quote(said.prediction))
        yield Line(f"goal/doubt/{function}", Section.GOAL, phrase, source, (function,))


def rights(material: Material) -> Iterator[Line]:
    """Who decides which tradeoff, what silence means, and who has to agree or is asked and told."""
    for right in material.project.decision_rights:
        proposal = material.agreed.get(("right", right.tradeoff))
        source = label(proposal.id, proposal.project_id) if proposal is not None else FILE
        words, concerns = _right(material, right), _concerned(material, right)
        yield Line(f"right/{right.tradeoff}", Section.RIGHTS, words, source, concerns)


def _right(material: Material, right: DecisionRight) -> Phrase:
    within: Value = Phrase(" within {span}", span=str(right.within)) if right.within else ""
    deputy: Value = Phrase("deputy {who}", who=material.name(right.deputy)) if right.deputy else "no deputy"
    words = Phrase(
        "{topic}: {decider} decides{within} ({deputy}). Without an answer {silence}.",
        topic=material.cast.tradeoff(right.tradeoff),
        decider=material.name(right.decider),
        within=within,
        deputy=deputy,
        silence=SILENCE[right.silence],
    )
    if right.higher:
        higher = material.name(right.higher.decider or material.project.sponsor)
        words = Phrase("{words} {when} {who} decides.", words=words, when=_sentence(right.higher), who=higher)
    if right.must_agree:
        words = Phrase("{words} Must agree: {names}.", words=words, names=must_agree(right, material.cast))
    others = (
        ("Recommend", right.recommend),
        ("Asked before", right.consulted),
        ("Carry it out", right.perform),
        ("Told after", right.informed),
    )
    for role, named in others:
        if named:
            names = Listing(tuple(material.name(each) for each in named))
            words = Phrase("{words} {role}: {names}.", words=words, role=role, names=names)
    return words


def _sentence(higher: Higher) -> Phrase:
    """ "Goes higher when it costs more than 50,000 EUR: then"."""
    return Phrase("It goes higher {when}: then", when=from_when(higher))


def _concerned(material: Material, right: DecisionRight) -> tuple[str, ...]:
    """The functions that a right names, themselves or by who speaks for them; all where it names none."""
    parts = (right.recommend, right.must_agree, right.consulted, right.perform, right.informed)
    named = {right.decider, right.deputy, *(each for part in parts for each in part)} - {None}
    return tuple(
        function.id
        for function in material.project.functions
        if named & {function.id, function.representative, function.deputy}
    )


def path(material: Material) -> Iterator[Line]:
    """The two ladders: of a decision that waits, and of views that contradict each other."""
    project = material.project
    backup: Value = Phrase(", then to {who} (back-up)", who=material.name(project.backup)) if project.backup else ""
    ladder = Phrase(
        "A decision goes to its decider, then to the deputy, then to {sponsor} (sponsor){backup}. If nobody decides, "
        "{sponsor} and {facilitator} (facilitator) are told, and it stays visible.",
        sponsor=material.name(project.sponsor),
        backup=backup,
        facilitator=material.name(project.facilitator or project.sponsor),
    )
    yield Line("path/decision", Section.PATH, ladder, FILE)
    nobody = set[Rung]() if project.backup else {Rung.BACKUP}
    if not any(right.deputy for right in project.decision_rights):
        nobody.add(Rung.DEPUTY)
    rungs = tuple(_rung(rung) for rung in LADDER if rung not in nobody)
    climbs = Phrase("What contradicts is settled by {rungs}.", rungs=Listing(rungs, last="then"))
    yield Line("path/contradiction", Section.PATH, climbs, OURS)


def _rung(rung: Rung) -> Phrase:
    days = Count(RUNG_DAYS[rung], "working day", "working days")
    return Phrase("{who} ({days})", who=rung.value, days=days)
