"""The risk grid: one press per risk, then the follow-ups one at a time, only where a stance calls for them."""

# ruff: noqa: ARG002  # all kinds have the same methods, and not each of them needs all it is given

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from flows.commands import FormValues
from flows.errors import Invalid, InvalidForm
from flows.forms import ChoiceField, Field, Option, TextField
from flows.messages import Block, Button, Buttons, Grid, GridRow, Note, Style
from flows.phrases import Phrase, Words, as_phrase
from flows.plain import Plain, is_mapping
from flows.questionnaires.answers import Stance
from flows.questionnaires.asking import Asking, Setting, Step, Taken, Way, one_text
from flows.questionnaires.checking import checked
from flows.questionnaires.commands import FinishQuestion, TakeStance
from flows.questionnaires.kinds import risk_follow_ups as follow_ups
from flows.questionnaires.kinds import risk_gaps
from flows.questionnaires.kinds.risk_draft import Gaps, GridDraft, as_draft, draft_of, only_stances
from flows.questionnaires.risks import (
    LABELS,
    all_risks,
    details_line,
    in_words,
    known_risks,
    read_details,
    risk_meant,
    risk_name,
    stance_of,
)
from flows.questionnaires.template import Question, Risk
from flows.questionnaires.wording import NO_VIEW, capital, means_all

EXAMPLE = "Production stop: acceptable if only on a Sunday night shift"
WHERE = ("scope", "stage", "period")
KEPT: Mapping[str, tuple[str, ...]] = {
    Stance.ACCEPTABLE: ("limit", *WHERE),
    Stance.ACCEPTABLE_IF: ("limit", "condition", *WHERE),
    Stance.NOT_ACCEPTABLE: ("why", "test", *WHERE),
    Stance.NO_VIEW: (),
}
"""What of an earlier answer still fits after another stance was pressed."""


class RiskGridWay(Way):
    """Acceptable, acceptable if …, not acceptable even if pace suffers, or no view; pressing another changes it."""

    def card(self, asking: Asking) -> tuple[Block, ...]:
        draft, view = draft_of(asking), asking.setting.view_id
        rows = tuple(_row(view, risk, draft, own=risk.id in draft.own) for risk in _rows(asking, draft))
        if draft.todo is not None:
            return (Grid(rows), Note("A few details follow below, one at a time. You can still change a stance here."))
        if draft.gaps is Gaps.ASKED:
            return (Grid(rows), Note("Some risks have no answer yet; see the question below."))
        return (
            Grid(rows),
            Note("“Not acceptable” means: not even if the project slows down for it."),
            Buttons((Button("Done with the list", FinishQuestion(view, asking.question.id), Style.PRIMARY),)),
        )

    def read(self, asking: Asking, text: str) -> Taken:
        draft = draft_of(asking)
        if draft.todo:
            return follow_ups.read(asking, draft, text)
        if means_all(text):
            return self._taken(asking, draft) if draft.gaps is Gaps.ASKED else self.finish(asking)
        name, _, said = text.partition(":")
        risk, words = risk_meant(all_risks(asking.setting), name), stance_of(said)
        if risk is None or words is None:
            raise Invalid(
                "Please press one of the buttons beside each risk. You can also type it, for example: {example}",
                example=asking.question.example or EXAMPLE,
            )
        taken = self.pick(asking, risk.id, str(words["stance"]))
        if "condition" not in words:
            return taken
        return follow_ups.noted(asking, taken, risk.id, str(words["condition"]))

    def pick(self, asking: Asking, item: str, value: str) -> Taken:
        if value == follow_ups.SKIP:
            return follow_ups.skip(draft_of(asking), item)
        draft = draft_of(asking)
        if item == risk_gaps.STEP:
            return self._chosen(asking, draft, value)
        if value not in KEPT or item not in {risk.id for risk in _rows(asking, draft)}:
            raise Invalid("This choice does not exist any more. Please choose one of those shown now.")
        before = draft.stances.get(item, {})
        if before.get("stance") == value:
            return follow_ups.taken(draft)
        kept = {key: before[key] for key in KEPT[value] if key in before}
        draft = draft.with_stance(item, {"stance": value, **kept})
        if draft.todo is not None:
            draft = draft.asking_anew(item, follow_ups.wanted(asking, draft, item))
        elif not before and len(draft.stances) >= len(_rows(asking, draft)):
            return self.finish(Asking(asking.setting, asking.question, asking.value, as_draft(draft)))
        return follow_ups.taken(draft)

    def finish(self, asking: Asking) -> Taken:
        draft = draft_of(asking)
        if not draft.stances:
            raise Invalid("Please press a stance for at least one risk, or “No view / not my area” for all of them.")
        untouched = len(draft.stances) < len(_rows(asking, draft))
        if draft.todo is None and untouched and draft.gaps is not Gaps.TOLD:
            return risk_gaps.asked(draft)
        return self._taken(asking, draft)

    def _chosen(self, asking: Asking, draft: GridDraft, value: str) -> Taken:
        """What to do about risks without an answer; a press that comes twice changes nothing."""
        if draft.gaps is not Gaps.ASKED or draft.todo is not None:
            return follow_ups.taken(draft)
        told = replace(draft, gaps=Gaps.TOLD)
        return self._taken(asking, told) if value == risk_gaps.AS_IT_IS else follow_ups.taken(told)

    def _taken(self, asking: Asking, draft: GridDraft) -> Taken:
        if draft.todo is None:
            draft = draft.with_todo(follow_ups.all_wanted(asking, draft))
        return follow_ups.taken(draft)

    def so_far(self, asking: Asking) -> Plain:
        return draft_of(asking).stances or None if is_mapping(asking.draft) else None

    def reopened(self, asking: Asking) -> Plain:
        stances = asking.value if is_mapping(asking.value) else {}
        own: dict[str, Plain] = {risk.id: risk.name for risk in asking.setting.own_risks}
        return {"stances": stances, "own": own, "settled": list(stances)}

    def step(self, asking: Asking) -> Step | None:
        if only_stances(asking):
            return None
        draft = draft_of(asking)
        if draft.gaps is Gaps.ASKED and draft.todo is None:
            return risk_gaps.step(asking, draft, _rows(asking, draft))
        return follow_ups.step(asking, draft)

    def past(self, asking: Asking, step: str) -> tuple[Block, ...]:
        return risk_gaps.past(asking) if step == risk_gaps.STEP else follow_ups.past(asking, step)

    def fields(self, asking: Asking, value: Plain) -> tuple[Field, ...]:
        given = value if isinstance(value, Mapping) else {}
        found: list[Field] = []
        for risk in known_risks(asking.setting, value):
            entry = given.get(risk.id)
            entry = entry if isinstance(entry, Mapping) else {}
            stance = NO_VIEW if value == NO_VIEW else str(entry.get("stance", ""))
            found.append(ChoiceField(_field(asking.question, risk), capital(risk.name), OPTIONS, value=stance))
            details = f"{_field(asking.question, risk)}:details"
            found.append(
                TextField(details, f"{capital(risk.name)}: details", _hint(risk), details_line(entry), limit=8000)
            )
        return tuple(found)

    def filled(self, asking: Asking, values: FormValues) -> Plain:
        found: dict[str, Plain] = {}
        problems: dict[str, Words] = {}
        for risk in known_risks(asking.setting, asking.value):
            field = _field(asking.question, risk)
            stance, details = one_text(values, field), one_text(values, f"{field}:details")
            if details and not stance:
                problems[field] = "Please choose a stance as well."
            elif stance not in KEPT and stance:
                problems[field] = "Please choose one of those shown."
            elif stance:
                try:
                    found[risk.id] = {"stance": stance, **read_details(details, stance, risk.unit)}
                except Invalid as refusal:
                    problems[f"{field}:details"] = refusal.phrase
        if problems:
            raise InvalidForm(problems)
        if asking.value == NO_VIEW and all(entry == {"stance": NO_VIEW} for entry in found.values()):
            return NO_VIEW if found else None
        return checked(asking, _as_before(asking.value, found)) if found else None

    def shown(self, setting: Setting, question: Question, value: Plain) -> tuple[Words, ...]:
        given = value if isinstance(value, Mapping) else {}
        return tuple(
            in_words(entry, risk_name(setting, risk)) for risk, entry in given.items() if isinstance(entry, Mapping)
        ) or ("No stance on any risk.",)


