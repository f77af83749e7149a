"""A message as one HTML page: everything is escaped, and nothing is fetched from anywhere."""

from __future__ import annotations

from typing import assert_never

from jinja2 import Environment, StrictUndefined

from adapters.drawing import draw_text
from flows.messages import (
    Block,
    Buttons,
    Facts,
    Grid,
    Header,
    Items,
    Menu,
    Message,
    Note,
    Picture,
    Quoted,
    Text,
)
from flows.phrases import Words

_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{{ title }}</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff; max-width: 46em; margin: 2em auto; }
h2 { font-size: 1.1em; margin: 1.4em 0 .3em; border-bottom: 1px solid #6b6b6b; }
p, ul, dl, blockquote { margin: .4em 0; }
dt { font-weight: 600; }
.note { color: #4a4a4a; font-size: .9em; }
@media print { body { margin: 0; font-size: 11px; } }
</style>
</head>
<body>
<main>
{% for kind, words in parts %}
{% if kind == "header" %}<h2>{{ words[0] }}</h2>
{% elif kind == "items" %}<ul>{% for line in words %}<li>{{ line }}</li>{% endfor %}</ul>
{% elif kind == "facts" %}<dl>{% for line in words %}
{% if loop.index is odd %}<dt>{{ line }}</dt>{% else %}<dd>{{ line }}</dd>{% endif %}
{% endfor %}</dl>
{% elif kind == "quote" %}<blockquote><p>{{ words[0] }}</p><p class="note">{{ words[1] }}</p></blockquote>
{% elif kind == "note" %}<p class="note">{{ words[0] }}</p>
{% else %}<p>{{ words[0] }}</p>
{% endif %}
{% endfor %}
</main>
</body>
</html>
"""
_TEMPLATE = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True).from_string(_PAGE)
Part = tuple[str, tuple[str, ...]]


def html(message: Message, zone: str) -> str:
    """The whole message as a page of its own; moments in `zone` (IANA)."""
    parts = [part for block in message.blocks if (part := part_of(block, zone)) is not None]
    return _TEMPLATE.render(title=draw_text(message.summary, zone), parts=parts)


def part_of(block: Block, zone: str) -> Part | None:
    """What kind of paragraph a block is, and its lines as plain text; None for what is pressed, not read."""

    def say(words: Words) -> str:
        return draw_text(words, zone)

    match block:
        case Header():
            return "header", (say(block.text),)
        case Text():
            return "text", (say(block.text),)
        case Note():
            return "note", (say(block.text),)
        case Quoted():
            return "quote", (block.words, say(block.by))
        case Facts():
            return "facts", tuple(words for label, said in block.rows for words in (label, say(said)))
        case Items():
            return "items", tuple(say(words) for words in block.items)
        case Picture():
            return "text", (say(block.alt),)
        case Buttons() | Menu() | Grid():
            return None
        case _:
            assert_never(block)
