"""What `doctor` says of mail and of alarms: whether mail goes out, and who is told what only the operator can mend."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.findings import Finding, State, out_of_reach, worst
from bot.app import App
from flows.alarms import administrators
from flows.people import Person


async def mail(app: App, address: str) -> list[Finding]:
    """Whether the relay takes mail. `address`: where to send one to see whether it arrives, "" for none."""
    if app.mail is None:
        what, cure = "Mail is not set up; there is no mail to try.", "Set ACCORD_SMTP_URL and ACCORD_MAIL_FROM."
        return [Finding(State.BROKEN, what, cure)] if address else []
    found = await app.mail.examine()
    return [*found, await app.mail.try_on(address)] if address and found[0].state is State.OK else found


async def alarms(app: App, organisation: str, found: Sequence[Finding]) -> list[Finding]:
    """Who is told of what only those who look after Accord can put right. `found`: who can be written to.

    Raises flows.errors.Unavailable.
    """
    named = app.settings.administrators
    people, others = await app.store.read(organisation, lambda records: administrators(records, named))
    if others and app.mail is None:
        cure = "Set ACCORD_SMTP_URL and ACCORD_MAIL_FROM, or name people."
        return [Finding(State.WARNING, f"ACCORD_ADMINS names {', '.join(others)}, but mail is not set up.", cure)]
    told, missed = _reached(app, organisation, people, found)
    told += others
    if not told and not missed:
        if not await app.store.read(organisation, lambda records: records.projects.all()):
            return []  # nothing runs yet that could need anybody
        what = "Nobody is told of troubles that only the operator can put right."
        return [Finding(State.WARNING, what, "Set ACCORD_ADMINS, or set up a project with a facilitator.")]
    said = [Finding(State.OK, f"Alarms go to {', '.join(told)}.")] if told else []
    if missed:
        what = f"Alarms for {', '.join(missed)} do not arrive: they cannot be written to."
        state = State.WARNING if told else State.BROKEN
        said.append(Finding(state, what, "Put right what is said of them here, or name others in ACCORD_ADMINS."))
    return said


def _reached(
    app: App, organisation: str, people: Sequence[Person], found: Sequence[Finding]
) -> tuple[list[str], list[str]]:
    """The names of those who get what is written to them, in chat or by mail, and of those who do not."""
    gone = {each for finding in out_of_reach(found) for each in finding.people}
    of_people = [each for finding in found for each, _ in finding.people]
    silent = organisation not in of_people and worst(found) is State.BROKEN  # no chat got as far as looking at people
    told, missed = list[str](), list[str]()
    for person in people:
        otherwise = app.workspace is not None or (app.mail is not None and person.email)
        away = silent or (organisation, person.id) in gone
        (missed if away and not otherwise else told).append(person.name)
    return told, missed
