"""The page templates and the files they link to, read once when the module is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

HERE = Path(__file__).parent
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@dataclass(frozen=True)
class Asset:
    """A file of static/. `version` changes with the content, so that browsers may keep it for ever."""

    body: bytes
    content_type: str
    version: str


def _asset(path: Path) -> Asset:
    body = path.read_bytes()
    return Asset(body, TYPES[path.suffix], sha256(body).hexdigest()[:12])


ASSETS = {path.name: _asset(path) for path in (HERE / "static").iterdir() if path.suffix in TYPES}


def static(name: str) -> str:
    """The address of a file of static/."""
    return f"/static/{name}?v={ASSETS[name].version}"


ENVIRONMENT = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
ENVIRONMENT.globals["static"] = static
ENVIRONMENT.filters["segment"] = partial(quote, safe="")
TEMPLATES = {name: ENVIRONMENT.get_template(name) for name in ENVIRONMENT.list_templates()}


def fill(name: str, **values: object) -> str:
    """The template with these values, escaped."""
    return TEMPLATES[name].render(**values)
