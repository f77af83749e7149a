"""What the charter looks like: to everybody in the channel, and to each function that signs it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flows.charter.commands import OpenReservation, PublishCharter, SignCharter
from flows.charter.marking import Marks, marked
from flows.charter.records import TITLES, Charter, Line, Moved, Objection, Section
from flows.charter.versions import Change
from flows.decisions.cast import Cast
from flows.messages import Block, Button, Buttons, Header, Items, Message, Note, Style, Text
from flows.phrases import Count, Instant, Listing, Phrase, Quote, Words
from flows.projects.records import Function

IN_CONFIDENCE = "This was said in confidence since."
"""In place of what a function asked for."""
SHOWN = 12
"""Lines of a section, and signatures, that a chat shows; the rest is counted. The export has them all."""
NO_MARKS: Marks = {}


def whole(charter: Charter, cast: Cast, function: str = "", *, marks: Marks = NO_MARKS) -> Message:
    """A version with its signatures; with the buttons of a function that has not signed it yet."""
    title = heading(charter, cast)
    line = standing(charter, cast)
    buttons = sign_buttons(charter, cast, (function,)) if function else ()
    blocks = (Header(title), Text(line), *buttons, *sections(charter.lines, marks=marks), *signatures(charter, cast))
    return Message(Phrase("{title}: {line}", title=title, line=line), blocks)


def heading(charter: Charter, cast: Cast) -> Phrase:
    """ "Charter of Line 3 MES, version 2"."""
    return Phrase("Charter of {project}, version {n}", project=cast.project.name, n=charter.number)


def standing(charter: Charter, cast: Cast) -> Phrase:
    """ "3 of 4 functions have signed; waiting for IT."."""
    if charter.replaced_at is not None:
        at = Instant(charter.replaced_at, cast.project.zone)
        return Phrase("A newer version has replaced this one on {at}. Type /charter to read it.", at=at)
    waiting = Listing(tuple(name(function, cast) for function in charter.unsigned))
    counted = Phrase(
        "{signed} of {all} signed",
        signed=len(charter.asked) - len(charter.unsigned),
        all=Count(len(charter.asked), "function has", "functions have"),
    )
    until: Words = Phrase(" It is valid until {day}.", day=charter.valid_until) if charter.valid_until else ""
    if charter.unsigned:
        return Phrase("{counted}; waiting for {waiting}.{until}", counted=counted, waiting=waiting, until=until)
    return Phrase("{counted}.{until}", counted=counted, until=until)


def name(function_id: str, cast: Cast) -> str:
    """What a function is called, also one that the project has dropped since."""
    return next((each.name for each in cast.project.functions if each.id == function_id), function_id)


def sections(lines: Iterable[Line], most: int = SHOWN, *, marks: Marks = NO_MARKS) -> Iterator[Block]:
    """The whole text, with the source of each sentence."""
    held: dict[Section, list[Line]] = {}
    for line in lines:
        held.setdefault(line.section, []).append(line)
    for section in Section:
        if section in held:
            yield Header(TITLES[section])
            yield _items(held[section], most, marks)


def _items(lines: list[Line], most: int, marks: Marks) -> Items:
    shown: list[Words] = [sourced(line, marks) for line in lines[:most]]
    if len(lines) > most:
        shown.append(Phrase("and {n} more, which the export has", n=len(lines) - most))
    return Items(tuple(shown))


def sourced(line: Line, marks: Marks = NO_MARKS) -> Phrase:
    """The sentence and where it comes from, and where the proof that it names stands now."""
    stands = marked(line, marks)
    if stands is not None:
        return Phrase("{words} ({source}; {stands})", words=line.words, source=line.source, stands=stands)
    return Phrase("{words} ({source})", words=line.words, source=line.source)


def signatures(charter: Charter, cast: Cast, most: int = SHOWN) -> Iterator[Block]:
    """Who signed which version for which function, with reservations in their own words."""
    lines = list(signed_lines(charter, cast))
    if not lines:
        return
    yield Header("Signed")
    more = [Phrase("and {n} more", n=len(lines) - most)] if len(lines) > most else []
    yield Items((*lines[:most], *more))


def signed_lines(charter: Charter, cast: Cast) -> Iterator[Phrase]:
    """A line for each signature."""
    for each in charter.signatures:
        words = Phrase(
            "{function}: {who}, {at}, version {n}",
            function=name(each.function, cast),
            who=cast.person(each.by).name,
            at=Instant(each.at, cast.project.zone),
            n=each.version,
        )
        if each.reservation:
            words = Phrase("{words}, with a reservation: {why}", words=words, why=Quote(each.reservation))
        later = next((new for new in charter.expected if new.function == each.function), None)
        if later is not None:
            words = Phrase(
                "{words}, signed by the {who}; {new} is asked to sign it",
                words=words,
                who="deputy" if each.at >= later.since else "predecessor",
                new=cast.person(later.person).name,
            )
        if each.function in charter.moved_by:
            words = Phrase("{words}; {moved}", words=words, moved=moved(charter.moved_by[each.function]))
        yield words
    objecting = {each.by for each in charter.objections}
    for new in charter.newcomers:
        if not new.function and new.answered_at is not None and new.person not in objecting:
            at = Instant(new.answered_at, cast.project.zone)
            yield Phrase("{who}, who decides and came later: consents, {at}", who=cast.person(new.person).name, at=at)
    for objection in charter.objections:
        yield objects(objection, cast)


def objects(objection: Objection, cast: Cast) -> Phrase:
    """ "Quality, Kim Seo: objects to “Who decides”: “…” It would take “…”"."""
    who: Words = cast.person(objection.by).name
    if objection.function:
        who = Phrase("{function}, {who}", function=name(objection.function, cast), who=who)
    what: Words = Phrase("{title}", title=Quote(TITLES[objection.section]))
    if objection.what:
        what = Phrase("{title}, {what}", title=what, what=Quote(objection.what))
    return Phrase(
        "{who}: objects to {what}, because of {reason}; it would take {fix}",
        who=who,
        what=what,
        reason=Quote(objection.reason),
        fix=Quote(objection.fix),
    )


def moved(what: Moved) -> Phrase:
    """ "says in pulse 2 that the goal and who decides has moved"."""
    return Phrase("says in {source} that it has moved: {what}", source=what.source, what=Listing(what.what))


def changed(changes: tuple[Change, ...], most: int = SHOWN) -> Items:
    """The readable difference between two versions."""
    shown: list[Words] = [change.words for change in changes[:most]]
    if len(changes) > most:
        shown.append(Phrase("and {n} more", n=len(changes) - most))
    return Items(tuple(shown))


def news(charter: Charter, changes: tuple[Change, ...]) -> Message:
    """What is new in a version; without changes, that it was said in confidence since."""
    title = Phrase("What is new in version {n}", n=charter.number)
    return Message(title, (Header(title), changed(changes) if changes else Text(IN_CONFIDENCE)))


def sign_buttons(charter: Charter, cast: Cast, functions: Iterable[str]) -> Iterator[Block]:
    """For each of these functions that has not signed yet."""
    for function in functions:
        if charter.is_current and function in charter.unsigned:
            called = name(function, cast)
            yield Text(Phrase("Please read it and sign it for {function}.", function=called))
            yield Buttons(sign_row(charter, function, called))


def sign_row(charter: Charter, function: str, called: str) -> tuple[Button, ...]:
    """The buttons with which a function (id), and what it is called, signs."""
    about = Phrase("for {function}", function=called)
    return (
        Button("Sign", SignCharter(charter.id, function), Style.PRIMARY, about),
        Button("With a reservation", OpenReservation(charter.id, function), about=about),
    )


def publish_button(project_id: str, after: Charter | None) -> Buttons:
    """For who runs the project."""
    number = after.number if after is not None else 0
    label = f"Publish version {number + 1}"
    return Buttons((Button(label, PublishCharter(project_id, number), Style.PRIMARY),))


def reminder(charter: Charter, cast: Cast, function: Function) -> Message:
    """Once, to a function that has not signed."""
    words = Phrase("{title} still waits for {function}.", title=heading(charter, cast), function=function.name)
    return Message(words, (Text(words), *sign_buttons(charter, cast, (function.id,)), Note("/charter shows it whole.")))
