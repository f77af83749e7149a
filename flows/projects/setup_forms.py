"""What the pages of the wizard look like."""

from __future__ import annotations

from collections.abc import Iterable

from flows.calendar import local_instant
from flows.forms import (
    ChoicesField,
    DateField,
    Field,
    Form,
    Option,
    PeopleField,
    Section,
    TextField,
    TimeField,
)
from flows.messages import Block, Button, Buttons, Facts, Header, Items, Message, Note, Style, Text
from flows.people import Person
from flows.phrases import Count, Instant, Listing, Phrase, Words
from flows.projects.naming import EXAMPLE, LONGEST_NAME, labels
from flows.projects.records import Function, Project
from flows.projects.setup import (
    CreateProject,
    DiscardSetup,
    OpenNewProject,
    OpenSetupPage,
    Page,
    SaveBasics,
    SaveFunctions,
    SavePeople,
    Setup,
)

USUAL = (
    Option("leadership", "Leadership"),
    Option("operations", "Operations"),
    Option("it", "IT"),
    Option("quality", "Quality"),
    Option("maintenance", "Maintenance"),
    Option("finance", "Finance"),
    Option("hse", "Health, safety, environment"),
)
MOST_USUAL = ("leadership", "operations", "it", "quality")


def basics_form(project: Project | None, zone: str, channel: str | None) -> Form:
    """Page 1: the project itself."""
    due = project.round_due if project else None
    kickoff = project.kickoff.isoformat() if project else ""
    fields: tuple[Field, ...] = (
        _line("name", "Name", "What everybody calls it.", project.name if project else ""),
        TextField(
            "stage",
            "First stage",
            "What has to be true first, such as: order dispatch on line 3.",
            project.stage if project else "",
            limit=LONGEST_NAME,
        ),
        TextField(
            "channel",
            "Channel",
            "Where summaries and digests appear. Left empty, it is named after the project.",
            project.channel if project else channel or "",
            limit=80,
        ),
        DateField("kickoff", "Kick-off", "The day on which the work starts.", kickoff, required=True),
        DateField(
            "due_day", "Answers due", "Before the kick-off.", due.date().isoformat() if due else "", required=True
        ),
        TimeField("due_time", "Answers due at", value=f"{due:%H:%M}" if due else "16:00", required=True),
        _line("zone", "Time zone of the project", "Such as Europe/Warsaw.", project.zone if project else zone),
    )
    return Form(
        "New project (1 of 3)",
        SaveBasics(),
        fields,
        "Next",
        "Three short pages; what you enter is kept, and nothing is sent before you say so.",
    )


def _line(field: str, label: str, hint: str, value: str) -> TextField:
    """One line that must not be empty."""
    return TextField(field, label, hint, value, required=True, limit=LONGEST_NAME)


def functions_form(setup: Setup) -> Form:
    """Page 2: the functions, and people to be added."""
    functions = setup.project.functions
    usual = {option.value for option in USUAL}
    own = "\n".join(function.name for function in functions if function.id not in usual)
    chosen = tuple(function.id for function in functions if function.id in usual)
    known = "\n".join(f"{person.name} <{person.email}>" for person in setup.newcomers)
    return Form(
        "New project (2 of 3)",
        SaveFunctions(),
        (
            ChoicesField(
                "functions",
                "Functions to be aligned",
                USUAL,
                "Each is heard as one voice, whatever its head-count.",
                chosen if functions else MOST_USUAL,
            ),
            TextField("own", "Other functions", "One per line, such as: Logistics.", own, multiline=True, limit=2000),
            TextField(
                "newcomers",
                "People who do not use Accord yet",
                Phrase("One per line, such as: {example}", example=EXAMPLE),
                known,
                multiline=True,
            ),
        ),
        "Next",
        "Who answers for each function comes on the next page.",
    )


def people_form(setup: Setup, people: Iterable[Person]) -> Form:
    """Page 3: who has which part."""
    options = tuple(Option(person_id, label) for person_id, label in labels(people).items())
    project = setup.project
    fields: list[Field] = [
        PeopleField("sponsor", "Sponsor", options, "Owns the outcome.", _chosen(project.sponsor), required=True),
        PeopleField(
            "facilitator",
            "Facilitator",
            options,
            "Runs the alignment: starts it, sees what is missing.",
            _chosen(project.facilitator),
            required=True,
        ),
    ]
    for function in project.functions:
        fields += _function_fields(function, options)
    return Form(
        "New project (3 of 3)", SavePeople(), tuple(fields), "Next", "Then you see everything once more, and decide."
    )


def _function_fields(function: Function, options: tuple[Option, ...]) -> tuple[Field, ...]:
    return (
        Section(function.name),
        PeopleField(
            representative_field(function),
            f"{function.name}: representative",
            options,
            "Answers for the function.",
            _chosen(function.representative),
            required=True,
        ),
        PeopleField(
            deputy_field(function),
            f"{function.name}: deputy",
            options,
            "Stands in. May be left empty.",
            _chosen(function.deputy),
        ),
    )


