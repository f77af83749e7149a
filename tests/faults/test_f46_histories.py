"""F46: what people did in every release so far comes to the same on this code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from flows.plain import Plain
from tests.faults.recording import HISTORIES, KINDS, STORIES, Story, live_again, read_history

ELSEWHERE = {
    "setup": "what is typed into the wizard is gone when the project is there",
    "link": "codes are drawn anew each time",
    "alarm": "raised by the state of the machine",
}
"""Kinds that no history has, and why."""
RELEASES = sorted(path.stem for path in HISTORIES.glob("*.jsonl"))


def lost(kept: Plain, now: Plain, where: str) -> Iterator[str]:
    """Where what was kept then is not what is there now; new fields are no loss."""
    if isinstance(kept, Mapping) and isinstance(now, Mapping):
        for name, value in kept.items():
            yield from lost(value, now.get(name), f"{where}.{name}")
    elif isinstance(kept, list) and isinstance(now, list) and len(kept) == len(now):
        for number, (old, new) in enumerate(zip(kept, now, strict=True)):
            yield from lost(old, new, f"{where}[{number}]")
    elif kept != now:
        yield f"{where} was {kept!r:.200} and is {now!r:.200}"


def test_there_is_a_history_of_every_release() -> None:
    assert RELEASES


@pytest.mark.faults
def test_a_history_has_every_kind_of_record_that_people_s_commands_make() -> None:
    """To be seen to before each release, so that what is compared below leaves out only what came after a history."""
    there = {name.split()[0] for release in RELEASES for name in read_history(HISTORIES / f"{release}.jsonl").records}
    assert set(KINDS) - there == set(ELSEWHERE)


@pytest.mark.timeout(180)
@pytest.mark.parametrize("release", RELEASES)
async def test_f46_a_recorded_history_comes_to_the_same_state(release: str, tmp_path: Path) -> None:
    history = read_history(HISTORIES / f"{release}.jsonl")
    now = await live_again(history, f"sqlite:///{tmp_path / 'accord.db'}")
    kinds = {name.split()[0] for name in history.records}
    assert {name for name in now if name.split()[0] in kinds} == set(history.records), (
        "new kinds of records are no loss"
    )
    changed = [each for name, body in history.records.items() for each in lost(body, now[name], name)]
    assert not changed, "\n".join(changed[:20])


@pytest.mark.faults
@pytest.mark.timeout(180)
@pytest.mark.parametrize("story", STORIES.values(), ids=["sample", "agreeing"])
async def test_f46_what_is_recorded_now_can_be_lived_again(story: Story, tmp_path: Path) -> None:
    history = await story("now", f"sqlite:///{tmp_path / 'told.db'}")
    again = await live_again(history, f"sqlite:///{tmp_path / 'again.db'}")
    assert again == history.records


def test_a_history_that_comes_to_something_else_is_noticed() -> None:
    assert list(lost({"state": "open", "of": [1, 2]}, {"state": "open", "of": [1, 2], "new": 1}, "x")) == []
    assert list(lost({"state": "open"}, {"state": "closed"}, "x")) == ["x.state was 'open' and is 'closed'"]
    assert list(lost({"of": [1, 2]}, {"of": [1]}, "x")) == ["x.of was [1, 2] and is [1]"]
    assert list(lost({"gone": 1}, {}, "x")) == ["x.gone was 1 and is None"]
