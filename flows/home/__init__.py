"""The home of a person: what waits for me, what I wait for, my projects, my settings.

A look: open_home.
"""

from flows.home.page import OpenHome, open_home

__all__ = ["OpenHome", "open_home"]
