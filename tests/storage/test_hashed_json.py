"""What the hashes of the audit are taken over is plain JSON, so that anybody can check them with any tool."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from flows.rounds.records import ViewState
from storage.audit import as_json
from storage.connections import Value


@given(st.lists(st.none() | st.integers() | st.text() | st.sampled_from(ViewState)))
def test_it_is_what_the_standard_library_writes(values: list[Value]) -> None:
    assert as_json(values) == json.dumps(values, ensure_ascii=False)
