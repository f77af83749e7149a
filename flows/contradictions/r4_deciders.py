"""R4: functions name different people to decide the same tradeoff."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from flows.contradictions import sayings
from flows.contradictions.case import Case, side
from flows.contradictions.findings import CONFIDENTIAL, Contradiction, Strength
from flows.contradictions.views import DECIDERS, View
from flows.questionnaires.answers import DeciderChoice

RULE = "R4"

Named = dict[str, list[tuple[View, DeciderChoice]]]
"""Who names a person for one tradeoff, by person id, in the order of the project."""


def find(case: Case) -> Iterator[Contradiction]:
    """One finding per tradeoff for which two or more people are named; decision rights do not count."""
    for tradeoff, named in _named(case).items():
        if len(named) > 1:
            sides = tuple(
                side(view.quote(DECIDERS, sayings.decider(choice, case)) for view, choice in choices)
                for choices in named.values()
            )
            yield Contradiction(RULE, tradeoff, Strength.HARD, sides, _why(case, tradeoff, named))


def _named(case: Case) -> Mapping[str, Named]:
    found: defaultdict[str, Named] = defaultdict(dict)
    for view in case.views:
        choices = view.entries(DECIDERS, DeciderChoice)
        for tradeoff, choice in {case.tradeoff(asked): choice for asked, choice in choices.items()}.items():
            found[tradeoff].setdefault(choice.decider, []).append((view, choice))
    return found


def _why(case: Case, tradeoff: str, named: Named) -> str:
    naming = sayings.listed(
        f"{sayings.listed(view.name for view, _ in choices)} {sayings.verb(choices, 'names', 'name')} "
        f"{_person(case, person, choices)}"
        for person, choices in named.items()
    )
    own = [
        view.name
        for choices in named.values()
        for view, choice in choices
        if choice.decider == view.function.representative and not view.hides(DECIDERS)
    ]
    naming_own = f"{sayings.listed(own, shown=len(own))} {sayings.verb(own, 'names its', 'name their')} own"
    told = f"; {naming_own} representative" if own else ""
    return f"{case.called(tradeoff)}: {naming} to decide{told}."


def _person(case: Case, person: str, choices: Sequence[tuple[View, DeciderChoice]]) -> str:
    """The person's name, unless everyone who names them does so in confidence."""
    hidden = all(view.hides(DECIDERS) for view, _ in choices)
    return CONFIDENTIAL if hidden else case.person(person)
