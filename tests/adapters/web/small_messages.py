"""What the small project says: every kind of block and field once."""

from __future__ import annotations

from datetime import timedelta

from flows.forms import (
    ChoiceField,
    ChoicesField,
    DateField,
    Form,
    Option,
    PeopleField,
    Section,
    TextField,
    TimeField,
)
from flows.messages import (
    Button,
    Buttons,
    Choice,
    Facts,
    Grid,
    GridRow,
    Header,
    Items,
    Mark,
    Menu,
    Message,
    Note,
    Picture,
    Quoted,
    Style,
    Text,
)
from flows.phrases import Count, Instant, Link, Phrase, Quote
from tests.adapters.web.small_commands import MONDAY, PEOPLE, RISKS, STANCES, AskToEscalate, Escalate, Pass, Stand, Take


def escalation_form() -> Form:
    """Every kind of field once."""
    return Form(
        "Escalate a tradeoff",
        Escalate(),
        (
            TextField("topic", "Decision needed", "One sentence, as a question.", required=True, limit=200),
            ChoiceField(
                "axis",
                "What pulls apart?",
                (Option("speed/scope", "Speed and scope"), Option("cost/quality", "Cost and quality")),
                required=True,
            ),
            TextField("options", "Options", "At least two, one per line.", multiline=True),
            Section("Until when", "The clock runs in the decider’s working hours."),
            DateField("deadline", "Deadline", required=True),
            TimeField("at", "Time"),
            ChoicesField("tell", "Who should hear of it?", tuple(Option(p.id, p.name) for p in PEOPLE)),
            ChoiceField("decider", "Decider", tuple(Option(f"p{n}", f"Person {n}") for n in range(9))),
            PeopleField("deputy", "Deputy", tuple(Option(p.id, p.name) for p in PEOPLE), values=(PEOPLE[1].id,)),
            PeopleField("readers", "Readers", tuple(Option(p.id, p.name) for p in PEOPLE), required=True, most=5),
        ),
        submit="Escalate",
        intro=Phrase("This goes to {who}, because {why}.", who=PEOPLE[1].who, why="speed/scope is theirs to decide"),
    )


def home() -> Message:
    """The Home tab."""
    return Message(
        "What waits for you",
        (
            Header("What waits for you"),
            Text("Two things, the first one today."),
            Header("Answers for Line 3 MES roll-out"),
            Facts((("Due", Phrase("{at}", at=Instant(MONDAY + timedelta(days=4)))), ("Answered", "4 of 12 questions"))),
            Buttons((Button("Go on answering", Take(), Style.PRIMARY), Button("Hand over", AskToEscalate()))),
        ),
    )


def welcome() -> Message:
    """The first message of the round."""
    due = Instant(MONDAY + timedelta(days=4, hours=7))
    return Message(
        "Line 3 MES roll-out: your view as Operations",
        (
            Header("Line 3 MES roll-out: your view as Operations"),
            Text(
                Phrase(
                    "{sponsor} asks six functions for their view before {kickoff}. It takes about {minutes}, "
                    "and you can stop and go on at any time, until {due}.",
                    sponsor=PEOPLE[0].who,
                    kickoff=Instant(MONDAY + timedelta(days=21)),
                    minutes=Count(20, "minute", "minutes"),
                    due=due,
                )
            ),
            Buttons(
                (
                    Button("Start", Take(), Style.PRIMARY),
                    Button("Answer as a form", AskToEscalate()),
                    Button(
                        "Hand over", Pass("jan"), confirm="Jan Lis will answer for Operations. You can take it back."
                    ),
                )
            ),
            Note("Nobody sees your answers before the round closes."),
        ),
    )


def grid(stances: dict[str, str]) -> Message:
    """The risk grid."""
    rows = tuple(
        GridRow(
            risk,
            tuple(Button(stance, Stand(risk, stance), about=risk) for stance in STANCES),
            chosen=stances.get(risk, ""),
            note="You set a limit of 4 h." if stances.get(risk) == STANCES[1] else "",
        )
        for risk in RISKS
    )
    done = Count(len(stances), "risk", "risks")
    return Message(
        "Which risks are acceptable?",
        (
            Header("Question 5 of 12: which risks are acceptable?"),
            Note("One press each. “Not acceptable” means: not even if the project takes longer."),
            Grid(rows),
            Note(Phrase("{done} of {all} answered.", done=done, all=len(RISKS))),
            Buttons((Button("Next question", Take(), Style.PRIMARY), Button("Skip for now", Take("skip")))),
        ),
    )


def escalation() -> Message:
    """An escalation with everything a message can hold."""
    return Message(
        "Escalation: cut the reporting module or move the cut-over?",
        (
            Header("Cut the reporting module or move the cut-over?"),
            Facts(
                (
                    ("Tradeoff", "Speed and scope"),
                    ("Decider", Phrase("{who}, because speed/scope is theirs to decide", who=PEOPLE[1].who)),
                    ("By", Phrase("{at}", at=Instant(MONDAY + timedelta(days=2, hours=6)))),
                )
            ),
            Quoted(
                "If we cut reporting now,\nquality signs nothing in May.", Phrase("{who}, Quality", who=PEOPLE[3].who)
            ),
            Items(
                (
                    Phrase("Cut it: saves {n}, adds double work", n=Count(3, "week", "weeks")),
                    Phrase("Move it: see {link}", link=Link("https://example.com/plan", "the plan")),
                    Phrase("Ben said {words}", words=Quote("both is possible")),
                )
            ),
            Menu("Delegate to …", tuple(Choice(person.name, Pass(person.id)) for person in PEOPLE)),
            Buttons(
                (
                    Button("I’ll take it", Take(), Style.PRIMARY),
                    Button("Decide", AskToEscalate()),
                    Button(
                        "Decline", Take("no"), Style.DANGER, confirm="Say no to deciding this? It then goes to Jan Lis."
                    ),
                )
            ),
        ),
    )


def summary() -> Message:
    """The alignment summary with its picture."""
    rows = ("Leadership", "Operations", "IT", "Quality", "Safety", "Maintenance")
    columns = ("Outcome", "Risks", "Decisions", "Reporting", "Evidence")
    kinds = tuple(Mark)
    marks = tuple(tuple(kinds[(r * 2 + c) % 4] for c in range(len(columns))) for r in range(len(rows)))
    alt = Phrase("Six functions and five topics: {n} in contradiction.", n=Count(7, "cell", "cells"))
    return Message(
        "Alignment summary: 5 of 6 functions answered",
        (
            Header("5 of 6 functions answered, three contradictions to settle"),
            Text(Phrase("{who} and {other} disagree on the longest stop.", who=PEOPLE[1].who, other=PEOPLE[2].who)),
            Picture("Who agrees on what", rows, columns, marks, alt),
        ),
    )
