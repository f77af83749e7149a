"""Reading what is at stake, and whether it is beyond what a decision right allows. Pure rules; units through pint."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from flows.amounts import Amount, read_amount, sized
from flows.errors import Invalid
from flows.phrases import Listing, Phrase
from flows.projects.records import DecisionRight, Higher, Silence
from flows.stakes.records import Stakes

_NUMBER = r"\d{1,3}(?:[ ,\u00a0\u202f]\d{3})+(?:\.\d{1,2})?|\d{1,12}(?:\.\d{1,2})?"
_MONEY = re.compile(
    rf"(?P<before>[A-Za-z]{{3}}|[€$£])?\s*(?P<number>{_NUMBER})\s*(?P<times>[kKmM](?![A-Za-z]))?\s*(?P<after>[A-Za-z]{{3}}|[€$£])?"
)
_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP"}
_TIMES = {"": 1, "k": 1_000, "m": 1_000_000}
_HOUR = sized(Decimal(1), "h").dimension


def read_money(said: str) -> Amount:
    """ "50,000 EUR", "EUR 50k", "€ 1.5 m": a number and one currency. Raises Invalid."""
    found = _MONEY.fullmatch(" ".join(said.split()))
    if found is None or bool(found["before"]) == bool(found["after"]):
        raise Invalid("Please give an amount of money with its currency, such as 50,000 EUR.")
    sign = found["before"] or found["after"]
    number = Decimal(re.sub(r"[ ,\u00a0\u202f]", "", found["number"])) * _TIMES[(found["times"] or "").lower()]
    return Amount(number, _SIGNS.get(sign, sign.upper()))


def read_downtime(said: str) -> Amount:
    """ "6 h", "90 min", "2 days". Raises Invalid for what is no time."""
    amount = read_amount(said)
    if amount.size.dimension != _HOUR:
        raise Invalid("Please give a time with its unit, such as 6 h or 2 days.")
    return amount


def said(amount: Amount) -> str:
    """ "50,000 EUR"."""
    return f"{amount.number:,f} {amount.unit}"


def check_comparable(limit: Amount, given: Amount) -> None:
    """Raises Invalid where one cannot be set against the other."""
    if limit.size.dimension != given.size.dimension:
        raise Invalid("The agreed limit is {limit}; please give it in {unit}.", limit=said(limit), unit=limit.unit)


def beyond(higher: Higher | None, stakes: Stakes) -> tuple[Phrase, ...]:
    """Why it goes to the higher level; nothing where it stays inside the limits."""
    return () if higher is None else tuple(_beyond(higher, stakes))


def _beyond(higher: Higher, stakes: Stakes) -> Iterator[Phrase]:
    if higher.cost is not None and stakes.cost is not None and _more(stakes.cost, higher.cost):
        yield Phrase("it costs {given}, more than {limit}", given=said(stakes.cost), limit=said(higher.cost))
    if higher.downtime is not None and stakes.downtime is not None and _more(stakes.downtime, higher.downtime):
        given, limit = said(stakes.downtime), said(higher.downtime)
        yield Phrase("production stands still for {given}, more than {limit}", given=given, limit=limit)
    if higher.safety and stakes.safety:
        yield Phrase("it touches safety")


def _more(given: Amount, limit: Amount) -> bool:
    """What cannot be compared counts as more: nobody decides too low by writing another currency."""
    same = given.size.dimension == limit.size.dimension
    return not same or given.size.value > limit.size.value


def from_when(higher: Higher) -> Phrase:
    """ "when it costs more than 50,000 EUR or touches safety"."""
    found: list[Phrase] = []
    if higher.cost is not None:
        found.append(Phrase("it costs more than {limit}", limit=said(higher.cost)))
    if higher.downtime is not None:
        found.append(Phrase("production stands still for more than {limit}", limit=said(higher.downtime)))
    if higher.safety:
        found.append(Phrase("it touches safety"))
    return Phrase("when {reasons}", reasons=Listing(tuple(found), last="or"))


def at_stake(stakes: Stakes) -> Phrase | None:
    """ "60,000 EUR, 6 h of downtime and safety"; None where nothing was said."""
    found: list[Phrase] = []
    if stakes.cost is not None:
        found.append(Phrase("{cost}", cost=said(stakes.cost)))
    if stakes.downtime is not None:
        found.append(Phrase("{time} of downtime", time=said(stakes.downtime)))
    if stakes.safety:
        found.append(Phrase("safety"))
    return Phrase("{stakes}", stakes=Listing(tuple(found))) if found else None


def at_level(right: DecisionRight, stakes: Stakes, sponsor: str) -> tuple[DecisionRight, tuple[Phrase, ...]]:
    """The right as it holds for these stakes, and why it goes higher; beyond a limit, silence decides nothing."""
    why = beyond(right.higher, stakes)
    if right.higher is None or not why:
        return right, ()
    silence = Silence.GOES_UP if right.silence is Silence.PROCEEDS else right.silence
    return replace(right, decider=right.higher.decider or sponsor, deputy=None, silence=silence), why
