"""What people may type, line by line."""

from __future__ import annotations

from bot.grammar import Grammar, Typed
from flows import availability, home, linking
from flows.charter.commands import ListReady, ShowCharter, ShowPartnerPack
from flows.commands import Command, Place
from flows.decisions import commands as decision
from flows.digests import posting as digest
from flows.drills.commands import StartDrill
from flows.escalations import commands as escalation
from flows.evidence.commands import ClaimDone, ListEvidence
from flows.goals.commands import OpenGoal
from flows.help import ShowHelp
from flows.ledger.commands import ShowLedger
from flows.live_drills.commands import OpenLiveDrill
from flows.projects import setup
from flows.pulse.commands import ShowPulse
from flows.questionnaires import commands as question
from flows.red_lines.commands import ListRedLines
from flows.resolving.commands import ListContradictions
from flows.rights.commands import ShowRegister, WhoDecides
from flows.rounds import commands as round_
from flows.rounds import conversation
from flows.settings import OpenSettings
from flows.sponsor.commands import ShowForecast, ShowPreparation

LINES = (
    Typed("/align", "", "what waits for me", lambda _, __: home.OpenHome()),
    Typed("/align help", "", "what I understand", lambda _, here: ShowHelp(here.channel)),
    Typed("/align home", "", "what waits for me", lambda _, __: home.OpenHome()),
    Typed("/align new", "", "set up a project", lambda _, here: setup.OpenNewProject(here.channel)),
    Typed("/align start", "[project]", "ask every function", lambda rest, here: round_.StartRound(rest, here.channel)),
    Typed("/align questions", "", "my open questions", lambda _, __: question.ListQuestionnaires()),
    Typed("/align status", "[project]", "where it stands", lambda rest, here: digest.ShowStatus(here.channel, rest)),
    Typed("/align next", "[project]", "what will be sent", lambda rest, here: round_.ListNext(here.channel, rest)),
    Typed(
        "/align contradictions",
        "[project]",
        "what contradicts, and whose turn it is",
        lambda rest, here: ListContradictions(here.channel, rest),
    ),
    Typed(
        "/align answers",
        "[project]",
        "what each function said",
        lambda rest, here: round_.ListAnswers(here.channel, rest),
    ),
    Typed("/align rights", "[project]", "who decides what", lambda rest, here: ShowRegister(here.channel, rest)),
    Typed(
        "/align evidence",
        "[project]",
        "what proof is owed, by whom and until when",
        lambda rest, here: ListEvidence(here.channel, rest),
    ),
    Typed(
        "/align who decides",
        "[speed/scope]",
        "who decides that, and whether they are there",
        lambda rest, here: WhoDecides(rest, here.channel),
    ),
    Typed("/align done", "[milestone]", "we have reached it", lambda rest, here: ClaimDone(here.channel, rest)),
    Typed("/align drill", "[project]", "who would decide what", lambda rest, here: StartDrill(here.channel, rest)),
    Typed(
        "/align drill live",
        "[project]",
        "is everybody on the path reached",
        lambda rest, here: OpenLiveDrill(here.channel, rest),
    ),
    Typed("/align goal", "[project]", "propose the goal", lambda rest, here: OpenGoal(here.channel, rest)),
    Typed(
        "/align red lines",
        "[project]",
        "what is not negotiable",
        lambda rest, here: ListRedLines(here.channel, rest),
    ),
    Typed(
        "/align forecast",
        "[project]",
        "which decisions are likely to come",
        lambda rest, here: ShowForecast(here.channel, rest),
    ),
    Typed(
        "/align sponsor",
        "[project]",
        "is the sponsor ready for the start",
        lambda rest, here: ShowPreparation(here.channel, rest),
    ),
    Typed(
        "/align ledger",
        "[project]",
        "what won and what paid, beside the agreed order",
        lambda rest, here: ShowLedger(here.channel, rest),
    ),
    Typed(
        "/align ready", "[project]", "what is missing for the start", lambda rest, here: ListReady(here.channel, rest)
    ),
    Typed(
        "/align partner pack",
        "[project]",
        "what partners need to know, without names",
        lambda rest, here: ShowPartnerPack(here.channel, rest),
    ),
    Typed("/charter", "[project]", "what is agreed", lambda rest, here: ShowCharter(here.channel, rest)),
    Typed("/align pulse", "[project]", "does what was signed hold", lambda rest, here: ShowPulse(here.channel, rest)),
    Typed("/align escalations", "", "open decisions", lambda _, here: escalation.ListEscalations(here.channel)),
    Typed("/align settings", "", "my hours, days and zone", lambda _, __: OpenSettings()),
    Typed("/align hours", "[08:00-16:00]", "my working hours", lambda rest, __: availability.ChangeHours(rest)),
    Typed("/align away", "[from to]", "I am away", lambda rest, __: availability.GoAway(rest)),
    Typed("/align back", "", "I am here again", lambda _, __: availability.ComeBack()),
    Typed(
        "/align link",
        "[code]",
        "my accounts in two chats become one",
        lambda rest, __: linking.CheckCode(rest) if rest else linking.GiveCode(),
    ),
    Typed(
        "/escalate", "[question]", "ask for a decision", lambda rest, here: escalation.OpenEscalate(here.channel, rest)
    ),
    Typed("/decisions", "[words]", "the decision log", lambda rest, here: decision.ListDecisions(here.channel, rest)),
    Typed(
        "/decisions record",
        "[what was decided]",
        "record a decision",
        lambda rest, here: decision.OpenRecordDecision(here.channel, rest),
    ),
)
"""What people may type, in the order in which it is offered."""


ASKS_WHO = "who decides "


def say(text: str, here: Place) -> Command:
    """Everything that is no command is talk; but "help" and "who decides speed/scope?" are answered."""
    said = text.casefold()
    if said.rstrip(" .!?") in ("help", ""):
        return ShowHelp(here.channel)
    if said.startswith(ASKS_WHO) and said.rstrip().endswith("?"):
        return WhoDecides(text[len(ASKS_WHO) :], here.channel)
    return conversation.Say(text, here)


GRAMMAR = Grammar(LINES, home=home.OpenHome(), otherwise=say)
