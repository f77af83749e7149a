"""What the conversation stored shows in the form, and the form gives back what it shows."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.commands import FormValues
from flows.errors import FlowError, Invalid, InvalidForm
from flows.plain import Plain
from flows.questionnaires.answers import Stance
from flows.questionnaires.asking import Full, Part
from flows.questionnaires.checking import checked
from flows.questionnaires.kinds import WAYS
from flows.questionnaires.wording import means_no_view, means_none
from flows.text import clean
from tests.flows.asking import RISKS, TEMPLATE, asking, submitted

# Letters, and everything that the typed grammars give a meaning to.
LETTERS = "ab Zł;:,\"\\'\n>-=.|0123456789“”…"
TEXTS = (
    st.one_of(
        st.text(LETTERS, min_size=1, max_size=20),
        st.sampled_from(
            [
                "none",
                "from IT",
                "by: 2027-05-15",
                "why not",
                "x, by 2027-01-01",
                'say "a"; b',
                "acceptable",
                "limit: 4 h",
            ]
        ),
    )
    .map(lambda words: clean(words).strip())
    .filter(lambda words: bool(words) and not means_no_view(words))
)
NAMES = TEXTS.map(lambda words: " ".join(words.split())).filter(bool)
AMOUNTS = st.sampled_from(["4 h", "1.5 weeks", "10 %", "0 h", "30 min", "2 kg/h"])
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31)).map(lambda day: day.isoformat())


Entries = dict[str, st.SearchStrategy[Plain]]


def record(required: Entries, optional: Entries) -> st.SearchStrategy[dict[str, Plain]]:
    return st.fixed_dictionaries(required, optional=optional)


STANCES = record(
    {"stance": st.sampled_from([stance.value for stance in Stance])},
    {"limit": AMOUNTS, "condition": TEXTS, "why": TEXTS, "test": TEXTS, "scope": NAMES},
)
VALUES = {
    "outcome.statement": TEXTS,
    "outcome.measure": record(
        {
            "name": NAMES,
            "baseline": st.sampled_from([61, 0, -3, 66.5]),
            "target": st.integers(-10, 10**6),
            "unit": st.sampled_from(["%", "h", "pieces", "kg/h"]),
            "by": DAYS,
        },
        {"scope": NAMES},
    ),
    "outcome.priorities": st.permutations([axis.id for axis in TEMPLATE.axes]).flatmap(
        lambda order: st.sampled_from([list(order), [[*order[:2]], *order[2:]], [order[0], [*order[1:]]], [[*order]]])
    ),
    "risks.stances": st.dictionaries(st.sampled_from([risk.id for risk in RISKS]), STANCES, min_size=1),
    "risks.needs": st.dictionaries(st.sampled_from([risk.id for risk in RISKS]), AMOUNTS),
    "risks.own": st.lists(
        st.tuples(TEXTS, STANCES, st.none() | NAMES).map(
            lambda given: {
                "text": given[0],
                **({"category": given[2]} if given[2] else {}),
                **given[1],
            }
        ),
        max_size=3,
    ).map(lambda risks: [{"id": f"own_{at}", **risk} for at, risk in enumerate(risks)]),
    "risks.no_touch": st.lists(
        st.tuples(DAYS, DAYS, st.none() | TEXTS).map(
            lambda given: {"from": min(given[:2]), "to": max(given[:2]), **({"why": given[2]} if given[2] else {})}
        ),
        max_size=3,
    ),
    "decisions.deciders": st.dictionaries(
        st.sampled_from(TEMPLATE.tradeoffs),
        st.just("no_view")
        | record(
            {"decider": st.sampled_from(["maria", "ewa", "olga"])},
            {
                "within": st.sampled_from(["4 h", "1 working day", "3 days"]),
                "silence": st.sampled_from(["blocks", "proceeds", "goes_up"]),
            },
        ),
        min_size=1,
    ),
    "decisions.joint": st.lists(st.sampled_from(["cutover_date", "go_live"]) | NAMES, unique=True, min_size=1),
    "reporting.cadence": st.sampled_from(["daily", "weekly"]),
    "evidence.needs": st.lists(
        record(
            {"what": TEXTS},
            {
                "from": st.sampled_from(["it", "quality", "maria", "the vendor", "somebody; else"]),
                "by": DAYS,
                "for": st.just("cutover"),
                "form": NAMES,
            },
        ),
        max_size=3,
    ),
}


@pytest.mark.parametrize("question", VALUES)
def test_what_the_form_shows_it_gives_back(question: str) -> None:
    @settings(max_examples=150, deadline=None)
    @given(VALUES[question] | st.just("no_view"))
    def law(value: Plain) -> None:
        way = WAYS[TEMPLATE.question(question).kind]
        stored = value if value == "no_view" else checked(asking(question), value)
        stands = asking(question, stored)
        filled = way.filled(stands, submitted(way.fields(stands, stored)))
        assert filled == stored or (filled is None and stored in ([], {}))

    law()


@pytest.mark.parametrize("question", VALUES)
def test_an_untouched_empty_form_answers_nothing(question: str) -> None:
    way = WAYS[TEMPLATE.question(question).kind]
    assert way.filled(asking(question), submitted(way.fields(asking(question), None))) is None


@pytest.mark.parametrize("question", VALUES)
def test_whatever_is_typed_is_understood_or_refused_in_words(question: str) -> None:
    way = WAYS[TEMPLATE.question(question).kind]

    @settings(max_examples=150, deadline=None)
    @given(st.text(LETTERS, max_size=60) | TEXTS)
    def law(text: str) -> None:
        try:
            taken = way.read(asking(question), text)
        except InvalidForm:
            pytest.fail("nobody has filled in a form")
        except Invalid:
            return
        assert isinstance(taken, Full | Part)

    law()


@pytest.mark.parametrize("question", VALUES)
def test_nonsense_in_any_field_is_refused_at_a_field_of_the_form(question: str) -> None:
    way = WAYS[TEMPLATE.question(question).kind]
    fields = [each.id for each in way.fields(asking(question), None) if hasattr(each, "id")]

    @settings(max_examples=100, deadline=None)
    @given(st.dictionaries(st.sampled_from(fields), st.text(LETTERS, max_size=40) | st.just(("a", "b"))))
    def law(values: FormValues) -> None:
        problems: set[str] = set()
        try:
            way.filled(asking(question), values)
        except InvalidForm as refusal:
            problems = set(refusal.problems)
        except FlowError:
            pytest.fail("a refusal that belongs to no field")
        assert problems <= set(fields)

    law()


def test_none_is_an_answer_of_a_list() -> None:
    way = WAYS[TEMPLATE.question("evidence.needs").kind]
    assert way.filled(asking("evidence.needs"), {"evidence.needs": "None."}) == []
    assert means_none("none")
