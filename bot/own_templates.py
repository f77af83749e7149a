"""Templates as files: listing them, and writing one out to be edited as one's own."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from bot.config import BadSettings, Settings
from bot.project_files import template_files, templates
from bot.terminal import write
from flows.questionnaires.template import Template

NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_ID = re.compile(r"^id:[^\n]*$", re.MULTILINE)


def list_templates(settings: Settings) -> int:
    """One line each: id, name, number of questions, and whose it is."""
    own = set(template_files(settings.templates)) - set(template_files(None))
    found = templates(settings.templates)
    write(sys.stdout, (_line(found[name], own=name in own) for name in template_files(settings.templates)))
    return 0


def _line(template: Template, *, own: bool) -> str:
    whose = "your own" if own else "comes with Accord"
    return f"{template.id}: {template.name}, {len(template.questions)} questions, {whose}"


def export_template(settings: Settings, name: str, new_id: str, out: Path | None) -> int:
    """The file as it is written, with its comments; `new_id`: the id of the copy, "" to keep it. Raises BadSettings.

    Put into the folder ACCORD_TEMPLATES under an id of its own, it is a template beside the others.
    """
    files = template_files(settings.templates)
    if name not in files:
        raise BadSettings(f"There is no template {name}. There are: {', '.join(files)}.")
    if new_id and (not NAME.fullmatch(new_id) or new_id in files):
        raise BadSettings(f"Please give an id of its own, of small letters, digits and dashes, not {new_id!r}.")
    text = files[name].read_text(encoding="utf-8")
    if new_id:
        text = _ID.sub(f"id: {new_id}", text, count=1)
    if out is None:
        write(sys.stdout, _lines(text))
        return 0
    try:
        with out.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise BadSettings(f"{out} cannot be written: {error.strerror}.") from error
    write(sys.stdout, [f"{out} is written. In the folder ACCORD_TEMPLATES it is a template from the next start."])
    return 0


def _lines(text: str) -> Iterator[str]:
    yield from text.rstrip("\n").split("\n")
