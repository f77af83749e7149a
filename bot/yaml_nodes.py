"""YAML, strictly: text to nodes with their lines, and plain data to YAML.

Only the event stream of PyYAML is used: nothing is constructed from tags, nothing is expanded, nothing recurses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn

import yaml
from yaml import events

from flows.plain import Plain
from flows.project_file.nodes import DEEPEST, FileRefused, Node, Reading, below, shown

LARGEST = 256 * 1024
"""Bytes of a file."""
MOST_NODES = LARGEST // 2
"""Keys and values of a file. In the densest list each takes two bytes; this bounds the time for what is no file."""

_READINGS = {
    "tag:yaml.org,2002:bool": Reading.YES_NO,
    "tag:yaml.org,2002:int": Reading.NUMBER,
    "tag:yaml.org,2002:float": Reading.NUMBER,
    "tag:yaml.org,2002:timestamp": Reading.DATE,
}
_NULL = "tag:yaml.org,2002:null"
_TEXT = "tag:yaml.org,2002:str"
_RESOLVERS = yaml.SafeLoader.yaml_implicit_resolvers
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def read_yaml(content: bytes) -> Node:
    """One YAML document in UTF-8, with or without mark, any line ends. Raises FileRefused with line and key."""
    if len(content) > LARGEST:
        raise FileRefused(f"expected at most {LARGEST // 1024} KiB")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = _lines_before(content[: error.start].decode("utf-8", "ignore"))
        raise FileRefused("expected UTF-8 text", line=line) from error
    control = yaml.SafeLoader.NON_PRINTABLE.search(text)
    if control:
        raise FileRefused("expected text without control characters", line=_lines_before(text[: control.start()]))
    try:
        return _Builder().document(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        raise _not_yaml(error) from error


def to_yaml(plain: Plain) -> str:
    """YAML that reads back as the same data: words that YAML would misread are quoted."""
    written: str = yaml.dump(plain, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)
    return written


class _Dumper(_DUMPER):  # type: ignore[misc,valid-type]  # which of the two PyYAML has is known at run time only
    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002  # the name and arguments are PyYAML's
        return True


@dataclass
class _Open:
    """A list or mapping whose end has not been read yet. `key`: the mapping's key that waits for its value."""

    path: str
    line: int
    entries: dict[str, Node] | list[Node]
    key: str | None = None
    key_line: int = 0


@dataclass
class _Builder:
    """Puts the events of one document together, with a stack of its own instead of recursion."""

    open: list[_Open] = field(default_factory=list)
    root: Node | None = None
    nodes: int = 0

    def document(self, stream: Iterator[events.Event]) -> Node:
        documents = 0
        for event in stream:
            match event:
                case events.DocumentStartEvent():
                    documents += 1
                    if documents > 1:
                        raise FileRefused("expected one document", line=_line(event))
                    if event.tags:
                        raise FileRefused("expected no %TAG directive", line=_line(event))
                case events.NodeEvent():
                    self._node(event)
                case events.CollectionEndEvent():
                    self._close()
        if self.root is None:
            raise FileRefused("expected a mapping that begins with accord: 1, not an empty file", line=1)
        return self.root

    def _node(self, event: events.NodeEvent) -> None:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            self._refuse(event, f"expected at most {MOST_NODES} keys and values")
        if isinstance(event, events.AliasEvent) or event.anchor:
            self._refuse(event, "expected no YAML anchors or aliases (& and *); write the value out")
        if getattr(event, "tag", None):
            self._refuse(event, "expected no YAML tags (!); put words that begin with ! in quotes")
        holder = self.open[-1] if self.open else None
        if holder is not None and isinstance(holder.entries, dict) and holder.key is None:
            self._key(event, holder, holder.entries)
        elif isinstance(event, events.ScalarEvent):
            self._put(self._scalar(event))
        else:
            self._begin(event)

    def _key(self, event: events.NodeEvent, holder: _Open, entries: dict[str, Node]) -> None:
        if not isinstance(event, events.ScalarEvent):
            self._refuse(event, "expected a word as the key, not a list or mapping")
        key = event.value
        if key == "<<":
            self._refuse(event, "expected no YAML merge keys (<<); write the keys out")
        tag = _tag(event)
        if tag in _READINGS or tag == _NULL:
            self._refuse(event, f"expected a key in quotes: YAML misreads {shown(key)}")
        if key in entries:
            self._refuse(event, f"expected each key once; {shown(key)} is here twice")
        holder.key, holder.key_line = key, _line(event)

    def _begin(self, event: events.NodeEvent) -> None:
        if len(self.open) >= DEEPEST:
            self._refuse(event, f"expected at most {DEEPEST} levels inside each other")
        path, line = self._place(event)
        self.open.append(_Open(path, line, {} if isinstance(event, events.MappingStartEvent) else []))

    def _close(self) -> None:
        done = self.open.pop()
        value = done.entries if isinstance(done.entries, dict) else tuple(done.entries)
        self._put(Node(value, done.path, done.line))

    def _scalar(self, event: events.ScalarEvent) -> Node:
        tag = _tag(event)
        if tag == _NULL and event.value:
            self._refuse(event, f"expected a value, not {event.value}: leave the key out, or write no_view for no view")
        path, line = self._place(event)
        return Node(event.value, path, line, _READINGS.get(tag, Reading.TEXT))

    def _put(self, node: Node) -> None:
        if not self.open:
            self.root = node
            return
        holder = self.open[-1]
        if isinstance(holder.entries, list):
            holder.entries.append(node)
        elif holder.key is not None:
            holder.entries[holder.key] = node
            holder.key = None

    def _place(self, event: events.NodeEvent) -> tuple[str, int]:
        """The path of the value that begins here, and the line to name: that of its key where it has one."""
        if not self.open:
            return "", _line(event)
        holder = self.open[-1]
        if isinstance(holder.entries, list):
            return below(holder.path, len(holder.entries)), _line(event)
        return (holder.path, _line(event)) if holder.key is None else (below(holder.path, holder.key), holder.key_line)

    def _refuse(self, event: events.NodeEvent, problem: str) -> NoReturn:
        raise FileRefused(problem, self._place(event)[0], _line(event))


def _line(event: events.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _tag(event: events.ScalarEvent) -> str:
    """The tag that YAML gives a value by its looks; quoted ones are text."""
    if not event.implicit[0]:
        return _TEXT
    value = event.value
    for tag, pattern in _RESOLVERS.get(value[:1], ()):
        if pattern.match(value):
            return str(tag)
    return _TEXT


def _lines_before(text: str) -> int:
    return len(re.findall(r"\r\n|\r|\n", text)) + 1


def _not_yaml(error: yaml.MarkedYAMLError) -> FileRefused:
    mark = error.problem_mark or error.context_mark
    line = None if mark is None else mark.line + 1
    return FileRefused(f"this is not YAML: {error.problem or error.context or 'it cannot be read'}", line=line)
