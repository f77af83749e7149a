"""Decisions: who may take which, and the log of those taken."""

from flows.decisions.records import Concern, Decision

__all__ = ["Concern", "Decision"]
