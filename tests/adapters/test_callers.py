"""Whose request it is, and how much strangers may use up together."""

from __future__ import annotations

from functools import partial

import pytest

from adapters.callers import MOST, Shares, address
from adapters.slack.limits import Budget


@pytest.mark.parametrize(
    ("peer", "forwarded", "who"),
    [
        ("203.0.113.9", "", "203.0.113.9"),
        ("8.8.8.8", "1.1.1.1", "8.8.8.8"),  # not a proxy of ours: it may write what it likes
        ("127.0.0.1", "1.1.1.1", "1.1.1.1"),
        ("10.0.0.2", "9.9.9.9, 1.1.1.1", "1.1.1.1"),  # only the last is what the proxy saw
        ("127.0.0.1", "1.1.1.1, nonsense", "127.0.0.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("::1", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:8.8.8.8", "1.1.1.1", "8.8.8.8"),
        ("", "1.1.1.1", ""),
    ],
)
def test_whose_request_it_is(peer: str, forwarded: str, who: str) -> None:
    assert address(peer, forwarded) == who


def test_each_has_a_share_and_all_together_have_one() -> None:
    shares = Shares(Budget(10, 0.0), partial(Budget, 4))
    assert [shares.take("one", 0.0) == 0.0 for _ in range(5)] == [True] * 4 + [False]
    assert [shares.take("other", 0.0) == 0.0 for _ in range(5)] == [True] * 4 + [False]
    assert [shares.take(f"{n}", 0.0) == 0.0 for n in range(4)] == [True] * 2 + [False] * 2
    assert shares.take("one", 60.0) == 0.0


def test_no_more_are_remembered_than_there_is_room_for() -> None:
    shares = Shares(Budget(10**9, 0.0), partial(Budget, 1))
    for number in range(MOST + 1):
        assert shares.take(f"{number}", 0.0) == 0.0
    assert shares.take(f"{MOST}", 0.0) > 0.0
    assert shares.take("0", 0.0) == 0.0, "forgotten"
