"""What a decision looks like, and who gets to see it unasked."""

from __future__ import annotations

from datetime import datetime

from flows.calendar import next_working
from flows.decisions.cast import Cast, by_rule, capital
from flows.decisions.commands import OpenConcern, OpenSupersede, ShowDecision
from flows.decisions.records import Decision, Source
from flows.decisions.rights import concerned
from flows.decisions.weighing import weighed_words
from flows.effects import Post, Promise
from flows.holds import wording as holding
from flows.messages import (
    Block,
    Button,
    Buttons,
    Facts,
    Header,
    Items,
    Message,
    Note,
    Quoted,
    Text,
    ToChannel,
    ToPerson,
)
from flows.phrases import Instant, Link, Listing, Phrase, Quote, Words
from flows.questionnaires.wording import shortened

LONGEST_QUOTED = 600
"""Characters of a message on a card; the record keeps all of it."""


def published(decision: Decision, cast: Cast, now: datetime, *, first: bool = True) -> tuple[Post, ...]:
    """To the channel, the requester, whose decision it was by right, and everybody it concerns; in working hours.

    `first` is False when a decision that was published before looks different now: then only what is on screen changes.
    """
    promise = Promise.NEVER_LOST if first else Promise.REFRESH
    people = dict.fromkeys((decision.requester, decision.on_behalf_of, *concerned(cast.project, decision.tradeoff)))
    posts = [
        Post(
            f"decision/{decision.id}/to/{person_id}",
            ToPerson(person_id),
            decision_card(decision, cast, reader_id=person_id),
            promise,
            not_before=next_working(cast.person(person_id), now),
        )
        for person_id in people
        if person_id and person_id != decision.decided_by and cast.person(person_id).active
    ]
    if cast.project.channel:
        channel = ToChannel(cast.project.channel)
        posts.insert(0, Post(f"decision/{decision.id}/channel", channel, decision_card(decision, cast), promise))
    return tuple(posts)


def decision_card(decision: Decision, cast: Cast, *, reader_id: str | None = None) -> Message:
    """The whole record, for one reader or (None) for a channel."""
    blocks: list[Block] = [Header(_heading(decision, cast))]
    if decision.requester:
        blocks.append(Quoted(decision.question, Phrase("{who}", who=cast.who(decision.requester))))
    else:
        blocks.append(Text(Phrase("{question}", question=Quote(decision.question))))
    blocks += [
        Text(verdict(decision, cast)),
        *(
            []
            if decision.by_silence
            else [Quoted(decision.rationale, Phrase("{who}", who=cast.who(decision.decided_by)))]
        ),
        Facts(tuple(_facts(decision, cast))),
        *(Quoted(each.words, Phrase("{who}: cannot work", who=cast.who(each.by))) for each in decision.concerns),
    ]
    chain = _chain(decision)
    if chain:
        blocks.append(Note(chain))
    if reader_id is not None:
        buttons = _buttons(decision, cast, reader_id)
        blocks += [Buttons(buttons)] if buttons else []
    return Message(summary(decision, cast), tuple(blocks))


def _heading(decision: Decision, cast: Cast) -> Phrase:
    tradeoff = capital(cast.tradeoff(decision.tradeoff))
    return Phrase("{label} · {tradeoff}", label=decision.label, tradeoff=tradeoff)


def summary(decision: Decision, cast: Cast) -> Phrase:
    """One line: "D-7 “Stop line 3 on 8 May?” Jan Lis, for Maria Nowak, decided: “Stop for 12 h”."."""
    return Phrase(
        "{label} {question} {verdict}",
        label=decision.label,
        question=Quote(decision.question),
        verdict=verdict(decision, cast),
    )


def verdict(decision: Decision, cast: Cast) -> Phrase:
    """Who decided what."""
    choice = Quote(decision.choice)
    if decision.by_silence:
        return Phrase(
            "{choice} goes ahead by agreed silence{rule}: nobody answered in time, and for {tradeoff} that lets the "
            "recommended option proceed.",
            choice=choice,
            rule=by_rule(decision.rule),
            tradeoff=cast.tradeoff(decision.tradeoff),
        )
    return Phrase("{who} decided: {choice}.", who=_who(decision, cast), choice=choice)


