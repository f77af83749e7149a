"""Answers that are one value: amount, scale, date and person; typed, pressed, in the form and in the project file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.amounts import Amount
from flows.commands import FormValues
from flows.errors import FlowError, Invalid, InvalidForm
from flows.messages import Buttons, Menu
from flows.plain import Plain
from flows.project_file import STORED, FileRefused, Node, read_answer
from flows.questionnaires.asking import Asking, Full
from flows.questionnaires.checking import checked
from flows.questionnaires.kinds import WAYS, shown
from flows.questionnaires.risks import in_words
from tests.flows.asking import SETTING, submitted
from tests.flows.plant_quality import plant_templates
from tests.flows.spoken import words

TEMPLATES = plant_templates()
WHERE = {
    "quality.downtime": TEMPLATES["plant-quality"],
    "quality.trust": TEMPLATES["plant-quality"],
    "spares.by": TEMPLATES["plant-maintenance"],
    "spares.owner": TEMPLATES["plant-maintenance"],
}
VALUES: Mapping[str, st.SearchStrategy[Plain]] = {
    "quality.downtime": st.sampled_from(["4 h", "1.5 days", "0 min", "90 min", "2 weeks"]),
    "quality.trust": st.integers(0, 10),
    "spares.by": st.dates(date(1900, 1, 1), date(2999, 12, 31)).map(lambda day: day.isoformat()),
    "spares.owner": st.sampled_from(["maria", "ewa", "olga"]),
}
LETTERS = "4 h.,:≤<>-/20127May Maria Nowak@atmosthan\n"


def asking(question: str, value: Plain = None) -> Asking:
    template = WHERE[question]
    return Asking(replace(SETTING, template=template), template.question(question), value)


def typed(question: str, text: str) -> Plain:
    taken = WAYS[WHERE[question].question(question).kind].read(asking(question), text)
    assert isinstance(taken, Full)
    return taken.value


def refused(question: str, text: str) -> str:
    with pytest.raises(Invalid) as refusal:
        typed(question, text)
    return words(refusal.value.phrase)


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("4 h", "4 h"),
        ("4h.", "4 h"),
        ("4", "4 h"),
        ("downtime ≤ 4 h", "4 h"),
        ("at most 4 h", "4 h"),
        ("At most  4 hours", "4 hours"),
        ("no more than 90 min", "90 min"),
        ("Stop: max. 4 h", "4 h"),
        ("a maximum of 4 h", "4 h"),
        ("<= 0.5 days", "0.5 days"),
        ("4 h at most", "4 h"),
    ],
)
def test_an_amount_is_stored_as_number_and_unit(text: str, stored: str) -> None:
    assert typed("quality.downtime", text) == stored
    read = read_answer(WHERE["quality.downtime"], asking("quality.downtime").question, Node.of(stored))
    assert isinstance(read, Amount)
    assert read == Amount(Decimal(stored.split()[0]), stored.split()[1])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("not long", "I read “not long”. Please type a number and its unit, for example 4 h."),
        ("4 bananas", "I read “4 bananas”. Please type a number and its unit"),
        ("4-6 h", "I read “4-6 h”. Please type a number and its unit"),
        ("-4 h", "Please type a number and its unit"),
        ("at least 4 h", "I read “at least 4 h” as a lower end, and I keep one amount."),
        ("≥ 4 h", "as a lower end"),
        ("4,5 h", "Please write the number with a decimal point and nothing else, for example 4.5."),
        ("4 kg", "Expected an amount that can be given in h, such as 4 h"),
        ("", "Please type a number and its unit"),
    ],
)
def test_a_wrong_amount_is_refused_with_an_example(text: str, sentence: str) -> None:
    assert sentence in refused("quality.downtime", text)


@pytest.mark.parametrize(("text", "stored"), [("7", 7), ("0", 0), ("10 of 10", 10), ("7/10", 7)])
def test_a_number_on_the_scale(text: str, stored: int) -> None:
    assert typed("quality.trust", text) == stored


@pytest.mark.parametrize("text", ["11", "-1", "7.5", "7 of 5", "much", "७"])
def test_a_number_beside_the_scale_is_refused_with_its_ends(text: str) -> None:
    assert "Please give a whole number from 0 (none at all) to 10 (complete)." in refused("quality.trust", text)


@pytest.mark.parametrize(
    "text", ["2027-05-08", "8 May 2027", "by 8 may 2027", "May 8, 2027", "8.5.2027", "08. 05. 2027"]
)
def test_a_day_as_people_write_it(text: str) -> None:
    assert typed("spares.by", text) == "2027-05-08"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("8 May", "I read “8 May”, and the year is missing. Please type it like this: 2027-05-08"),
        ("tomorrow", "the year is missing"),
        ("2027-02-30", "I cannot read “2027-02-30” as a day"),
        ("08/05/2027", "I cannot read “08/05/2027” as a day"),
        ("3027-02-01", "Expected a date such as 2027-02-01"),
    ],
)
def test_a_wrong_day_is_refused_with_an_example(text: str, sentence: str) -> None:
    assert sentence in refused("spares.by", text)


@pytest.mark.parametrize("text", ["Maria Nowak", "maria", "@Maria", "MARIA  NOWAK"])
def test_a_person_of_the_project(text: str) -> None:
    assert typed("spares.owner", text) == "maria"


def test_somebody_else_is_refused_with_an_example() -> None:
    sentence = refused("spares.owner", "Anna")
    assert "I read “Anna”, and nobody of this project has that name." in sentence
    assert sentence.endswith("for example: Adam Wolski")


def test_closed_answers_are_one_press() -> None:
    trust, owner = (WAYS[asking(each).question.kind].card(asking(each)) for each in ("quality.trust", "spares.owner"))
    labels = [button.label for block in trust if isinstance(block, Buttons) for button in block.buttons]
    assert labels == [str(number) for number in range(11)]
    (menu,) = owner
    assert isinstance(menu, Menu)
    assert menu.choices[1].label == "Ewa Kot"


def test_answers_in_words() -> None:
    def told(question: str, value: Plain) -> str:
        return words(shown(SETTING, asking(question).question, value)[0])

    assert told("quality.downtime", "4 h") == "4 h"
    assert told("quality.trust", 7) == "7, from 0 (none at all) to 10 (complete)"
    assert told("spares.by", "2027-05-08") == "2027-05-08"
    assert told("spares.owner", "maria") == "Maria Nowak"


@pytest.mark.parametrize(
    ("question", "plain", "sentence"),
    [
        ("quality.downtime", "4", "expected an amount with its unit"),
        ("quality.downtime", "4 kg", "expected an amount that can be given in h"),
        ("quality.trust", 11, "expected a whole number from 0 to 10"),
        ("quality.trust", 1.5, "expected a whole number from 0 to 10"),
        ("spares.by", "8 May 2027", "expected a date such as 2027-02-01"),
    ],
)
def test_the_file_is_as_strict(question: str, plain: Plain, sentence: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        read_answer(WHERE[question], asking(question).question, Node.of(plain))
    assert sentence in refusal.value.sentence


def test_what_was_said_on_an_earlier_scale_stays() -> None:
    question = replace(asking("quality.trust").question, scale=replace(asking("quality.trust").question.scale, high=5))
    stands = replace(asking("quality.trust", 9), question=question)
    way = WAYS[question.kind]
    assert read_answer(WHERE["quality.trust"], question, Node.of(9), STORED) == 9
    assert way.filled(stands, submitted(way.fields(stands, 9))) == 9


@pytest.mark.parametrize("question", VALUES)
def test_what_the_form_shows_it_gives_back(question: str) -> None:
    way = WAYS[asking(question).question.kind]

    @settings(max_examples=80, deadline=None)
    @given(VALUES[question] | st.just("no_view"))
    def law(value: Plain) -> None:
        stored = value if value == "no_view" else checked(asking(question), value)
        stands = asking(question, stored)
        assert way.filled(stands, submitted(way.fields(stands, stored))) == stored

    law()
    assert way.filled(asking(question), submitted(way.fields(asking(question), None))) is None


@pytest.mark.parametrize("question", VALUES)
def test_nonsense_is_refused_in_words_and_at_its_field(question: str) -> None:
    way = WAYS[asking(question).question.kind]
    fields = [each.id for each in way.fields(asking(question), None) if hasattr(each, "id")]

    @settings(max_examples=150, deadline=None)
    @given(st.text(LETTERS, max_size=30), st.dictionaries(st.sampled_from(fields), st.text(LETTERS, max_size=20)))
    def law(text: str, values: FormValues) -> None:
        try:
            stored = typed(question, text)
        except InvalidForm:
            pytest.fail("nobody has filled in a form")
        except Invalid:
            stored = None
        assert stored is None or checked(asking(question), stored) == stored
        problems: set[str] = set()
        try:
            way.filled(asking(question), values)
        except InvalidForm as refusal:
            problems = set(refusal.problems)
        except FlowError:
            pytest.fail("a refusal that belongs to no field")
        assert problems <= set(fields)

    law()


def test_what_our_sentence_says_already_is_not_said_twice() -> None:
    refused = in_words({"stance": "not_acceptable", "why": "Because orders are lost"}, "Stop")
    assert words(refused) == "Stop: not acceptable even if pace suffers, because “orders are lost”"
    allowed = in_words({"stance": "acceptable_if", "condition": "if somebody checks"}, "Stop")
    assert words(allowed) == "Stop: acceptable if “somebody checks”"
    alone = in_words({"stance": "not_acceptable", "why": "because "}, "Stop")
    assert "because “because" in words(alone), "nothing else was said"
