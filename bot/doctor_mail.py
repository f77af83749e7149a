"""What `doctor` says of mail and of alarms: whether mail goes out, and who is told what only the operator can mend."""

from __future__ import annotations

from adapters.findings import Finding, State
from bot.app import App
from flows.alarms import administrators


async def mail(app: App, address: str) -> list[Finding]:
    """Whether the relay takes mail. `address`: where to send one to see whether it arrives, "" for none."""
    if app.mail is None:
        what, cure = "Mail is not set up; there is no mail to try.", "Set ACCORD_SMTP_URL and ACCORD_MAIL_FROM."
        return [Finding(State.BROKEN, what, cure)] if address else []
    found = await app.mail.examine()
    return [*found, await app.mail.try_on(address)] if address and found[0].state is State.OK else found


async def alarms(app: App, organisation: str) -> list[Finding]:
    """Who is told of what only those who look after Accord can put right. Raises flows.errors.Unavailable."""
    named = app.settings.administrators
    people, others = await app.store.read(organisation, lambda records: administrators(records, named))
    told = [person.name for person in people] + (list(others) if app.mail is not None else [])
    if others and app.mail is None:
        cure = "Set ACCORD_SMTP_URL and ACCORD_MAIL_FROM, or name people."
        return [Finding(State.WARNING, f"ACCORD_ADMINS names {', '.join(others)}, but mail is not set up.", cure)]
    if not told and not await app.store.read(organisation, lambda records: records.projects.all()):
        return []  # nothing runs yet that could need anybody
    if not told:
        what = "Nobody is told of troubles that only the operator can put right."
        return [Finding(State.WARNING, what, "Set ACCORD_ADMINS, or set up a project with a facilitator.")]
    return [Finding(State.OK, f"Alarms go to {', '.join(told)}.")]
