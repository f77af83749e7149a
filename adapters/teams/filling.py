"""What was filled into a card: its inputs as the values of a form."""

from __future__ import annotations

from adapters.teams.asked import Data
from adapters.teams.keeping import Opened
from flows.commands import FormValues


def filled(opened: Opened, data: Data) -> FormValues:
    """Everything that was filled in so far: this page's inputs over those of the pages before.

    People are person ids where they were among the options, and `aad:` with an id in the directory where they were
    picked from it. Raises adapters.keeping.NotOurs for inputs and options that the form does not have.
    """
    raise NotImplementedError  # the signature only; the reading follows
