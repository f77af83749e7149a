"""What each kind of content brings along: its name, how it looks, and what agreeing to it does.

A new kind of content is one more case in each of these; the type checker names those that are missing.
"""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from flows.commands import Command
from flows.consent.contents import Content
from flows.consent.keeping import Records
from flows.consent.records import Proposal
from flows.decisions.cast import Cast
from flows.effects import NOTHING, Effects
from flows.endings.agreeing import end
from flows.endings.commands import OpenEnding
from flows.endings.records import Ending
from flows.goals import cards as goal
from flows.goals.commands import OpenGoal, OpenReading
from flows.goals.records import Goal
from flows.messages import Block, Button, Facts, Quoted
from flows.phrases import Phrase
from flows.red_lines import agreeing as bounds
from flows.red_lines import cards as bound
from flows.red_lines.commands import OpenRedLine, OpenTolerances, OpenTradeoffOrder
from flows.red_lines.records import RedLine, Tolerances, TradeoffOrder
from flows.rights import wording as right
from flows.rights.applying import put_in_force
from flows.rights.commands import OpenRightChange
from flows.rights.records import RightChange
from flows.topics import words_of


def kind(content: Content) -> str:
    """Part of a proposal's id; there is at most one open proposal of a kind and a `matter`."""
    match content:
        case Goal():
            return "goal"
        case RightChange():
            return "right"
        case RedLine():
            return "red_line"
        case Tolerances():
            return "tolerances"
        case TradeoffOrder():
            return "order"
        case Ending():
            return "ending"
        case _:
            assert_never(content)


def matter(content: Content) -> str:
    """What it is about, where a project has several of the kind side by side; "" where there is only one."""
    match content:
        case Goal():
            return ""
        case RightChange():
            return content.tradeoff
        case RedLine():
            return content.replaces or " ".join(words_of(content.text))
        case Tolerances() | TradeoffOrder():
            return ""
        case Ending():
            return content.of
        case _:
            assert_never(content)


def title(content: Content, cast: Cast) -> Phrase:
    """What it is called: "First-stage goal of Line 3 MES"."""
    match content:
        case Goal():
            return goal.title(cast)
        case RightChange():
            return right.title(content, cast)
        case RedLine() | Tolerances() | TradeoffOrder():
            return bound.title(content, cast)
        case Ending():
            return Phrase("Drop: {title}", title=title(content.content, cast))
        case _:
            assert_never(content)


def blocks(content: Content, cast: Cast) -> tuple[Block, ...]:
    """The whole of it."""
    match content:
        case Goal():
            return goal.blocks(content, cast)
        case RightChange():
            return (Facts(right.changes(content, cast)),)
        case RedLine() | Tolerances() | TradeoffOrder():
            return bound.blocks(content, cast)
        case Ending():
            return (Quoted(content.why, "Why it should hold no more"), *blocks(content.content, cast))
        case _:
            assert_never(content)


def change(proposal: Proposal) -> Command:
    """What opens the form with which it is reworded."""
    match proposal.content:
        case Goal():
            return OpenGoal(proposal_id=proposal.id)
        case RightChange():
            return OpenRightChange(proposal_id=proposal.id)
        case RedLine():
            return OpenRedLine(proposal_id=proposal.id)
        case Tolerances():
            return OpenTolerances(proposal_id=proposal.id)
        case TradeoffOrder():
            return OpenTradeoffOrder(proposal_id=proposal.id)
        case Ending():
            return OpenEnding(proposal_id=proposal.id)
        case _:
            assert_never(proposal.content)


def adds(proposal: Proposal, function: str) -> Button | None:
    """What a function may add to it besides saying whether it agrees."""
    match proposal.content:
        case Goal():
            reading = OpenReading(proposal.id, proposal.version, function)
            return Button("In my numbers", reading, about="what this goal means to my function")
        case RightChange() | RedLine() | Tolerances() | TradeoffOrder() | Ending():
            return None
        case _:
            assert_never(proposal.content)


def agreed(records: Records, proposal: Proposal, cast: Cast, now: datetime) -> Effects:
    """What comes into force when it is agreed, besides being agreed."""
    match proposal.content:
        case Goal():
            return NOTHING
        case RightChange() as change:
            return put_in_force(records, proposal, change, now)
        case RedLine() | Tolerances() | TradeoffOrder() as content:
            return bounds.put_in_force(records, cast.project.id, content, proposal.id, now)
        case Ending() as content:
            return end(records, cast.project.id, content, now)
        case _:
            assert_never(proposal.content)
