"""`charter`, `partner-pack`: what a project has agreed as a document, on the screen or in a file."""

from __future__ import annotations

import sys
from base64 import b64decode, b64encode
from collections.abc import Mapping
from pathlib import Path

from adapters.drawing import draw_text
from bot.app import App
from bot.papers import paper
from bot.terminal import write
from flows.errors import FlowError
from flows.plain import Plain

DONE, REFUSED = 0, 2


async def charter(app: App, organisation: str, request: Mapping[str, Plain]) -> Mapping[str, Plain]:
    """The document as base64 in `document`, or the refusal in `err`. `request`: id, format, document ("charter")."""
    wanted = str(request.get("document", "charter")), str(request["id"]), str(request["format"])
    try:
        document = await paper(app.store, organisation, wanted, app.clock.now())
    except FlowError as refusal:
        return {"exit": REFUSED, "out": "", "err": draw_text(refusal.phrase)}
    return {"exit": DONE, "out": "", "err": "", "document": b64encode(document).decode()}


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
