"""Three weeks of the sample project, act by act, as they look to those who live them.

In every act `seat` is where one person after the other sits; `wall` is a second window, on another computer, in which
Ewa, the facilitator, leaves the channel open all the time.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from tests.browser import acts_of_asking as asking
from tests.browser import acts_of_deciding as deciding

START = datetime(2027, 1, 4, 9, 0, tzinfo=ZoneInfo("Europe/Warsaw"))
"""A Monday, four weeks before the kick-off."""
ACTS = (
    asking.everybody_is_asked,
    asking.maria_talks,
    asking.maria_weighs_risks,
    asking.maria_sends,
    asking.three_fill_in_the_form,
    asking.tomasz_hands_over,
    deciding.katarzyna_is_reminded,
    deciding.adam_goes_on_without,
    deciding.the_thread_quotes_nobody_yet,
    deciding.katarzyna_answers_late,
    deciding.tomasz_goes_away,
    deciding.adam_escalates,
    deciding.anita_decides,
    deciding.the_log_remembers,
    deciding.the_thread_quotes_both_sides,
    deciding.the_digest_tells_it,
)
