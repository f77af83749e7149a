"""The sponsor: forecast, what they confirm before the start, and who stands in."""

from __future__ import annotations

from bot.commands.area import Area, case
from flows.sponsor import backups, preparing
from flows.sponsor import commands as sponsor

AREA = Area(
    looks=(
        case(sponsor.ShowForecast, preparing.show_forecast),
        case(sponsor.ShowPreparation, preparing.show_preparation),
        case(sponsor.OpenBackup, backups.open_backup),
    ),
    forms=(sponsor.OpenBackup,),
    by_people=(
        case(sponsor.ConfirmPoint, preparing.confirm_point),
        case(sponsor.NameBackup, backups.name_backup),
        case(sponsor.AcceptBackup, backups.accept_backup),
        case(sponsor.DeclineBackup, backups.decline_backup),
    ),
    cards={preparing.CARD: preparing.draw, backups.CARD: backups.draw},
)
