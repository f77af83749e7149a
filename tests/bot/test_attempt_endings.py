"""What becomes of a post after an attempt that did not work."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from adapters.platform import Ambiguous, Unfinished
from bot.attempts import failed
from flows.effects import Promise
from storage.claims import Claim

NOW = datetime(2027, 2, 1, 8, tzinfo=UTC)
CLAIM = Claim("acme", "#line3", 1, 1, "charter", 1, "{}", "", Promise.NEVER_LOST, None, None, NOW, None, False, 1)


@pytest.mark.parametrize(("error", "log"), [(Ambiguous("no answer"), "unclear"), (Unfinished("not pinned yet"), "")])
def test_what_is_shown_and_not_pinned_yet_is_looked_up_and_not_called_unclear(error: Ambiguous, log: str) -> None:
    settled = failed(CLAIM, error, NOW, in_doubt=False)
    assert (settled.uncertain, settled.log) == (True, log)
