"""Lines of chat as HTML: who, when, what, and how many replies hang under it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import quote

from markupsafe import Markup

from adapters.drawing import day_text, local
from adapters.web.html import element, together
from adapters.web.memory import ACCORD, Line
from adapters.web.render import Pen
from adapters.web.roster import Roster, initials, tone
from flows.effects import Refusal
from flows.messages import Message
from flows.phrases import Instant


@dataclass(frozen=True)
class LineView:
    """Draws lines for one reader. `today`: the reader's calendar day."""

    pen: Pen
    roster: Roster
    today: date

    def lines(self, lines: Iterable[Line], read_up_to: int | None = None) -> Markup:
        """Lines with a separator before each day, and one before the first that is new to the reader."""
        parts: list[Markup] = []
        day: date | None = None
        marked = read_up_to is None
        for line in lines:
            if self._day(line) != day:
                day = self._day(line)
                parts.append(self.separator(line))
            if not marked and line.number > (read_up_to or 0) and line.author != self.pen.reader:
                marked = True
                parts.append(element("li", element("span", "New"), class_="separator new"))
            parts.append(self.line(line))
        return together(*parts)

    def separator(self, line: Line) -> Markup:
        """The date above the first line of a day."""
        day = self._day(line)
        named = day_text(day, self.today.year)
        text = "Today" if day == self.today else named
        return element("li", element("span", text), class_="separator day", data_day=day.isoformat(), data_named=named)

    def line(self, line: Line) -> Markup:
        """One line: an item of the list, replaced as a whole when it is edited."""
        return element(
            "li",
            _avatar(line.author, self.roster.name(line.author)),
            element(
                "div",
                self._byline(line),
                element("div", self.pen.message(line.body), class_="body"),
                self._replies(line) if line.thread is None else "",
                class_="content",
            ),
            class_=f"line{' mine' if line.author == self.pen.reader else ''}",
            data_key=line.key,
            data_number=line.number,
            data_change=line.change,
            tabindex=-1,
        )

    def pin(self, line: Line) -> Markup:
        """A pinned line as it stands on top of its channel: what it says in short, and the way to all of it."""
        words = element("span", self.pen.words(line.body.summary), class_="words")
        opens = f"?thread={quote(line.key, safe='')}"
        link = element("a", element("b", "Pinned"), " ", words, href=opens, data_thread=line.key)
        return element("li", link, data_key=line.key)

    def _byline(self, line: Line) -> Markup:
        at = self._local(line.at)
        edited = element("span", "(edited)", class_="edited", title=self._moment(line.edited_at))
        return element(
            "div",
            element("span", self.roster.name(line.author), class_="author"),
            element("span", "App", class_="app") if line.author == ACCORD else "",
            element("time", f"{at:%H:%M}", datetime=line.at.isoformat(), title=self._moment(line.at)),
            edited if line.edited_at else "",
            class_="byline",
        )

    def _replies(self, line: Line) -> Markup:
        label = f"{line.replies} {'reply' if line.replies == 1 else 'replies'}" if line.replies else "Reply in thread"
        last = self._when(line.replied_at) if line.replied_at else ""
        return element(
            "a",
            label,
            element("span", f" to {self.roster.name(line.author)}, {self._local(line.at):%H:%M}", class_="hidden-text"),
            element("span", f"last {last}", class_="last") if last else "",
            href=f"?thread={quote(line.key, safe='')}",
            class_=f"replies{'' if line.replies else ' none'}",
            data_thread=line.key,
        )

    def _local(self, at: datetime) -> datetime:
        return local(Instant(at), self.pen.zone)

    def _day(self, line: Line) -> date:
        return self._local(line.at).date()

    def _when(self, at: datetime) -> str:
        moment = self._local(at)
        day = "" if moment.date() == self.today else f"{day_text(moment.date(), self.today.year)}, "
        return f"{day}{moment:%H:%M}"

    def _moment(self, at: datetime | None) -> str | None:
        if at is None:
            return None
        moment = self._local(at)
        return f"{day_text(moment.date())}, {moment:%H:%M} ({self.pen.zone})"


def draw_private(outcome: Message | Refusal, pen: Pen) -> Markup:
    """What only the requester sees: a reply, or a refusal and what to do instead."""
    refused = isinstance(outcome, Refusal)
    said = element("p", pen.words(outcome.phrase)) if isinstance(outcome, Refusal) else pen.message(outcome)
    content = element("div", FROM_ACCORD, element("div", said, class_="body"), class_="content")
    return element(
        "li",
        ACCORDS,
        content,
        DISMISS,
        class_=f"line ephemeral{' refusal' if refused else ''}",
        tabindex=-1,
    )


def _avatar(author: str, name: str) -> Markup:
    if author == ACCORD:
        return element("span", "A", class_="avatar accord", aria_hidden="true")
    return element("span", initials(name), class_=f"avatar tone-{tone(author)}", aria_hidden="true")


# The same in every reply, so they are put together once.
ACCORDS = _avatar(ACCORD, "Accord")
DISMISS = element(
    "button", element("span", "Dismiss", class_="hidden-text"), type="button", class_="dismiss", data_dismiss=True
)
FROM_ACCORD = element(
    "div",
    element("span", "Accord", class_="author"),
    element("span", "App", class_="app"),
    element("span", "Only visible to you", class_="private"),
    class_="byline",
)