OPTIONS = tuple(Option(stance.value, label) for stance, label in LABELS.items())


def _rows(asking: Asking, draft: GridDraft) -> tuple[Risk, ...]:
    """The catalogue and what others added: as it was when the grid was first pressed."""
    if is_mapping(asking.draft):
        return (*asking.setting.template.risks, *(Risk(risk, name) for risk, name in draft.own.items()))
    return all_risks(asking.setting)


def _row(view_id: str, risk: Risk, draft: GridDraft, *, own: bool) -> GridRow:
    entry = draft.stances.get(risk.id)
    return _drawn(view_id, risk.id, risk.name, str(entry["stance"]) if entry else None, own)


@lru_cache(maxsize=4096)
def _drawn(view_id: str, risk_id: str, name: str, stance: str | None, own: bool) -> GridRow:
    """Kept, since every press draws the whole grid again."""
    return GridRow(
        as_phrase(capital(name)),
        _stance_buttons(view_id, risk_id, name),
        LABELS[Stance(stance)] if stance else "",
        "Added by another function in this round." if own else "",
    )


@lru_cache(maxsize=4096)
def _stance_buttons(view_id: str, risk_id: str, name: str) -> tuple[Button, ...]:
    """The same, whatever is chosen."""
    about = as_phrase(name)
    return tuple(Button(label, TakeStance(view_id, risk_id, stance), about=about) for stance, label in LABELS.items())


def _hint(risk: Risk) -> Words:
    return Phrase(
        "If you accept it: limit and condition, for example: {limit}; only on Sundays. "
        "If you refuse it: the reason, then the test by which everybody notices. "
        "Where it holds only there: scope, stage or period, for example: period: 2027-05.",
        limit=f"limit: 4 {risk.unit or 'h'}",
    )


def _field(question: Question, risk: Risk) -> str:
    return f"{question.id}:{risk.id}"


def _as_before(value: Plain, found: dict[str, Plain]) -> dict[str, Plain]:
    """In the order in which they were said before; what is new comes last."""
    before = [risk for risk in value if risk in found] if isinstance(value, Mapping) else []
    return {risk: found[risk] for risk in dict.fromkeys([*before, *found])}
