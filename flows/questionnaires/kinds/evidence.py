"""Evidence needs: which proof, from whom, by when, for which milestone, in which form."""

# ruff: noqa: ARG002  # all kinds have the same methods, and not each of them needs all it is given

from __future__ import annotations

import re
from collections.abc import Sequence

from flows.commands import FormValues
from flows.errors import Invalid, InvalidForm
from flows.forms import ChoiceField, DateField, Field, Option, TextField
from flows.phrases import Phrase, Quote, Value, Words
from flows.questionnaires.asking import Asking, Part, Setting, Taken, one_text
from flows.questionnaires.days import DAY, read_dated
from flows.questionnaires.kinds.listing import Entries, Entry, ListWay, entries_of, text_of
from flows.questionnaires.lines import join, quoted, split
from flows.questionnaires.template import Named
from flows.questionnaires.wording import either, means_no_view, means_none, named

LABELS = ("from", "by", "for", "form")
_SENTENCE = re.compile(
    rf"(?P<what>[^;\"]+?)(?:,?\s+from\s+(?P<from>[^,;]+?))?,?\s+by\s+(?P<by>{DAY})"
    r"(?:,?\s+for\s+(?P<for>[^,;]+?))?(?:,?\s+(?:as|form:?)\s+(?:an?\s+)?(?P<form>[^;]+?))?\s*\.?",
    re.IGNORECASE,
)
"""What people type without marks: `Protocol from IT by 2027-05-15 for the cut-over, as a document`."""


class EvidenceWay(ListWay):
    """`Rehearsal protocol; from: IT; by: 2027-05-15; for: Cut-over; form: document`; only the first part is needed."""

    example = "Cut-over rehearsal protocol; from: IT; by: 2027-05-15; form: document"
    none_label = "We need no proof"
    none_words = "No proof needed."

    def parse(self, asking: Asking, line: str, before: Entries) -> Entry:
        sentence = _SENTENCE.fullmatch(line.strip()) if len(line) <= 600 else None
        if sentence is not None:
            return self._known(asking.setting, {key: said for key, said in sentence.groupdict().items() if said})
        entry: dict[str, str] = {}
        for label, words in split(line, LABELS, commas=True):
            if not label and "what" in entry:
                raise Invalid(
                    "I read “{words}” and cannot tell what it says about “{what}”. "
                    "Please put from:, by:, for: or form: before it, for example: {example}",
                    words=words[:80],
                    what=entry["what"][:80],
                    example=self.example,
                )
            entry[label or "what"] = words
        if "what" not in entry:
            raise Invalid("Please say first what proof you need, for example: {example}", example=self.example)
        return self._known(asking.setting, entry)

    def line(self, setting: Setting, entry: Entry) -> str:
        what = text_of(entry, "what")
        parts = [("", what)]
        for label, known in (("from", _providers(setting)), ("by", ()), ("for", milestones(setting)), ("form", ())):
            if entry.get(label):
                parts.append((label, _typed(known, text_of(entry, label))))
        alone = len(parts) == 1
        if alone and (means_none(what) or means_no_view(what) or _SENTENCE.fullmatch(what)):
            return quoted(what)
        return join(parts, LABELS, commas=True)

    def words(self, setting: Setting, entry: Entry) -> Words:
        parts: dict[str, Value] = {"what": Quote(text_of(entry, "what"))}
        template = "{what}"
        for label, words, known in (
            ("from", ", from {from_}", _providers(setting)),
            ("by", ", by {by_}", ()),
            ("for", ", for {for_}", milestones(setting)),
            ("form", ", as {form_}", ()),
        ):
            said = text_of(entry, label)
            if said:
                template += words
                match = next((one.name for one in known if one.id == said), None)
                parts[f"{label}_"] = said if label == "by" else match or Quote(said)
        return Phrase(template, **parts)

    def record(self, asking: Asking) -> tuple[Field, ...]:
        points = tuple(Option(point.id, point.name) for point in milestones(asking.setting))
        return (
            TextField("what", "What proof", hint="for example: cut-over rehearsal protocol", required=True),
            TextField("from", "From whom", hint="a function or a person of the project"),
            DateField("by", "By when"),
            *((ChoiceField("for", "For which milestone", points),) if points else ()),
            TextField("form", "In which form", hint="for example: document, demonstration, figures"),
        )

    def recorded(self, asking: Asking, values: FormValues) -> Taken:
        entry = {key: one_text(values, key) for key in ("what", *LABELS) if one_text(values, key)}
        if "what" not in entry:
            raise InvalidForm({"what": "Please say what proof you need."})
        try:
            return Part([*entries_of(asking.draft), self.store(asking, self._known(asking.setting, entry))])
        except Invalid as refusal:
            raise InvalidForm({"by" if "by" in entry else "what": refusal.phrase}) from refusal

    def _known(self, setting: Setting, said: dict[str, str]) -> Entry:
        """Names as ids. A provider nobody knows is kept as it was said; a milestone has to exist."""
        entry = dict(said)
        provider = named(_providers(setting), said.get("from", ""))
        if provider is not None:
            entry["from"] = provider.id
        if "by" in said:
            entry["by"] = read_dated(said["by"], self.example).isoformat()
        if "for" in said:
            points = milestones(setting)
            bare = re.sub(r"^the\s+", "", said["for"], flags=re.IGNORECASE)
            milestone = next((p for p in points if p.id == said["for"]), None) or named(points, bare)
            milestone = milestone or next((p for p in points if _letters(p.id) == _letters(bare)), None)
            if milestone is None:
                raise Invalid(
                    "I read “{said}” as the milestone, and there is none of that name. {known}",
                    said=said["for"][:80],
                    known=Phrase("There are: {names}.", names=either(point.name for point in points))
                    if points
                    else "This project has no milestones; please leave “for” out.",
                )
            entry["for"] = milestone.id
        return {key: entry[key] for key in ("what", *LABELS) if entry.get(key)}


def _letters(name: str) -> str:
    """So that “cut-over” is the milestone of the id `cutover`, as the template's own example has it."""
    return re.sub(r"[\W_]", "", name.casefold())


def milestones(setting: Setting) -> tuple[Named, ...]:
    """The milestones of the project by id and name."""
    return tuple(Named(point.id, point.name) for point in setting.project.milestones)


def _providers(setting: Setting) -> tuple[Named, ...]:
    """Who can be asked for proof: functions, then people."""
    return (*(Named(function.id, function.name) for function in setting.project.functions), *setting.people)


def _typed(known: Sequence[Named], said: str) -> str:
    """The name to type for an id, where the name leads back to it."""
    for one in known:
        if one.id == said and named(known, one.name) == one:
            return one.name
    return said
