"""Anything that a message or form could say, for the laws of drawing: hostile and ordinary words in every place."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import strategies as st

from flows.forms import ChoiceField, ChoicesField, DateField, Option, PeopleField, Section, TextField, TimeField
from flows.messages import (
    Button,
    Buttons,
    Choice,
    Facts,
    Grid,
    GridRow,
    Header,
    Items,
    Menu,
    Message,
    Note,
    Picture,
    Quoted,
    Style,
    Text,
)
from flows.phrases import Count, Instant, Link, Listing, Phrase, Quote, Who
from tests.adapters.web.small_commands import Stand, Take

HOSTILE = (
    "<!channel> <!here> <@U1> <#C1> <https://evil.example|click> <!date^1^{date}|x>",
    "*bold* _slanted_ ~struck~ `code` :tada:",
    "```",
    "> quoted\n> again",
    "&lt;!channel&gt; &amp;",
    "{who} {",
    "[click](https://evil.example) ![](https://evil.example/a.png) <https://evil.example> <img src=x>",
    "<at>Maria Nowak</at> <at>x",
    "{{DATE(2027-02-01T00:00:00Z,SHORT)}} ${x}",
    "- a\n1. b\n# c\n    d\n===\n~~~\n| e | f |\n|---|---|",
    "אבג שלום مرحبا",
    "👩‍🏭🏴‍☠️",
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A",
    "\x00\u200b\u202e",
    "",
    " ",
)
words = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=60),
    st.builds(lambda text, times: text * times, st.text(min_size=1, max_size=5), st.sampled_from((1, 30, 700, 1700))),
)
people = st.builds(Who, st.sampled_from(("adam", "maria", "ewa", "x")), words)
instants = st.builds(
    Instant,
    st.datetimes(datetime(2020, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001  # as hypothesis asks
    st.sampled_from(("UTC", "Europe/Warsaw", "Asia/Tashkent", "Nowhere/Else")),
)
addresses = st.sampled_from(("https://example.com/a?b=1&c=2", "javascript:alert(1)", "https://e.com/|<!here>", "x"))
values = st.recursive(
    st.one_of(
        words,
        people,
        instants,
        st.builds(Quote, words),
        st.builds(Link, addresses, words),
        st.builds(Count, st.integers(0, 9), words, words),
        st.integers(),
        st.dates(date(1, 1, 1)),
    ),
    lambda inner: st.one_of(
        st.builds(lambda items, empty: Listing(tuple(items), empty), st.lists(inner, max_size=4), words),
        st.builds(lambda one: Phrase("so {one}", one=one), inner),
    ),
    max_leaves=4,
)
phrases = st.one_of(
    st.builds(lambda one: Phrase("{one}", one=one), values),
    st.builds(lambda one, two: Phrase("{one} says {two}.", one=one, two=two), values, values),
)
styles = st.sampled_from(Style)


def some(*parts: st.SearchStrategy[object], most: int = 4) -> st.SearchStrategy[tuple[object, ...]]:
    """A few of these, as a tuple."""
    return st.lists(st.one_of(*parts), max_size=most).map(tuple)


buttons = st.builds(Button, words, st.builds(Take, words), styles, phrases, phrases)
rows = st.builds(GridRow, phrases, some(buttons, most=5), words, phrases)


def many(each: st.SearchStrategy[object], times: int) -> st.SearchStrategy[tuple[object, ...]]:
    """One of these, or the same one so many times."""
    return st.builds(lambda one, count: (one,) * count, each, st.sampled_from((1, times)))


blocks = st.one_of(
    st.builds(Header, phrases),
    st.builds(Text, phrases),
    st.builds(Note, phrases),
    st.builds(Quoted, words, phrases),
    st.builds(Facts, some(st.tuples(words, phrases))),
    st.builds(Items, st.one_of(some(phrases), many(phrases, 200))),
    st.builds(Buttons, st.one_of(some(buttons), many(buttons, 40))),
    st.builds(Menu, words, many(st.builds(Choice, words, st.builds(Stand, words, words)), 200)),
    st.builds(Grid, st.one_of(some(rows), many(rows, 60))),
    st.builds(Picture, words, st.just(("IT",)), st.just(("Risks",)), st.just(()), phrases),
)
messages = st.builds(Message, phrases, some(blocks, most=3))

ids = st.sampled_from(("one", "two.three", "risk_stance.stop"))
options = st.one_of(
    st.lists(st.builds(Option, words, words), max_size=6).map(tuple),
    st.integers(90, 230).map(lambda count: tuple(Option(f"o{n}", f"Option {n}") for n in range(count))),
)
fields = st.one_of(
    st.builds(TextField, ids, words, phrases, words, st.booleans(), st.booleans(), st.sampled_from((1, 200, 8000))),
    st.builds(ChoiceField, ids, words, options, phrases, words, st.booleans()),
    st.builds(ChoicesField, ids, words, options, phrases, some(words)),
    st.builds(PeopleField, ids, words, options, phrases, some(words), st.booleans(), st.integers(1, 5)),
    st.builds(DateField, ids, words, phrases, st.sampled_from(("", "2027-02-01", "soon", "2027-02-30"))),
    st.builds(TimeField, ids, words, phrases, st.sampled_from(("", "09:00", "9", "25:00"))),
    st.builds(Section, words, phrases),
)
