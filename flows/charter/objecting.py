"""Objecting to a charter that was signed before one came.

A look: open_objection. A change: object_to_charter.
"""

from __future__ import annotations

from datetime import datetime

from flows.calendar import next_working
from flows.charter import cards, keys, newcomers, posting
from flows.charter.commands import ObjectToCharter, OpenObjection
from flows.charter.keeping import Records
from flows.charter.records import TITLES, Charter, Objection, Section
from flows.charter.signing import is_head, load_to_sign, reminders
from flows.charter.versions import objected
from flows.commands import Actor
from flows.decisions.cast import Cast
from flows.effects import Effects, Post, Promise
from flows.filled import Filled, at_most
from flows.forms import ChoiceField, Form, Option, TextField
from flows.forms import Section as Heading
from flows.messages import Message, Note, Text, ToPerson
from flows.phrases import Phrase

LONGEST = 1000
WHICH = "The sentence of the charter that you cannot stand behind, or what is missing from it."


def open_objection(records: Records, actor: Actor, command: OpenObjection, now: datetime) -> Effects:  # noqa: ARG001
    """The form: what of it, why, and what would mend it."""
    charter, _ = load_to_sign(records, actor, command.charter_id, command.function)
    options = tuple(Option(section.value, TITLES[section]) for section in Section if charter.of(section))
    fields = (
        Heading(
            "Your objection", "Everybody in the project reads it. The facilitator takes it up with those concerned."
        ),
        ChoiceField("section", "What do you object to?", options, required=True),
        TextField("what", "What exactly?", WHICH, required=True, multiline=True, limit=LONGEST),
        TextField("reason", "Why?", required=True, multiline=True, limit=LONGEST),
        TextField("fix", "What would mend it?", required=True, multiline=True, limit=LONGEST),
    )
    submits = ObjectToCharter(command.charter_id, command.function)
    return Effects(reply=Form("Object to the charter", submits, fields, submit="Object"))


def object_to_charter(records: Records, actor: Actor, command: ObjectToCharter, now: datetime) -> Effects:
    """It stands in the charter until they sign or a newer version is published. Raises InvalidForm."""
    charter, cast = load_to_sign(records, actor, command.charter_id, command.function)
    filled = Filled(command.values)
    section = filled.text("section")
    if section not in {each.value for each in Section if charter.of(each)}:
        filled.wrong("section", "Please choose what you object to.")
    what = filled.read("what", at_most(LONGEST), "Please say what exactly, in its words or yours.") or ""
    reason = filled.read("reason", at_most(LONGEST), "Please say why.") or ""
    fix = filled.read("fix", at_most(LONGEST), "An objection needs a fix: please say what would mend it.") or ""
    filled.check()
    objection = Objection(command.function, actor.person_id, now, Section(section), reason, fix, what)
    after = objected(charter, objection, head=is_head(cast, command.function, actor.person_id))
    records.charters.put(after)
    told = Phrase("Your objection stands in the charter. The facilitator takes it up.")
    posts = (
        *posting.in_channel(records, cast, Promise.REFRESH),
        *posting.refreshed(after, cast, now),
        *newcomers.refreshed(after, cast),
        _to_host(after, objection, cast, now),
    )
    withdraw = reminders(after, cast, command.function, actor.person_id)
    return Effects(posts, Message(told, (Text(told),)), withdraw)


def _to_host(charter: Charter, objection: Objection, cast: Cast, now: datetime) -> Post:
    """To who runs the project: what to do about it."""
    person = cast.project.facilitator or cast.project.sponsor
    words = Phrase("{title}. {what}.", title=cards.heading(charter, cast), what=cards.objects(objection, cast))
    next_step = Note(
        "Please take it up with those whom it concerns. When it is changed, publish the next version with /charter; "
        "when it holds after all, they can still sign."
    )
    key = f"{keys.prefix(charter)}objection/{objection.function}/{objection.by}/{now:%Y%m%dT%H%M%S}"
    when = next_working(cast.person(person), now)
    return Post(key, ToPerson(person), Message(words, (Text(words), next_step)), not_before=when)