def _chosen(person_id: str | None) -> tuple[str, ...]:
    return (person_id,) if person_id else ()


def representative_field(function: Function) -> str:
    """The id of the field for who answers."""
    return f"{function.id}.representative"


def deputy_field(function: Function) -> str:
    """The id of the field for who stands in."""
    return f"{function.id}.deputy"


def review(setup: Setup, people: Iterable[Person], may_start: bool) -> Message:
    """Everything once more, with what can be done with it."""
    project, names = setup.project, labels(people)
    blocks: list[Block] = [
        Header(project.name),
        Facts(_facts(project, names)),
        Items(tuple(_function_line(function, names) for function in project.functions)),
        *(Note(words) for words in _remarks(setup)),
        Text(_what_happens(project, may_start)),
        Buttons(_create_buttons(setup, may_start)),
        Buttons(_change_buttons(setup)),
    ]
    return Message(Phrase("{project}: please check before it is created.", project=project.name), tuple(blocks))


def _facts(project: Project, names: dict[str, str]) -> tuple[tuple[str, Words], ...]:
    rows: list[tuple[str, Words]] = [("First stage", project.stage)] if project.stage else []
    rows += [("Channel", f"#{project.channel}"), ("Kick-off", Phrase("{day}", day=project.kickoff))]
    if project.round_due:
        due = local_instant(project.round_due.date(), project.round_due.time(), project.zone)
        rows.append(("Answers due", Phrase("{due}", due=Instant(due, project.zone))))
    return (
        *rows,
        ("Time zone", project.zone),
        ("Sponsor", names.get(project.sponsor, project.sponsor)),
        ("Facilitator", names.get(project.facilitator, project.facilitator)),
    )


def _function_line(function: Function, names: dict[str, str]) -> Phrase:
    who = names.get(function.representative, function.representative)
    if function.deputy is None:
        return Phrase("{function}: {who}, no deputy", function=function.name, who=who)
    deputy = names.get(function.deputy, function.deputy)
    return Phrase("{function}: {who}, deputy {deputy}", function=function.name, who=who, deputy=deputy)


def _remarks(setup: Setup) -> Iterable[Words]:
    """What is allowed but looks odd, and who will be added."""
    project = setup.project
    for function in project.functions:
        if function.deputy == function.representative:
            yield Phrase("{function} has one person as representative and deputy.", function=function.name)
    if project.round_due and project.round_due.date() > project.kickoff:
        yield "The answers are due after the kick-off."
    if setup.newcomers:
        new = Listing(tuple(person.name for person in setup.newcomers))
        yield Phrase("New in Accord: {people}.", people=new)


def _what_happens(project: Project, may_start: bool) -> Phrase:
    count = Count(len(project.functions), "function", "functions")
    if may_start:
        return Phrase(
            "If you ask everyone now, the {count} get their questions in a direct message, each in their own working "
            "hours. If you ask later, nobody is written to yet.",
            count=count,
        )
    return Phrase(
        "When it is created, the facilitator is told and can ask the {count}. Nobody else is written to yet.",
        count=count,
    )


def _create_buttons(setup: Setup, may_start: bool) -> tuple[Button, ...]:
    later = CreateProject(setup.version)
    if not may_start:
        return (Button("Create", later, Style.PRIMARY, about=setup.project.name),)
    now = CreateProject(setup.version, start=True)
    return (
        Button("Create and ask everyone", now, Style.PRIMARY, about=setup.project.name),
        Button("Create, ask later", later, about=setup.project.name),
    )


def _change_buttons(setup: Setup) -> tuple[Button, ...]:
    return (
        Button("Change project", OpenSetupPage(Page.BASICS)),
        Button("Change functions", OpenSetupPage(Page.FUNCTIONS)),
        Button("Change people", OpenSetupPage(Page.PEOPLE)),
        discard_button(setup),
    )


def discard_button(setup: Setup) -> Button:
    """Throws the draft away, after a question."""
    return Button(
        "Discard",
        DiscardSetup(setup.version),
        Style.DANGER,
        about=setup.project.name,
        confirm=Phrase("Discard the draft of {project}?", project=setup.project.name),
    )


def resumed(setup: Setup) -> Message:
    """For somebody who comes back to a draft that is not complete."""
    words = Phrase("You have begun to set up {project}. What you entered is kept.", project=setup.project.name)
    buttons = (
        Button("Continue", OpenSetupPage(setup.page), Style.PRIMARY, about=setup.project.name),
        Button("Change project", OpenSetupPage(Page.BASICS)),
        discard_button(setup),
    )
    return Message(words, (Text(words), Buttons(buttons)))


def discarded(name: str) -> Message:
    """After the draft was thrown away."""
    words = Phrase("The draft of {project} is discarded. Nobody was written to.", project=name)
    return Message(words, (Text(words), Buttons((Button("Set up a project", OpenNewProject()),))))
