"""An outcome as Slack shows it to the one who asked: what the request itself is answered, and what is sent beside it.

Pure: nothing is looked up and nothing is sent here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias, assert_never

from adapters.slack.asked import Pressed, Shortcut, Shown, SlashCommand, Submitted, Typed
from adapters.slack.keeping import Opened
from adapters.slack.pen import Pen, View, shortened
from adapters.slack.render import message, modal, said
from adapters.slack.sending import Call, Respond, Showing
from adapters.slack.views import page_of
from flows.commands import Command, FormValues
from flows.effects import Refusal
from flows.forms import Form
from flows.messages import Button, Buttons, Message, Style, Text
from flows.plain import Plain

Body: TypeAlias = Mapping[str, Plain]
DEEPEST = 3
"""Modals on top of each other."""
LONGEST_PROBLEM = 250
LITERAL: Body = {"parse": "none", "link_names": False}
BARE: Body = {"unfurl_links": False, "unfurl_media": False}
DONE = Message("Done.")


@dataclass(frozen=True)
class Answer:
    """`body`: of the 200, None for an empty one. `kept`: what must be on the Shelf before any of it is shown."""

    body: Body | None = None
    showings: tuple[Showing, ...] = ()
    kept: tuple[str, ...] = ()


NOTHING = Answer()


@dataclass(frozen=True)
class Filled:
    """A submitted form: what it was, and everything that was filled in so far."""

    opened: Opened
    values: FormValues


Told: TypeAlias = Message | Refusal | Form
"""An outcome that there is something to show of."""
AskedHere: TypeAlias = Typed | SlashCommand | Pressed | Shortcut


def answer(pen: Pen, asked: AskedHere, outcome: Told | None, command: Command) -> Answer:
    """What is shown for `command`, which `asked` meant."""
    if outcome is None:
        return _done(pen, asked)
    match asked:
        case Typed():
            return _typed(pen, asked, outcome, command)
        case SlashCommand():
            return _commanded(pen, asked, outcome, command)
        case Pressed():
            return _pressed(pen, asked, outcome, command)
        case Shortcut():
            return _opened(asked.trigger, _view(pen, outcome), _beside(pen, asked, outcome, command))
        case _:
            assert_never(asked)


def sentence(text: str) -> Body:
    """A sentence of ours without a pen: only for the one who asked, beside what is on screen."""
    return {"response_type": "ephemeral", "replace_original": False, "text": text}


def shown_as(told: Told, command: Command) -> Message:
    """The same as a message: a form, which needs a fresh press to open, as a button that opens it."""
    match told:
        case Message():
            return told
        case Refusal():
            return Message(told.phrase, tuple(Text(words) for words in (told.phrase, *told.problems.values())))
        case Form():
            intro = told.intro or told.title
            opens = Buttons((Button("Open the form", command, Style.PRIMARY, told.title),))
            return Message(told.title, (Text(intro), opens))


def _typed(pen: Pen, asked: Typed, told: Told, command: Command) -> Answer:
    drawn = message(pen, shown_as(told, command))
    content: Body = {"text": drawn.text, "blocks": list(drawn.blocks), **LITERAL}
    here: Body = {"channel": asked.channel_id, **({"thread_ts": asked.thread} if asked.thread else {})}
    if asked.channel_id.startswith("D"):
        return Answer(None, (Call("chat.postMessage", {**here, **content, **BARE}),), drawn.kept)
    user = asked.origin.user_id
    directly = Call("chat.postMessage", {"channel": user, **content, **BARE})
    return Answer(None, (Call("chat.postEphemeral", {**here, **content, "user": user}, directly),), drawn.kept)


def _commanded(pen: Pen, asked: SlashCommand, told: Told, command: Command) -> Answer:
    drawn = message(pen, shown_as(told, command))
    body: Body = {"response_type": "ephemeral", "text": drawn.text, "blocks": list(drawn.blocks)}
    if not isinstance(told, Form):
        return Answer(body, (), drawn.kept)
    return _opened(asked.trigger, modal(pen, told), Beside(Respond(asked.response_url, body), drawn.kept))


def _pressed(pen: Pen, asked: Pressed, told: Told, command: Command) -> Answer:
    beside = _beside(pen, asked, told, command)
    if asked.view is None and not isinstance(told, Form):
        return Answer(None, (beside.showing,), beside.kept)
    if asked.view is None or asked.view.is_home:
        return _opened(asked.trigger, _view(pen, told), beside)
    return _in_view(pen, asked, asked.view, told, beside)


def _in_view(pen: Pen, asked: Pressed, shown: Shown, told: Told, beside: Beside) -> Answer:
    """Inside a modal: an answer takes its place; a form or a refusal comes on top, so that nothing typed is lost."""
    if isinstance(told, Refusal) and shown.depth == DEEPEST:
        return Answer(None, (beside.showing,), beside.kept)
    view = _view(pen, told)
    if isinstance(told, Message) or shown.depth == DEEPEST:
        showing = _update(shown, view, beside.showing)
    else:
        showing = Call("views.push", {"trigger_id": asked.trigger, "view": view.view}, beside.showing)
    return Answer(None, (showing,), (*view.kept, *beside.kept))


@dataclass(frozen=True)
class Beside:
    """The same as a message that only the one who asked sees."""

    showing: Showing
    kept: tuple[str, ...]


def _beside(pen: Pen, asked: Pressed | Shortcut, told: Told, command: Command) -> Beside:
    """In the conversation it was asked in, else in the direct messages with Accord."""
    drawn = message(pen, shown_as(told, command))
    content: Body = {"text": drawn.text, "blocks": list(drawn.blocks)}
    channel_id = asked.channel_id if isinstance(asked, Pressed) else ""
    posted = Call("chat.postMessage", {"channel": asked.origin.user_id, **content, **LITERAL, **BARE})
    if channel_id and not channel_id.startswith("D"):
        there: Body = {"channel": channel_id, "user": asked.origin.user_id, **content, **LITERAL}
        posted = Call("chat.postEphemeral", there, posted)
    if not asked.response_url:
        return Beside(posted, drawn.kept)
    respond: Body = {"response_type": "ephemeral", "replace_original": False, **content}
    return Beside(Respond(asked.response_url, respond, posted), drawn.kept)


def submitted(pen: Pen, asked: Submitted, told: Told, filled: Filled) -> Answer:
    """The answer to a submitted modal, which is the body of the 200 itself."""
    if isinstance(told, Refusal) and (at := _page(pen, asked, told, filled)) is not None:
        form, page = at
        view = modal(pen, form, page=page, filled=filled.values, problems=told.problems)
        return Answer({"response_action": "update", "view": view.view}, (), view.kept)
    on_top = asked.view.depth < DEEPEST
    if isinstance(told, Refusal) and (problems := _problems(pen, asked.view.fields, told, on_top=on_top)):
        return Answer({"response_action": "errors", "errors": problems})
    view = _view(pen, told)
    action = "push" if isinstance(told, Refusal) and on_top else "update"
    return Answer({"response_action": action, "view": view.view}, (), view.kept)


def _page(pen: Pen, asked: Submitted, refusal: Refusal, filled: Filled) -> tuple[Form, int] | None:
    """The other page of the form that has a problem, when none is on this one."""
    pages = filled.opened.pages
    if pages is None or not refusal.problems or any(name in asked.view.fields for name in refusal.problems):
        return None
    return pages.form, page_of(pen, pages.form, next(iter(refusal.problems)))


def _problems(pen: Pen, shown: tuple[str, ...], refusal: Refusal, *, on_top: bool) -> Mapping[str, str]:
    """The problem at each field. What is about no field here is said at the first, unless a modal can say it."""
    here = {name: pen.plain(words) for name, words in refusal.problems.items() if name in shown}
    rest = [pen.plain(words) for name, words in refusal.problems.items() if name not in shown]
    if not refusal.problems and not on_top:
        rest = [pen.plain(refusal.phrase)]
    if rest and shown:
        first = next(iter(here), shown[0])
        here[first] = " ".join([*filter(None, [here.get(first)]), *rest])
    return {name: shortened(text, LONGEST_PROBLEM) for name, text in here.items()}


def _done(pen: Pen, asked: AskedHere) -> Answer:
    """All there is to see is in the posts; but what was pressed in a modal says so in the modal."""
    if not isinstance(asked, Pressed) or asked.view is None or asked.view.is_home:
        return NOTHING
    return Answer(None, (_update(asked.view, said(pen, DONE)),))


def _view(pen: Pen, told: Told) -> View:
    return modal(pen, told) if isinstance(told, Form) else said(pen, told)


def _opened(trigger: str, view: View, beside: Beside) -> Answer:
    """A modal; what cannot be opened in time is shown beside."""
    opens = Call("views.open", {"trigger_id": trigger, "view": view.view}, beside.showing)
    return Answer(None, (opens,), (*view.kept, *beside.kept))


def _update(shown: Shown, view: View, instead: Showing | None = None) -> Showing:
    return Call("views.update", {"view_id": shown.id, "view": view.view}, instead)
