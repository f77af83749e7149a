"""JSON as it goes over the wire. The fake reads and writes whatever Slack would, so its values are of any type."""

from __future__ import annotations

from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]
