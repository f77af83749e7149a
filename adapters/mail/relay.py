"""Speaks SMTP: hands one mail over, and says in the errors of adapters.platform what became of it."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta

from aiosmtplib import (
    SMTP,
    SMTPDataError,
    SMTPException,
    SMTPRecipientRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

from adapters.mail.ports import Relay, Secure
from adapters.platform import Ambiguous, PlatformError, Refused, Throttled, Unreachable

BEFORE = 4.5
"""Seconds to get in, and as many to say for whom a mail is; less than delivery waits. After them it surely was not
sent."""
AFTER = 120.0
"""Seconds in which the relay has to take it: some look for viruses before they answer."""
GOODBYE = 2.0
LATER = timedelta(minutes=2)
"""When a relay that takes nothing for the moment is asked again."""
FOR_THE_MOMENT = 400
FOR_GOOD = 500


@dataclass(frozen=True)
class Line:
    """Speaks to one relay. `trust`: the certificates that it may show, None for those of this computer.

    `before`, `after`: seconds.
    """

    relay: Relay
    trust: ssl.SSLContext | None = None
    before: float = BEFORE
    after: float = AFTER

    async def hand_over(self, address: str, mail: bytes) -> None:
        """Returns when the relay has taken it. Raises Unreachable, Throttled and Refused where it surely has not, and
        Ambiguous where nobody knows."""
        async with self._open() as smtp:
            await self._announced(smtp, address)
            try:
                await smtp.data(mail, timeout=self.after)
            except SMTPDataError as no:
                if no.code >= FOR_THE_MOMENT:
                    raise _no(no.code, "the mail relay does not take it") from None
            except (SMTPException, OSError):  # a timeout is one
                raise Ambiguous("the mail relay did not say whether it took it") from None

    async def try_out(self) -> None:
        """As far as one can go without a mail. Raises Unreachable and Throttled."""
        async with self._open() as smtp:
            try:
                async with asyncio.timeout(self.before):
                    await smtp.mail(self.relay.sender)
            except SMTPSenderRefused as no:
                raise _not_from_us(no.code) from None
            except (SMTPException, OSError):
                raise Unreachable(GONE) from None

    @asynccontextmanager
    async def _open(self) -> AsyncIterator[SMTP]:
        """A connection on which the relay knows us; closed afterwards, whatever happens."""
        smtp = await self._connected()
        try:
            yield smtp
            with suppress(SMTPException, OSError):
                await smtp.quit(timeout=GOODBYE)
        finally:
            smtp.close()

    async def _connected(self) -> SMTP:
        """A relay that knows us. Raises Unreachable, whose text says what is in the way."""
        relay = self.relay
        smtp = SMTP(
            hostname=relay.host,
            port=relay.port,
            local_hostname=relay.domain,
            timeout=self.before,
            use_tls=relay.secure is Secure.TLS,
            start_tls=False,
            tls_context=await self._trusted(),
        )
        try:
            async with asyncio.timeout(self.before):
                await smtp.connect()
                await smtp.ehlo()
                await self._let_in(smtp)
        except ssl.SSLError:
            smtp.close()
            raise Unreachable("the mail relay's certificate cannot be trusted, or it speaks no TLS") from None
        except SMTPResponseException as no:
            smtp.close()
            raise Unreachable(f"the mail relay takes nobody in ({no.code})") from None
        except (SMTPException, OSError):
            smtp.close()
            raise Unreachable(GONE) from None
        except BaseException:
            smtp.close()
            raise
        return smtp

    async def _trusted(self) -> ssl.SSLContext | None:
        if self.trust is not None or self.relay.secure is Secure.PLAIN:
            return self.trust
        return await asyncio.to_thread(ssl.create_default_context)  # reads files

    async def _let_in(self, smtp: SMTP) -> None:
        """Nothing is said in the clear: neither user nor password, nor anything about anybody."""
        relay = self.relay
        if relay.secure is Secure.STARTTLS:
            if not smtp.supports_extension("starttls"):
                raise Unreachable("the mail relay speaks no STARTTLS; please set smtps:// if it speaks TLS at once")
            await smtp.starttls()
        if not relay.user:
            return
        try:
            await smtp.login(relay.user, relay.password)
        except SMTPException as no:
            if isinstance(no, OSError):  # the connection broke
                raise
            raise Unreachable(
                "the mail relay does not let Accord in with the user and password of ACCORD_SMTP_URL"
            ) from None

    async def _announced(self, smtp: SMTP, address: str) -> None:
        """Says from whom and to whom."""
        try:
            async with asyncio.timeout(self.before):
                await smtp.mail(self.relay.sender)
                await smtp.rcpt(address)
        except SMTPSenderRefused as no:
            raise _not_from_us(no.code) from None
        except SMTPRecipientRefused as no:
            raise _no(no.code, "the mail relay takes no mail for this address") from None
        except (SMTPException, OSError):
            raise Unreachable(GONE) from None


GONE = "the mail relay cannot be reached"


def _no(code: int, what: str) -> PlatformError:
    """A no for the moment, or for good."""
    return Refused(f"{what} ({code})") if code >= FOR_GOOD else Throttled(LATER)


def _not_from_us(code: int) -> PlatformError:
    """Never for good: it is about Accord's settings, not about this mail."""
    if code >= FOR_GOOD:
        return Unreachable(f"the mail relay takes nothing from the address in ACCORD_MAIL_FROM ({code})")
    return Throttled(LATER)
