"""What the processes on one database ring for, so that none has to wait until it looks by itself."""

from __future__ import annotations

from enum import StrEnum


class Ring(StrEnum):
    """What may be new."""

    POSTS = "posts"
    CHATS = "chats"
    """A platform asked to wait, or an installation or an account has changed."""
    PEOPLE = "people"
    """A person or a project has changed."""
