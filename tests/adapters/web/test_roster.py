"""Who is here, while others come and are announced."""

from __future__ import annotations

import asyncio

from adapters.web.ports import Directory
from adapters.web.roster import Rosters
from flows.people import Person

JAN, EVA = Person("jan", "Jan Lis"), Person("eva", "Eva Ost")


class SlowPeople:
    """Answers each question with who was here when it was asked, once it is let."""

    def __init__(self) -> None:
        self.here: tuple[Person, ...] = (JAN,)
        self.answers: list[asyncio.Event] = []

    async def directory(self) -> Directory:
        found, let = Directory(self.here, ()), asyncio.Event()
        self.answers.append(let)
        await let.wait()
        return found


async def asked(rosters: Rosters, people: SlowPeople) -> asyncio.Task[object]:
    """A question that is under way."""
    before = len(people.answers)
    task: asyncio.Task[object] = asyncio.create_task(rosters.fresh())
    while len(people.answers) == before:
        await asyncio.sleep(0)
    return task


async def test_a_slow_answer_from_before_does_not_take_the_place_of_a_newer_one() -> None:
    people = SlowPeople()
    rosters = Rosters(people)
    slow = await asked(rosters, people)
    people.here = (JAN, EVA)
    quick = await asked(rosters, people)
    people.answers[1].set()
    await quick
    people.answers[0].set()
    await slow
    assert (await rosters.current()).has("@eva")


async def test_who_is_announced_while_one_looks_is_looked_for_again() -> None:
    people = SlowPeople()
    rosters = Rosters(people)
    slow = await asked(rosters, people)
    people.here = (JAN, EVA)
    rosters.forget()
    people.answers[0].set()
    await slow
    again = asyncio.create_task(rosters.current())
    while len(people.answers) == 1 and not again.done():
        await asyncio.sleep(0)
    people.answers[-1].set()
    assert (await again).has("@eva")
