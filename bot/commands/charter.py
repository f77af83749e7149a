"""The charter: compiled, published, signed."""

from __future__ import annotations

from bot.commands.area import Area, case
from flows.charter import commands as charter
from flows.charter import posting, publishing, readiness, signing

AREA = Area(
    looks=(
        case(charter.ShowCharter, publishing.show_charter),
        case(charter.ListReady, readiness.list_ready),
        case(charter.OpenReservation, signing.open_reservation),
    ),
    forms=(charter.OpenReservation,),
    by_people=(
        case(charter.PublishCharter, publishing.publish_charter),
        case(charter.SignCharter, signing.sign_charter),
        case(charter.SignWithReservation, signing.sign_with_reservation),
    ),
    cards={
        posting.CARD: posting.draw,
        posting.SIGN: posting.draw_sign,
        posting.COVERAGE: posting.draw_coverage,
    },
)