def _who(decision: Decision, cast: Cast) -> Phrase:
    who = cast.who(decision.decided_by)
    if decision.on_behalf_of is None:
        return Phrase("{who}", who=who)
    return Phrase("{who}, on behalf of {principal},", who=who, principal=cast.who(decision.on_behalf_of))


def _facts(decision: Decision, cast: Cast) -> list[tuple[str, Words]]:
    others = [option for option in decision.options if option != decision.choice]
    on = "Recorded on" if decision.source else "Decided on"
    rows: list[tuple[str, Words]] = [(on, Phrase("{at}", at=Instant(decision.decided_at, cast.project.zone)))]
    if others:
        rows.append(("Not chosen", Phrase("{options}", options=Listing(tuple(Quote(option) for option in others)))))
    if decision.conditions:
        rows.append(("Conditions", Phrase("{words}", words=Quote(decision.conditions))))
    if decision.weighed is not None:
        rows.append(("Trade-off", weighed_words(decision.weighed, cast)))
    rows += [holding.row(hold, cast) for hold in decision.red_lines]
    if decision.links:
        links = Listing(tuple(Link(url, url) for url in decision.links))
        rows.append(("Links", Phrase("{links}", links=links)))
    if decision.escalation_id:
        rows.append(("From", decision.escalation_id.rpartition("/")[2]))
    if decision.source:
        recorded = cast.who(decision.source.recorded_by)
        said = Phrase("{origin} (recorded by {who})", origin=origin(decision.source, cast), who=recorded)
        rows.append(("Said", said))
    return rows


def origin(source: Source, cast: Cast) -> Phrase:
    """Who wrote what, when, and where it can be read."""
    by = cast.who(source.by) if source.by else "Somebody"
    at = Phrase(", {at}", at=Instant(source.at, cast.project.zone)) if source.at else Phrase("")
    link = Phrase(" {link}", link=Link(source.link, "Read it there")) if source.link else Phrase("")
    words = Quote(shortened(source.words, LONGEST_QUOTED))
    return Phrase("{by}{at}: {words}{link}", by=by, at=at, words=words, link=link)


def _chain(decision: Decision) -> Phrase | None:
    """What it replaced, and what replaced it."""
    before = decision.supersedes and decision.supersedes.rpartition("/")[2]
    after = decision.superseded_by and decision.superseded_by.rpartition("/")[2]
    if before and after:
        return Phrase("It replaced {before}, and was itself replaced by {after}.", before=before, after=after)
    if after:
        return Phrase("It does not hold any more: it was replaced by {after}.", after=after)
    return Phrase("It replaces {before}.", before=before) if before else None


def _buttons(decision: Decision, cast: Cast, reader_id: str) -> tuple[Button, ...]:
    if decision.superseded_by:
        return (Button("Show what holds now", ShowDecision(decision.superseded_by), about=decision.label),)
    objected = any(each.by == reader_id for each in decision.concerns)
    if objected or reader_id not in concerned_or_requester(decision, cast):
        return ()
    return (Button("This cannot work", OpenConcern(decision.id), about=decision.label),)


def concerned_or_requester(decision: Decision, cast: Cast) -> frozenset[str]:
    """Who may say that a decision cannot work."""
    people = {*concerned(cast.project, decision.tradeoff), decision.requester, decision.on_behalf_of}
    return frozenset(person for person in people if person and person != decision.decided_by)


def supersede_button(decision: Decision) -> Button:
    """For whoever may decide the tradeoff."""
    return Button("Replace it", OpenSupersede(decision.id), about=decision.label)


def list_lines(decisions: tuple[Decision, ...], cast: Cast) -> Items:
    """A line for each decision of a list."""
    zone = cast.project.zone
    return Items(
        tuple(
            Phrase(
                "{state}{summary} {at}",
                state="(replaced) " if decision.superseded_by else "",
                summary=summary(decision, cast),
                at=Instant(decision.decided_at, zone),
            )
            for decision in decisions
        )
    )
