"""The engine is tested as stories are: on both databases, and with every change audited at the end."""

from tests.stories.conftest import bot

__all__ = ["bot"]
