"""From one version of the charter to the next, and the charter as a document."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from adapters.documents.html import html
from adapters.documents.markdown import markdown
from adapters.documents.pdf import pdf
from adapters.drawing import draw_text
from flows.charter import bounds
from flows.charter.agreed import path
from flows.charter.compiling import compiled
from flows.charter.material import Material
from flows.charter.records import Charter, Line, Section, Signature
from flows.charter.versions import changes, following, reopened
from flows.decisions.cast import Cast
from flows.messages import Facts, Header, Items, Message, Note, Picture, Quoted, Text
from flows.people import Person
from flows.phrases import Phrase, Quote
from flows.projects.records import DecisionRight, Project
from flows.questionnaires.template import Template
from flows.red_lines.records import InForce, RedLine, Tolerances, TradeoffOrder
from flows.wire import Wire
from tests.flows.line3 import TEMPLATE, line3
from tests.flows.round_shelf import Shelf

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
BOTH = ("it", "quality")
NASTY = "<script>alert('x')</script> **bold** [link](https://example.com) # title | cell ✓ żółć Ωμέγα"


def line(key: str, section: Section, words: str, *concerns: str) -> Line:
    return Line(key, section, Phrase("{words}", words=words), "goal/1", concerns)


def charter(*lines: Line, number: int = 1) -> Charter:
    return Charter(f"line3/charter/{number}", "line3", number, lines, "ewa", NOW, BOTH)


def test_d6_the_difference_is_readable_added_changed_and_removed() -> None:
    before = (line("a", Section.GOAL, "one"), line("b", Section.PATH, "two"), line("c", Section.PATH, "same"))
    after = (line("a", Section.GOAL, "uno"), line("c", Section.PATH, "same"), line("d", Section.PATH, "new"))
    found = changes(before, after)
    assert [change.words.template.split(":")[0] for change in found] == ["Changed", "Added", "Removed"]
    assert changes(before, before) == ()


def test_d6_only_material_changes_reopen_and_only_for_whom_they_concern() -> None:
    right = line("right/x", Section.RIGHTS, "Maria decides", "quality")
    path = line("path", Section.PATH, "up")
    assert reopened(changes((path,), (line("path", Section.PATH, "down"),)), BOTH) == frozenset()
    assert reopened(changes((right,), ()), BOTH) == {"quality"}
    moved = line("right/x", Section.RIGHTS, "Ben decides", "it")
    assert reopened(changes((right,), (moved,)), BOTH) == {"it", "quality"}
    assert reopened(changes((), (line("goal", Section.GOAL, "66 %"),)), BOTH) == set(BOTH)


def test_d6_a_signature_that_stands_keeps_the_version_that_was_read() -> None:
    first = charter(line("right/x", Section.RIGHTS, "Maria decides", "quality"))
    signed = Charter(**{**vars(first), "signatures": tuple(Signature(each, "ben", NOW, 1) for each in BOTH)})
    second = following(signed, charter(line("right/x", Section.RIGHTS, "Ben decides", "quality"), number=2), None)
    assert [(each.function, each.version) for each in second.signatures] == [("it", 1)]
    assert second.unsigned == ("quality",)


def test_d6_a_version_comes_back_from_the_wire_as_it_was() -> None:
    kept = charter(Line("goal", Section.GOAL, Phrase("{a} {b}", a=Quote("x"), b=date(2027, 1, 1)), "goal/1"))
    wire = Wire({})
    assert wire.load(Charter, wire.dump(kept)) == kept
    assert not changes(kept.lines, wire.load(Charter, wire.dump(kept)).lines)


@dataclass(frozen=True)
class Nobody:
    """A directory with a template and no people."""

    people: Shelf[Person]
    projects: Shelf[Project]
    templates: Shelf[Template]


def test_d8_red_lines_tolerances_and_the_order_in_force_are_in_the_charter() -> None:
    def held(number: int, content: RedLine | Tolerances | TradeoffOrder) -> InForce:
        return InForce(f"line3/RL-{number}", "line3", number, content, NOW, f"line3/red_line/{number}")

    wire = Wire({})
    nobody = Nobody(Shelf(wire, Person), Shelf(wire, Project), Shelf(wire, Template, (TEMPLATE,)))
    found = Material(
        line3(),
        Cast(nobody, line3()),
        bounds=(
            held(1, RedLine("quality", "No release without a record.", "a lot has none", ("release",), "we stop")),
            held(0, Tolerances({"time": "two weeks"})),
        ),
    )
    (red,) = bounds.red_lines(found)
    assert red.source == "RL-1, agreed as red line 1"
    assert red.concerns == (), "it binds everybody"
    assert (
        draw_text(red.words) == "Quality: “No release without a record.”; crossed when “a lot has none”; then “we stop”"
    )
    old = Phrase("{owner}: {text} Crossed when {test} Then {breach}", **red.words.values)
    assert changes((replace(red, words=old),), (red,)) == (), "nobody signs anew for another wording of ours"
    assert [each.key for each in bounds.tolerances(found)] == ["tolerance/time"]
    assert {each.section for each in compiled(found)} >= {Section.RED_LINES, Section.TOLERANCES, Section.PATH}


def test_d6_the_path_of_what_contradicts_names_deputy_and_back_up_where_there_is_one() -> None:
    wire = Wire({})
    nobody = Nobody(Shelf(wire, Person), Shelf(wire, Project), Shelf(wire, Template, (TEMPLATE,)))
    alone = replace(line3(), backup=None, decision_rights=(DecisionRight("scope/speed", "maria"),))
    both = replace(alone, backup="rita", decision_rights=(DecisionRight("scope/speed", "maria", "jan"),))

    def climbs(project: Project) -> str:
        return draw_text(list(path(Material(project, Cast(nobody, project))))[1].words)

    assert "the decider (1 working day) then the sponsor (2 working days)." in climbs(alone)
    assert "the decider (1 working day), the deputy (1 working day), the sponsor (2 working days)" in climbs(both)
    assert climbs(both).endswith("then the back-up (2 working days).")


DOCUMENT = Message(
    "Charter",
    (
        Header("The goal"),
        Text(Phrase("{words}", words=Quote(NASTY))),
        Items((Phrase("{words}", words=NASTY), "1. not a list")),
        Facts((("Sponsor", Phrase("{words}", words=NASTY)),)),
        Quoted(NASTY, "Ewa"),
        Picture("Coverage", (), (), (), Phrase("Nothing yet.")),
        Note("Made by Accord."),
    ),
)


def test_o15_words_of_people_are_never_markup_in_the_documents() -> None:
    page = html(DOCUMENT, "UTC")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "src=" not in page
    assert "href=" not in page
    text = markdown(DOCUMENT, "UTC")
    assert not re.search(r"(?<!\\)[<\[|]", text)
    assert "\\[link\\]" in text
    assert "\\*\\*bold\\*\\*" in text


def test_o15_a_pdf_of_any_length_and_alphabet_is_made_and_is_the_same_twice() -> None:
    long = Message("Long", (*DOCUMENT.blocks, Text("word " * 4000), Text("x" * 3000)))
    first = pdf(long, "UTC", NOW)
    assert first.startswith(b"%PDF-")
    assert first == pdf(long, "UTC", NOW)
    assert b"/URI" not in first
