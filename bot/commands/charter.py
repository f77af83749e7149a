"""The charter: compiled, published, signed."""

from __future__ import annotations

from bot.commands.area import Area, case
from flows.charter import commands as charter
from flows.charter import keys, newcomers, objecting, partner, posting, publishing, readiness, signing

AREA = Area(
    looks=(
        case(charter.ShowCharter, publishing.show_charter),
        case(charter.ListReady, readiness.list_ready),
        case(charter.ShowInherited, newcomers.show_inherited),
        case(charter.OpenObjection, objecting.open_objection),
        case(charter.ShowPartnerPack, partner.show_partner_pack),
        case(charter.OpenReservation, signing.open_reservation),
    ),
    forms=(charter.OpenReservation, charter.OpenObjection),
    by_people=(
        case(charter.PublishCharter, publishing.publish_charter),
        case(charter.SignCharter, signing.sign_charter),
        case(charter.SignWithReservation, signing.sign_with_reservation),
        case(charter.ObjectToCharter, objecting.object_to_charter),
    ),
    cards={
        keys.CARD: posting.draw,
        keys.SIGN: posting.draw_sign,
        keys.WALK: newcomers.draw_walk,
        keys.COVERAGE: posting.draw_coverage,
    },
)
