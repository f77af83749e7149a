"""Here it is: given by link or text, each version kept with its hash; accepted or rejected by a function that asked.

Looks: open_give, open_reject. Changes: give_evidence, accept_evidence, reject_evidence.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flows.commands import Actor
from flows.decisions.cast import Cast
from flows.effects import Effects
from flows.errors import Invalid, WrongState
from flows.evidence import judging, rules, turns
from flows.evidence.commands import AcceptEvidence, GiveEvidence, OpenGive, OpenReject, RejectEvidence
from flows.evidence.keeping import Records
from flows.evidence.loading import load_to_give, load_to_judge
from flows.evidence.promising import LONGEST, about, kept
from flows.evidence.records import Given, Obligation, Verdict, content_hash
from flows.evidence.red_lines import Watched, held, watch
from flows.filled import Filled, at_most
from flows.forms import Form, TextField
from flows.phrases import Phrase

LONGEST_LINK = 2000
LONGEST_TEXT = 3000
EITHER = "Please give a link to it, or write it here."


def open_give(records: Records, actor: Actor, command: OpenGive, now: datetime) -> Effects:
    """The form for a link or a text; a file is sent as a message."""
    obligation, _ = load_to_give(records, actor, command.evidence_id, now)
    before = obligation.given[-1] if obligation.given else None
    fields = (
        about(obligation),
        TextField(
            "link",
            "Link",
            hint="To the document or file, such as https://example.com/protocol.pdf",
            value=before.link if before else "",
            limit=LONGEST_LINK,
        ),
        TextField("words", "Or in words", multiline=True, limit=LONGEST_TEXT),
    )
    intro = Phrase(
        "A file: send it to me as a direct message, with {label} in the message. Each version is kept with its time "
        "and a hash, so that later changes are visible.",
        label=obligation.label,
    )
    return Effects(reply=Form("Give evidence", GiveEvidence(obligation.id, len(obligation.given)), fields, intro=intro))


def give_evidence(records: Watched, actor: Actor, command: GiveEvidence, now: datetime) -> Effects:
    """A new version; whoever asked is asked whether it is enough."""
    obligation, cast = load_to_give(records, actor, command.evidence_id, now)
    if command.version != len(obligation.given):
        raise WrongState("Another version was given meanwhile. Please look at it first, with /align evidence.")
    filled = Filled(command.values)
    link = filled.read("link", _web_address) or ""
    words = filled.read("words", at_most(LONGEST_TEXT)) or ""
    if not link and not words:
        filled.wrong("link", EITHER)
    filled.check()
    hashed = content_hash(link, words)
    if obligation.given and obligation.given[-1].hash == hashed:
        raise WrongState("This is what was given already, so nothing was changed.")
    given = Given(len(obligation.given) + 1, link, words, actor.person_id, now, hashed)
    return looked_at(records, rules.give(obligation, given, cast, now), 1, cast, actor, now=now)


def looked_at(records: Watched, after: Obligation, new: int, cast: Cast, actor: Actor, *, now: datetime) -> Effects:
    """What was just given, so many versions of it: whose word it takes is asked; who owns a red line at once."""
    watched = watch(records, after, new)
    notices = tuple(held(watched, cast, now))
    return kept(records, watched, cast, actor, now=now, told="Kept. Whoever asked for it looks at it.", more=notices)


def _web_address(said: str) -> str:
    if not said.startswith(("https://", "http://")) or len(said.split()) != 1 or len(said) > LONGEST_LINK:
        raise Invalid("Please give a whole web address, such as https://example.com/protocol.pdf.")
    return said


def accept_evidence(records: Records, actor: Actor, command: AcceptEvidence, now: datetime) -> Effects:
    """This version is what we need, says a function that asked; the others say it for themselves."""
    obligation, cast = load_to_judge(records, actor, command.evidence_id, now)
    _check_version(obligation, command.version, cast)
    after = _judged(obligation, cast, Verdict(command.version, accepted=True, by=actor.person_id, at=now))
    known = turns.turn(obligation, cast, now)
    return kept(records, after, cast, actor, now=now, told="Kept.", known=known)


def _judged(obligation: Obligation, cast: Cast, verdict: Verdict) -> Obligation:
    """Said for each function that this person can say it for now. Raises WrongState where it is said already."""
    mine = judging.may_say(obligation, cast.project, verdict.by, accepted=verdict.accepted)
    if not mine:
        raise WrongState(
            "This was said for your function already, so nothing was changed. A deputy does not change what the "
            "representative has said."
        )
    return judging.judge(obligation, [replace(verdict, function=each.id) for each in mine], cast, verdict.at)


def open_reject(records: Records, actor: Actor, command: OpenReject, now: datetime) -> Effects:
    """The form: why it is not enough."""
    obligation, cast = load_to_judge(records, actor, command.evidence_id, now)
    _check_version(obligation, command.version, cast)
    asks = "What is missing, so that it would be enough?"
    reason = TextField("reason", asks, required=True, multiline=True, limit=LONGEST)
    return Effects(
        reply=Form("Not enough", RejectEvidence(obligation.id, command.version), (about(obligation), reason))
    )


def _check_version(obligation: Obligation, version: int, cast: Cast) -> None:
    if version != len(obligation.given) or obligation.state not in judging.JUDGED:
        raise rules.since(obligation, cast)


def reject_evidence(records: Records, actor: Actor, command: RejectEvidence, now: datetime) -> Effects:
    """It is not enough, because; the provider is asked again."""
    obligation, cast = load_to_judge(records, actor, command.evidence_id, now)
    _check_version(obligation, command.version, cast)
    filled = Filled(command.values)
    reason = filled.read("reason", at_most(LONGEST), "Please say what is missing.") or ""
    filled.check()
    verdict = Verdict(command.version, accepted=False, by=actor.person_id, at=now, reason=reason)
    after = _judged(obligation, cast, verdict)
    return kept(records, after, cast, actor, now=now, told="Kept. Whoever gave it is asked again.")
