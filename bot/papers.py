"""Documents made from the records: the charter and the partner pack, as bytes in the format that is wanted."""

from __future__ import annotations

import asyncio
from datetime import datetime

from flows.charter.certificate import certificate
from flows.charter.partner import partner_pack
from flows.messages import Message
from storage.store import Store
from storage.transaction import Transaction

FORMATS = ("markdown", "html", "pdf")
MADE = {"charter": certificate, "partner-pack": partner_pack}
"""What can be made, by its name on the command line."""


async def paper(store: Store, organisation: str, wanted: tuple[str, str, str], now: datetime) -> bytes:
    """`wanted`: which of `MADE`, of which project (id), in which of `FORMATS`. Raises NotFound for no such project."""
    document, project_id, form = wanted
    make = MADE[document]

    def looked_up(records: Transaction) -> tuple[Message, str]:
        return make(records, project_id, now), records.projects.get(project_id).zone

    message, zone = await store.read(organisation, looked_up)
    return await asyncio.to_thread(drawn, message, zone, now, form)


def drawn(message: Message, zone: str, now: datetime, form: str) -> bytes:
    """The document in that format, one of `FORMATS`; text is UTF-8."""
    match form:
        case "pdf":
            from adapters.documents.pdf import pdf

            return pdf(message, zone, now)
        case "html":
            from adapters.documents.html import html

            return html(message, zone).encode()
        case _:
            from adapters.documents.markdown import markdown

            return markdown(message, zone).encode()
