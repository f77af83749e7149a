"""`doctor`: is everything connected, and does it reach everybody? One line per finding, with the cure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from adapters.findings import Finding, State, out_of_reach, worst
from bot.app import App
from bot.complaints import is_deadly
from bot.doctor_mail import alarms, mail
from flows.arriving import known_zone
from storage.set_aside import set_aside
from storage.stumbles import stumbles
from storage.transaction import Transaction

MOST_NAMED = 20
TRIED_AGAIN = "It is tried again at least every hour, and nothing else waits for it. Please report this."
RESTS = (
    "It is tried again once a day, by itself, and nothing else waits for it. Please look in the log of your system for "
    "what ended Accord, and report this."
)
ORDER = (State.BROKEN, State.WARNING, State.OK)


@dataclass(frozen=True)
class Report:
    """What was found, a line each; `broken`: whether anything of it stops Accord from working."""

    lines: tuple[str, ...]
    broken: bool


async def doctor(app: App, organisation: str, mail_to: str = "") -> Report:
    """Looks at the chat platforms and mail as they are now. `organisation`: "" for all; `mail_to`: gets a test mail."""
    here = organisation or app.organisation
    found = [*running(app), *await zones(app, here), *await given_up(app, here), *await failing(app, organisation)]
    looked = await looked_at(app, organisation)
    found += [*looked, *await mail(app, mail_to), *await alarms(app, here, looked)]
    if not app.sides:
        found.append(Finding(State.OK, "No chat platform is set up; people use the local workspace."))
    return report(found)


async def looked_at(app: App, organisation: str) -> list[Finding]:
    """What the chat platforms say; of people only whom none of them reaches. Raises flows.errors.Unavailable."""
    found = [each for side in app.sides for each in await side.examine(app.settings.public_url, organisation)]
    gone = out_of_reach(found)
    return [each for each in found if each in gone or each.state is not State.BROKEN or not each.people]


def report(findings: Iterable[Finding]) -> Report:
    """The findings as lines, the worst first and each once."""
    once = tuple(dict.fromkeys(findings))
    ordered = sorted(once, key=lambda finding: ORDER.index(finding.state))
    lines = tuple(f"{finding.state.value:9}{finding.what} {finding.cure}".rstrip() for finding in ordered)
    return Report(lines, worst(once) is State.BROKEN)


def running(app: App) -> list[Finding]:
    """How the process does; nothing where it only answers the doctor."""
    if app.store.silence:
        return [Finding(State.WARNING, app.store.silence)]
    if app.delivering is None:
        return []
    cure = "Restart Accord, and look into its log."
    broken = [Finding(State.BROKEN, problem, cure) for problem in app.problems()]
    broken += [Finding(State.BROKEN, warning) for warning in app.every_minute.warnings()]
    return broken or [Finding(State.OK, "Accord is running: its clock, its delivery and its database.")]


async def zones(app: App, organisation: str) -> list[Finding]:
    """Whether this machine knows everybody's time zone; in one that it does not know nobody can be reminded."""
    unknown = await app.store.read(organisation, _unknown_zones)  # zones are read from files, so not on the loop
    cure = "Update the package tzdata, or correct the zone."
    return [Finding(State.BROKEN, f"The time zone {zone} is not known here.", cure) for zone in unknown]


async def given_up(app: App, organisation: str) -> list[Finding]:
    """What could not be delivered, whatever was tried."""
    return [
        Finding(
            State.WARNING,
            f"{each.posts} {'message was' if each.posts == 1 else 'messages were'} given up. {each.reason}.",
            "Those who run the project were told; what is sent from now on is tried again.",
        )
        for each in await set_aside(app.store, organisation)
    ]


async def failing(app: App, organisation: str) -> list[Finding]:
    """Whose time has come, and which cannot be carried out."""
    found = await app.store.look(stumbles)
    return [
        Finding(
            State.BROKEN,
            f"The {item.kind} {item.id} is due and fails since {how.since:%d %b %H:%M} UTC. {how.reason}.",
            RESTS if is_deadly(how) else TRIED_AGAIN,
        )
        for item, how in found.items()
        if organisation in ("", item.organisation_id) and (how.failures or how.untaken or is_deadly(how))
    ][:MOST_NAMED]


def _unknown_zones(records: Transaction) -> list[str]:
    return sorted({person.zone for person in records.people.all() if known_zone(person.zone) != person.zone})
