"""People: who they are, when they may be disturbed, what waits for them."""

from __future__ import annotations

from bot.commands.area import Area, case
from flows import arriving, availability, home, linking
from flows.help import ShowHelp, show_help
from flows.leaving import PersonBack, PersonLeft, person_back, person_left
from flows.presence import PresenceDue, presence_due
from flows.settings import OpenSettings

AREA = Area(
    looks=(
        case(home.OpenHome, home.open_home),
        case(ShowHelp, show_help),
        case(OpenSettings, availability.open_settings),
        case(linking.CheckCode, linking.check_code),
    ),
    forms=(OpenSettings,),
    by_people=(
        case(availability.ChangeHours, availability.change_hours),
        case(availability.GoAway, availability.go_away),
        case(availability.ComeBack, availability.come_back),
        case(availability.CancelAbsence, availability.cancel_absence),
        case(availability.SaveSettings, availability.save_settings),
        case(linking.GiveCode, linking.give_code),
        case(linking.JoinAccounts, linking.join_accounts),
    ),
    by_others=(
        case(arriving.PersonArrived, arriving.person_arrived),
        case(PersonLeft, person_left),
        case(PersonBack, person_back),
        case(PresenceDue, presence_due),
    ),
    on_tick={"person": PresenceDue},
    unkept=frozenset({linking.GiveCode}),
)
