"""`charter`, `partner-pack`: what a project has agreed as a document, on the screen or in a file."""

from __future__ import annotations

import asyncio
import sys
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from adapters.drawing import draw_text
from bot.app import App
from bot.terminal import write
from flows.charter.certificate import certificate
from flows.charter.partner import partner_pack
from flows.errors import FlowError
from flows.messages import Message
from flows.plain import Plain
from storage.transaction import Transaction

FORMATS = ("markdown", "html", "pdf")
MADE = {"charter": certificate, "partner-pack": partner_pack}
DONE, REFUSED = 0, 2


async def charter(app: App, organisation: str, request: Mapping[str, Plain]) -> Mapping[str, Plain]:
    """The document as base64 in `document`, or the refusal in `err`. `request`: id, format, document (of `MADE`)."""
    now, project_id = app.clock.now(), str(request["id"])
    make = MADE[str(request.get("document", "charter"))]

    def looked_up(records: Transaction) -> tuple[Message, str]:
        return make(records, project_id, now), records.projects.get(project_id).zone

    try:
        message, zone = await app.store.read(organisation, looked_up)
    except FlowError as refusal:
        return {"exit": REFUSED, "out": "", "err": draw_text(refusal.phrase)}
    document = await asyncio.to_thread(drawn, message, zone, now, str(request["format"]))
    return {"exit": DONE, "out": "", "err": "", "document": b64encode(document).decode()}


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


def kept(answer: Mapping[str, Plain], out: Path | None) -> int:
    """Writes the document to the file, or prints it; returns the exit code."""
    if answer["exit"] != DONE:
        write(sys.stderr, [str(answer["err"])])
        return int(str(answer["exit"]))
    document = b64decode(str(answer["document"]))
    if out is None:
        write(sys.stdout, document.decode().rstrip("\n").split("\n"))
        return DONE
    try:
        out.write_bytes(document)
    except OSError as error:
        write(sys.stderr, [f"{out} cannot be written: {error.strerror}."])
        return REFUSED
    return DONE
