"""What people can ask of the ledger."""

from __future__ import annotations

from dataclasses import dataclass

from flows.commands import Command


@dataclass(frozen=True)
class ShowLedger(Command):
    """`/align ledger`: what won and what paid so far, beside the agreed order. Private."""

    channel: str | None = None
    project: str = ""
