"""The partner pack: what integrators and suppliers need of the charter, with roles in the place of names (M8, O18).

A look: show_partner_pack. Nothing in it was said in confidence, and nobody's answer is quoted.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flows.calendar import local_day
from flows.charter import agreed
from flows.charter.commands import ShowPartnerPack
from flows.charter.keeping import Sources
from flows.charter.material import Material, material
from flows.charter.redacting import Redactor
from flows.commands import Actor
from flows.contradictions.sayings import measure
from flows.decisions.cast import capital
from flows.effects import Effects
from flows.evidence.judging import is_evidenced
from flows.evidence.records import EvidenceState
from flows.messages import Block, Facts, Header, Items, Message, Note, Text
from flows.phrases import Listing, Phrase, Quote, Value, Words
from flows.projects.membership import check_runs, project_here
from flows.projects.records import DecisionRight
from flows.red_lines.records import RedLine
from flows.rights.wording import SILENCE

SHOWN = 12
"""Lines of a section that a chat shows; the export has them all."""
ALL = 10_000
CHECK = (
    "Names of people are replaced by roles. A name that Accord does not know, or that is inflected, stays: "
    "please read it before you pass it on."
)


def show_partner_pack(records: Sources, actor: Actor, command: ShowPartnerPack, now: datetime) -> Effects:
    """For who runs the project, to read before it is passed on. Private."""
    project = project_here(records, actor, command.channel, command.project)
    check_runs(project, actor, records.people)
    pack = partner_pack(records, project.id, now, most=SHOWN)
    export = "As a file: python -m bot partner-pack, as Markdown, HTML or PDF."
    return Effects(reply=Message(pack.summary, (*pack.blocks, Note(CHECK), Note(export))))


def partner_pack(records: Sources, project_id: str, now: datetime, *, most: int = ALL) -> Message:
    """On one page. Raises NotFound for an unknown project."""
    found = material(records, records.projects.get(project_id))
    redactor = Redactor(found.project, records.people.all())
    title = Phrase("{project}: what partners need to know", project=redactor.words(found.project.name))
    sections = (
        ("The goal of the first stage", list(_goal(found, redactor)), "No goal is agreed yet."),
        ("Red lines", list(_red_lines(found, redactor)), "None is agreed."),
        ("Who decides, and by when", list(_rights(found, redactor)), "Nobody is named yet, so the sponsor decides."),
        ("The path when something is stuck", list(_path(found)), ""),
        ("Proof that is needed", list(_evidence(found, redactor)), "None is asked for yet."),
    )
    blocks: list[Block] = [Header(title), Facts(tuple(_dates(found, redactor)))]
    for heading, lines, empty in sections:
        more = [Phrase("and {n} more, which the export has", n=len(lines) - most)] if len(lines) > most else []
        blocks += [Header(heading), Items((*lines[:most], *more)) if lines else Text(empty)]
    made = Note(Phrase("As of {day}. Roles stand for people.", day=local_day(now, found.project.zone)))
    return Message(title, (*blocks, made))


def _dates(found: Material, redactor: Redactor) -> Iterator[tuple[str, Words]]:
    project = found.project
    if project.stage:
        yield "Stage", redactor.words(project.stage)
    yield "Kick-off", Phrase("{day}", day=project.kickoff)
    for each in sorted(project.milestones, key=lambda one: one.date):
        yield redactor.words(each.name), Phrase("{day}", day=each.date)


def _goal(found: Material, redactor: Redactor) -> Iterator[Phrase]:
    there = agreed.goal_of(found)
    if there is None:
        return
    content = there[1]
    yield Phrase("In business terms: {words}", words=Quote(redactor.words(content.business)))
    yield Phrase("In operational terms: {words}", words=Quote(redactor.words(content.operational)))
    yield Phrase("Measured by {it}.", it=redactor.words(measure(content.measure)))


def _red_lines(found: Material, redactor: Redactor) -> Iterator[Phrase]:
    for each in found.bounds:
        content = each.content
        if isinstance(content, RedLine):
            yield Phrase(
                "{label}, owned by {owner}: {text}; crossed when {test}",
                label=each.label,
                owner=found.name(content.owner),
                text=Quote(redactor.words(content.text)),
                test=Quote(redactor.words(content.test)),
            )


def _rights(found: Material, redactor: Redactor) -> Iterator[Phrase]:
    """Each kind of decision by role, with its time."""
    names = {function.id: function.name for function in found.project.functions}
    for right in found.project.decision_rights:
        words = Phrase(
            "{topic}: {who} decides{within}. Without an answer {silence}.",
            topic=redactor.words(capital(found.cast.tradeoff(right.tradeoff))),
            who=_decider(right, redactor),
            within=Phrase(" within {span}", span=str(right.within)) if right.within else "",
            silence=SILENCE[right.silence],
        )
        agrees = tuple(names.get(each) or redactor.role(each) for each in right.must_agree)
        if agrees:
            words = Phrase("{words} Must agree: {names}.", words=words, names=Listing(agrees))
        yield words


def _decider(right: DecisionRight, redactor: Redactor) -> Value:
    decider = redactor.role(right.decider)
    if not right.deputy:
        return decider
    return Phrase("{decider}, or {deputy},", decider=decider, deputy=redactor.role(right.deputy))


def _path(found: Material) -> Iterator[Phrase]:
    backup: Value = ", then to the back-up of the sponsor" if found.project.backup else ""
    yield Phrase(
        "A decision goes to its decider, then to the deputy, then to the sponsor{backup}. If nobody decides, the "
        "sponsor and the facilitator are told, and it stays visible.",
        backup=backup,
    )
    yield Phrase("Please bring what you need decided to the facilitator, with at least two options and a day.")


def _evidence(found: Material, redactor: Redactor) -> Iterator[Phrase]:
    """What is owed, from whom by role or function, and by when; the earliest first."""
    functions = {each.id: each.name for each in found.project.functions}
    milestones = {each.id: each.name for each in found.project.milestones}
    wanted = [each for each in found.obligations if each.state is not EvidenceState.DROPPED]
    for each in sorted(
        wanted, key=lambda one: (one.last_day is None, one.last_day or found.project.kickoff, one.number)
    ):
        provider = functions.get(each.provider) or (redactor.role(each.provider) if each.provider else "nobody yet")
        milestone = redactor.words(milestones.get(each.milestone or "", ""))
        yield Phrase(
            "{label}: {what}, from {provider}{day}{milestone}, for {askers}{done}",
            label=each.label,
            what=redactor.words(each.what),
            provider=provider,
            day=Phrase(", by {day}", day=each.last_day) if each.last_day else "",
            milestone=Phrase(", before {name}", name=milestone) if milestone else "",
            askers=Listing(tuple(functions[one] for one in each.functions if one in functions), empty="the project"),
            done=" (accepted)" if is_evidenced(each, found.project) else "",
        )
