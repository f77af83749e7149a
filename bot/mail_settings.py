"""What the operator sets for mail and alarms: read once, refused together, never shown."""

from __future__ import annotations

from collections.abc import Mapping

LONGEST_NAME = 254


def read_administrators(environment: Mapping[str, str], problems: list[str]) -> tuple[str, ...]:
    """Who looks after Accord: the mail addresses and ids of ACCORD_ADMINS, each once; () where it is not set."""
    if "ACCORD_ADMINS" not in environment:
        return ()
    named = tuple(dict.fromkeys(name.strip() for name in environment["ACCORD_ADMINS"].split(",")))
    if not all(0 < len(name) <= LONGEST_NAME and name.isprintable() and " " not in name for name in named):
        problems.append(
            "ACCORD_ADMINS must be mail addresses or ids of people, with commas between. Please leave it out for the "
            "facilitators of the projects."
        )
    return named
