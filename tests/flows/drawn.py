"""Posts as they are on the screen: their cards drawn, as delivery draws them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import cast

from flows.effects import Card, Content, Post
from flows.messages import Message, ToPerson
from flows.wire import Wire

ANY = cast(type[Content], Content)


@dataclass(frozen=True)
class Seen(Post):
    """A post of which somebody sees the message."""

    message: Message


def seen(post: Post, draw: Callable[[Card, str | None], Message], wire: Wire) -> Seen:
    """The post with what it shows; `draw` gets the card and who reads it (None: a channel)."""
    content = wire.load(ANY, wire.dump(post.message, ANY))
    assert content == post.message
    if isinstance(content, Card):
        content = draw(content, post.to.person_id if isinstance(post.to, ToPerson) else None)
    assert wire.load(Message, wire.dump(content)) == content
    return Seen(**{part.name: getattr(post, part.name) for part in fields(post)} | {"message": content})
