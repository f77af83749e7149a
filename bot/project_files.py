"""Project files and templates on disk."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from bot.config import BadSettings
from bot.yaml_nodes import LARGEST, read_yaml, to_yaml
from flows.project_file import FileRefused, ProjectFile, read_project, read_template, write_project
from flows.questionnaires.template import Template
from flows.text import clean

BUILT_IN = Path(__file__).parent / "templates"


def load_file(path: str | Path, own: Path | None = None) -> ProjectFile:
    """The project file at this path, right in every line. `own`: see `templates`. Raises FileRefused, also when it
    cannot be read."""
    return read_project(read_yaml(_content(Path(path))), templates(own))


def written(project_file: ProjectFile) -> str:
    """The project file as YAML; loading it gives the same project, people and answers."""
    return to_yaml(write_project(project_file))


@cache
def templates(own: Path | None = None) -> Mapping[str, Template]:
    """The templates that come with Accord and those in the operator's own folder, by id, as they are at first use.

    One that extends another comes after it when sorted by name. Raises BadSettings with file, line and reason for one
    of their own that cannot be used.
    """
    found: dict[str, Template] = {}
    for path in _files(BUILT_IN):
        _add(path, found)
    if own is None:
        return found
    if not own.is_dir():
        raise BadSettings(f"ACCORD_TEMPLATES must be a folder, and {_named(own)} is none.")
    for path in _files(own):
        try:
            _add(path, found)
        except FileRefused as refusal:
            raise BadSettings(f"The template {_named(path)} cannot be used: {refusal.sentence}.") from refusal
    return found


def template_files(own: Path | None = None) -> Mapping[str, Path]:
    """Where each template is written, by id, in the order in which they are read. Raises BadSettings like them."""
    paths = [path for folder in (BUILT_IN, own) if folder is not None for path in _files(folder)]
    return dict(zip(templates(own), paths, strict=True))


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yaml"), key=lambda path: path.stem)


def _add(path: Path, found: dict[str, Template]) -> None:
    document = read_yaml(_content(path))
    template = read_template(document, found)
    if template.id in found:
        line = document.value["id"].line if isinstance(document.value, Mapping) else None
        raise FileRefused(f"expected an id of its own, and there is a template {template.id} already", "id", line)
    found[template.id] = template


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise FileRefused(f"there is no file {_named(path)}") from error
    except (OSError, ValueError) as error:  # ValueError: a path that no system takes, such as one with NUL
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "it is not a path"
        raise FileRefused(f"{_named(path)} cannot be read: {reason}") from error


def _named(path: Path) -> str:
    """The path on one line: names of files may hold any character."""
    return " ".join(clean(str(path)).split())
