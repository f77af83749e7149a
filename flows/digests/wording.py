"""How a standing reads: a headline of one line, the detail under it, and what has changed."""

from __future__ import annotations

from collections.abc import Mapping

from flows.digests.standing import Line, Standing
from flows.messages import Block, Header, Items, Message, Note, Text
from flows.phrases import Count, Listing, Phrase, Words
from flows.projects.records import Project

NOT_COMPARED = "The answers are compared when the round closes."
SHOWN = 15
"""Lines per section; the rest is counted."""


def headline(project: Project, standing: Standing, told: Mapping[str, str], charter: int = 0) -> Message:
    """The short message in the channel; its detail hangs in the thread. `charter`: its version, 0 without one."""
    words = Phrase("{project}: {figures}.", project=project.name, figures=figures(standing, told))
    blocks: list[Block] = [Header(Phrase("Where {project} stands", project=project.name)), Text(words)]
    if not standing.decided and told and standing.fingerprint == told:
        words = unchanged(project, standing)
        return Message(words, (Text(words), *_overdue(standing)))
    blocks += _overdue(standing)
    blocks.append(Note("The detail is in the thread. /align status shows the same at any time, only to you."))
    if charter:
        blocks.append(Note(Phrase("/charter shows version {n} of the charter and who has signed it.", n=charter)))
    return Message(words, tuple(blocks))


def _overdue(standing: Standing) -> list[Block]:
    """What is overdue is named each time, for as long as it is."""
    return [Items(tuple(line.words for line in standing.overdue[:3]))] if standing.overdue else []


def unchanged(project: Project, standing: Standing) -> Phrase:
    """The one line of a week in which nothing moved."""
    found = "{open}, {waiting}." if standing.compared else "{waiting}."
    if standing.overdue:
        found = "{overdue} overdue, " + found
    return Phrase(
        "{project}: nothing has changed since the last digest. " + found,
        project=project.name,
        open=Count(len(standing.contradictions), "open contradiction", "open contradictions"),
        waiting=Count(len(standing.waiting), "decision waiting", "decisions waiting"),
        overdue=len(standing.overdue),
    )


def figures(standing: Standing, told: Mapping[str, str]) -> Listing:
    """The counts of the headline, in the order in which they matter."""
    parts: list[Words] = []
    if standing.overdue:
        parts.append(Phrase("{n} overdue", n=len(standing.overdue)))
    if standing.participation:
        parts.append(standing.participation.words)
    contradictions = Count(len(standing.contradictions), "open contradiction", "open contradictions")
    fresh = sum(line.key not in told for line in standing.contradictions) if told else 0
    if standing.compared:
        new = Phrase("{all} ({fresh} new)", all=contradictions, fresh=fresh)
        parts.append(new if fresh else _alone(contradictions))
    parts.append(_alone(Count(len(standing.waiting), "decision waiting", "decisions waiting")))
    parts.append(_alone(Count(len(standing.decided), "decision made", "decisions made")))
    return Listing(tuple(parts), last="and")


def _alone(count: Count) -> Phrase:
    return Phrase("{count}", count=count)


def readiness(project: Project, standing: Standing) -> Phrase:
    """What stands between the project and its kick-off, counted."""
    open_points = (
        Count(len(standing.missing), "gap", "gaps"),
        Count(len(standing.contradictions), "contradiction", "contradictions"),
        Count(len(standing.overdue), "overdue item", "overdue items"),
    )
    counts = tuple(count for count in open_points if count.number)
    if standing.participation is None:
        return Phrase("Nobody has been asked yet; the kick-off is on {day}.", day=project.kickoff)
    if not counts and not standing.unanswered:
        return Phrase("Nothing is known to be missing for the kick-off on {day}.", day=project.kickoff)
    unanswered = Count(standing.unanswered, "function without answers", "functions without answers")
    listed = (unanswered, *counts) if standing.unanswered else counts
    return Phrase("Open before the kick-off on {day}: {points}.", day=project.kickoff, points=Listing(listed))


def details(project: Project, standing: Standing, told: Mapping[str, str]) -> Message:
    """Everything behind the headline, section by section; what is new since the last digest says so."""
    blocks: list[Block] = [Header("Readiness"), Text(readiness(project, standing))]
    if standing.participation:
        blocks += [Header("Answers"), Text(standing.participation.words)]
    sections = (
        ("Overdue", standing.overdue, ""),
        ("Decisions waiting", standing.waiting, "No decision is waiting."),
        ("Decisions that wait for a function", standing.words, ""),
        ("Decided since the last digest", standing.decided, "No decision was made."),
        ("Open contradictions", standing.contradictions, "None is open." if standing.compared else NOT_COMPARED),
        ("Missing before the start", standing.missing, "Nothing is known to be missing." if standing.compared else ""),
        ("To be agreed and signed", standing.to_agree, ""),
        ("Does what was signed still hold?", standing.pulse, ""),
        ("Does the path of decisions reach everybody?", standing.drill, ""),
        ("Proof that is owed", standing.evidence, ""),
        ("Drift from the agreed order", standing.drift, ""),
        ("Next dates", standing.upcoming, "Nothing in the next 30 days."),
    )
    for title, lines, empty in sections:
        if lines or empty:
            blocks += _section(title, lines, empty, told)
    gone = [key for key in told if key not in standing.fingerprint and not key.startswith(("overdue/", "word/"))]
    if gone:
        blocks += [Header("Settled since the last digest"), Text(_gone(gone))]
    return Message("The detail of the digest.", tuple(blocks))


def _section(title: str, lines: tuple[Line, ...], empty: str, told: Mapping[str, str]) -> list[Block]:
    if not lines:
        return [Header(title), Text(empty)]
    shown: list[Words] = [_marked(line, told) for line in lines[:SHOWN]]
    if len(lines) > SHOWN:
        shown.append(Phrase("and {n} more", n=len(lines) - SHOWN))
    return [Header(Phrase("{title} ({n})", title=title, n=len(lines))), Items(tuple(shown))]


def _marked(line: Line, told: Mapping[str, str]) -> Phrase:
    if told and line.state and line.key not in told and not line.key.startswith("decision/"):
        return Phrase("New: {words}", words=line.words)
    return line.words


def _gone(keys: list[str]) -> Phrase:
    kinds = {"contradiction": ("contradiction", "contradictions"), "gap": ("gap", "gaps")}
    kinds["agree"] = ("point to agree", "points to agree")
    kinds["evidence"] = ("piece of evidence", "pieces of evidence")
    kinds["drift"] = ("drift", "drifts")
    kinds["escalation"] = ("escalation", "escalations")
    counts = [
        Count(number, *names)
        for kind, names in kinds.items()
        if (number := sum(key.startswith(f"{kind}/") for key in keys))
    ]
    return Phrase("{counts}.", counts=Listing(tuple(counts), empty="Nothing"))
