"""Project files and templates on disk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from bot.yaml_nodes import LARGEST, read_yaml, to_yaml
from flows.project_file import FileRefused, ProjectFile, read_project, read_template, write_project
from flows.questionnaires.template import Template
from flows.text import clean

BUILT_IN = Path(__file__).parent / "templates"


def load_file(path: str | Path) -> ProjectFile:
    """The project file at this path, right in every line. Raises FileRefused, also when it cannot be read."""
    return read_project(read_yaml(_content(Path(path))), templates())


def written(project_file: ProjectFile) -> str:
    """The project file as YAML; loading it gives the same project, people and answers."""
    return to_yaml(write_project(project_file))


@lru_cache(maxsize=1)
def templates() -> Mapping[str, Template]:
    """The templates that come with Accord, by id."""
    return read_templates(BUILT_IN.glob("*.yaml"))


def read_templates(paths: Iterable[Path], known: Mapping[str, Template] | None = None) -> Mapping[str, Template]:
    """The templates in these files on top of those that are known, by id. One that extends another comes after it
    when sorted by name. Raises FileRefused."""
    found = dict(known or {})
    for path in sorted(paths, key=lambda path: path.stem):
        template = read_template(read_yaml(_content(path)), found)
        found[template.id] = template
    return found


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
