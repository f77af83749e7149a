"""A project file as plain data: everything a file can say, in the order of the file."""

from __future__ import annotations

from flows.people import WEEKDAYS, Absence, Person
from flows.plain import Plain
from flows.project_file.backup import plain_backup
from flows.project_file.reading import ProjectFile
from flows.project_file.stored import given, plain_answer
from flows.projects.records import DecisionRight, Function, Higher, Milestone, Project
from flows.questionnaires.answers import FunctionAnswers


def write_project(project_file: ProjectFile) -> dict[str, Plain]:
    """What `read_project` reads back as the same project, people and answers."""
    project = project_file.project
    return {
        "accord": 1,
        "project": _project(project),
        **_unless_empty(
            people=[_person(person) for person in project_file.people],
            roles=_unless_empty(
                sponsor=project.sponsor,
                facilitator=project.facilitator,
                backup=plain_backup(project_file.backup),
                observers=list(project.observers),
            ),
            functions=[_function(function, project.questions.get(function.id)) for function in project.functions],
            round=given(
                due=project.round_due.strftime("%Y-%m-%dT%H:%M") if project.round_due else None,
                nudges=project.nudges.value,
                agreement=None if project.agreement is None else f"{project.agreement} %",
            ),
            decision_rights=[_right(right) for right in project.decision_rights],
            answers={said.function: _answers(said) for said in project_file.answers},
        ),
    }


def _project(project: Project) -> dict[str, Plain]:
    return {
        **_unless_empty(
            id=project.id,
            name=project.name,
            stage=project.stage,
            kickoff=project.kickoff.isoformat(),
            zone=project.zone,
            language=project.language,
            channel=project.channel,
            template=project.template,
            milestones=[_milestone(milestone) for milestone in project.milestones],
        ),
        "digest": f"{WEEKDAYS[project.digest.weekday].capitalize()} {project.digest.at:%H:%M}",
        "digest_every": project.digest.every.value,
        **_unless_empty(pulse=_pulse(project.pulse_weeks)),
    }


def _pulse(weeks: int) -> str:
    if weeks == Project.pulse_weeks:
        return ""
    return f"{weeks} week{'s' * (weeks > 1)}" if weeks else "never"


def _milestone(milestone: Milestone) -> dict[str, Plain]:
    return given(
        id=milestone.id,
        name=milestone.name,
        date=milestone.date.isoformat(),
        touches_production=milestone.touches_production or None,
    )


def _person(person: Person) -> dict[str, Plain]:
    return {
        **given(
            id=person.id,
            name=person.name,
            email=person.email,
            zone=person.zone,
            language=person.language,
            days=_days(person.days),
            hours=f"{person.hours.start:%H:%M}-{person.hours.end:%H:%M}",
            holidays=person.holidays,
            active=None if person.active else False,
            reminders=None if person.reminders is Person.reminders else person.reminders.value,
        ),
        **_unless_empty(away=[_absence(absence) for absence in person.away]),
    }


def _days(days: tuple[int, ...]) -> Plain:
    first, last = days[0], days[-1]
    if days == tuple(range(first, last + 1)) and first < last:
        return f"{WEEKDAYS[first]}-{WEEKDAYS[last]}"
    return [WEEKDAYS[day] for day in days]


def _absence(absence: Absence) -> dict[str, Plain]:
    return given(from_=absence.first.isoformat(), to=absence.last.isoformat())


def _function(function: Function, questions: str | None) -> dict[str, Plain]:
    return given(
        id=function.id,
        name=function.name,
        representative=function.representative,
        deputy=function.deputy,
        questions=questions,
    )


def _right(right: DecisionRight) -> dict[str, Plain]:
    return {
        **given(tradeoff=right.tradeoff, decider=right.decider, deputy=right.deputy),
        **_unless_empty(
            recommend=list(right.recommend),
            must_agree=list(right.must_agree),
            consulted=list(right.consulted),
            perform=list(right.perform),
            informed=list(right.informed),
        ),
        **_unless_empty(domains={function: list(named) for function, named in right.domains.items()}),
        **given(within=None if right.within is None else str(right.within), silence=right.silence.value),
        **_unless_empty(higher=_higher(right.higher)),
        **_unless_empty(trigger=right.trigger, options=list(right.options), inputs=right.inputs),
    }


def _higher(higher: Higher | None) -> dict[str, Plain]:
    if higher is None:
        return {}
    return given(
        cost=None if higher.cost is None else str(higher.cost),
        downtime=None if higher.downtime is None else str(higher.downtime),
        safety=higher.safety or None,
        decider=higher.decider,
    )


def _answers(said: FunctionAnswers) -> dict[str, Plain]:
    return {
        **given(by=said.by, recorded_by=said.recorded_by),
        **_unless_empty(visibility={question: readers.value for question, readers in said.visibility.items()}),
        **{question: plain_answer(value) for question, value in said.answers.items()},
    }


def _unless_empty(**values: Plain) -> dict[str, Plain]:
    return {key: value for key, value in values.items() if value not in ("", [], {})}
