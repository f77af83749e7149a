"""What the rig takes for a card that nobody has brought up to date."""

from __future__ import annotations

from dataclasses import replace

from flows.escalations.records import EscalationState
from tests.faults.rig.tally import says_so
from tests.slack.fake.world import Message
from tests.storage.clerk import escalation
from tests.stories.chat import MONDAY

ASKED = escalation(1, MONDAY)
TAKEN = replace(ASKED, state=EscalationState.ACKNOWLEDGED)
ASKS = Message("1.0", "D1", "U1", "Maria, decider, is asked to decide by 17:00.")
TELLS = replace(ASKS, text="Maria, decider, has taken this and decides by 17:00.")


def test_a_card_that_says_what_is_no_longer_so_is_stale() -> None:
    assert says_so(TAKEN, [TELLS])
    assert not says_so(TAKEN, [ASKS])
    assert says_so(ASKED, [ASKS]), "an acknowledgement that has run out is over"
    assert not says_so(ASKED, [TELLS])
