"""Follow-ups of the risk grid: limit and condition of an acceptance with conditions; reason and test of a refusal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flows.errors import Invalid
from flows.messages import Block, Button, Buttons, Text
from flows.phrases import Phrase, Quote, Value
from flows.questionnaires.answers import Stance
from flows.questionnaires.asking import Asking, Full, Part, Step, Taken
from flows.questionnaires.commands import AnswerQuestion
from flows.questionnaires.kinds.risk_draft import GridDraft, as_draft, draft_of
from flows.questionnaires.risks import bare, limit_of, risk_name
from flows.questionnaires.wording import means_no_view

SKIP = "skip"
LONGEST = 8000
AFTER: Mapping[str, tuple[str, ...]] = {
    Stance.ACCEPTABLE_IF: ("limit", "condition"),
    Stance.NOT_ACCEPTABLE: ("why", "test"),
}
ASKS: Mapping[str, str] = {
    "limit": "{risk} is acceptable up to a limit. How much at most? For example {example}.",
    "condition": "{risk} is acceptable on a condition. Which one? One sentence is enough.",
    "why": "{risk} is not acceptable. Why not? One sentence helps the others to understand.",
    "test": "{risk}: how would everybody notice that this line was crossed? For example: {example}.",
}
TOLD: Mapping[str, str] = {
    "limit": "{risk}: at most {said}",
    "condition": "{risk}: acceptable if {said}",
    "why": "{risk}: not acceptable, because {said}",
    "test": "{risk}: crossed when {said}",
}


def wanted(asking: Asking, draft: GridDraft, risk: str) -> list[str]:
    """The follow-ups that the stance on a risk calls for and that have no answer yet."""
    entry = draft.stances.get(risk, {})
    parts = AFTER.get(str(entry.get("stance")), ())
    unit = _unit(asking, risk)
    return [f"{risk}.{part}" for part in parts if part not in entry and (part != "limit" or unit)]


def all_wanted(asking: Asking, draft: GridDraft) -> list[str]:
    """Those of all risks, in the order of the list."""
    order = [risk.id for risk in asking.setting.template.risks] + list(draft.own)
    order = [risk for risk in order if risk not in draft.settled]
    return [step for risk in order for step in wanted(asking, draft, risk)]


def taken(draft: GridDraft) -> Taken:
    """The whole answer once nothing is left to ask."""
    return Full(draft.stances) if draft.todo == () else Part(as_draft(draft))


def read(asking: Asking, draft: GridDraft, text: str) -> Taken:
    """Typed text as the answer to the follow-up that the draft is at."""
    risk, part = _split(draft.todo[0]) if draft.todo else ("", "")
    words = text.strip()
    if draft.todo and (means_no_view(words) or words.casefold().rstrip(".") == SKIP):
        return skip(draft, draft.todo[0])
    if part == "limit":
        words = limit_of(words, _unit(asking, risk))
    if not words or len(words) > LONGEST:
        raise Invalid("Please say it in a sentence or two, or skip it.")
    stances = {**draft.stances, risk: {**draft.stances.get(risk, {}), part: words}}
    return taken(replace(draft, stances=stances, todo=draft.todo[1:] if draft.todo else ()))


def noted(asking: Asking, before: Taken, risk: str, condition: str) -> Taken:
    """A condition that was typed together with the stance."""
    draft = draft_of(replace(asking, draft=before.draft)) if isinstance(before, Part) else draft_of(asking)
    if isinstance(before, Full):
        draft = draft_of(replace(asking, value=before.value, draft=None))
    draft = draft.with_stance(risk, {**draft.stances[risk], "condition": condition})
    if draft.todo is not None:
        draft = draft.with_todo([step for step in draft.todo if step != f"{risk}.condition"])
    return taken(draft)


def skip(draft: GridDraft, step: str) -> Taken:
    """Without this detail."""
    return taken(draft.with_todo([other for other in draft.todo or () if other != step]))


def step(asking: Asking, draft: GridDraft) -> Step | None:
    """The follow-up that comes next."""
    if not draft.todo:
        return None
    risk, part = _split(draft.todo[0])
    unit = _unit(asking, risk) or "h"
    example = f"4 {unit}" if part == "limit" else "any recordable incident"
    asks = Phrase(ASKS[part], risk=_name(asking, draft, risk), example=example)
    pressed = AnswerQuestion(asking.setting.view_id, asking.question.id, SKIP, draft.todo[0])
    return Step(draft.todo[0], (Text(asks), Buttons((Button("Skip this detail", pressed),))))


def past(asking: Asking, step_id: str) -> tuple[Block, ...]:
    """What was said to a follow-up."""
    risk, part = _split(step_id)
    stances = draft_of(asking).stances if asking.draft is not None else asking.value
    entry = stances.get(risk) if isinstance(stances, Mapping) else None
    said = entry.get(part) if isinstance(entry, Mapping) else None
    name = risk_name(asking.setting, risk)
    if said:
        shown: Value = str(said) if part == "limit" else Quote(bare(part, str(said)))
        return (Text(Phrase(TOLD[part], risk=name, said=shown)),)
    return (Text(Phrase("{risk}: no more details.", risk=name)),)


def _split(step_id: str) -> tuple[str, str]:
    risk, _, part = step_id.rpartition(".")
    return risk, part


def _unit(asking: Asking, risk: str) -> str | None:
    return next((one.unit for one in asking.setting.template.risks if one.id == risk), None)


def _name(asking: Asking, draft: GridDraft, risk: str) -> Value:
    return Quote(draft.own[risk]) if risk in draft.own else risk_name(asking.setting, risk)
