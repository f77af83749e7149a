"""The wire codec: frozen dataclasses <-> JSON, by their type hints.

Commands are strict (a client sends them): unknown names, fields and types are refused. Records tolerate unknown fields,
so that one release back can still read what the next one wrote.
"""

from flows.wire.codec import Wire
from flows.wire.scalars import WireError

__all__ = ["Wire", "WireError"]
