"""Digests: where a project stands, told every week in its channel and on demand in private."""

from flows.digests.records import DigestState

__all__ = ["DigestState"]
