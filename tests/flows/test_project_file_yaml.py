"""YAML is read strictly, in bounded time, and never by recursion."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.yaml_nodes import LARGEST, MOST_NODES, read_yaml, to_yaml
from flows.project_file import FileRefused, Node, Reading


def refusal(content: bytes | str) -> str:
    with pytest.raises(FileRefused) as refused:
        read_yaml(content if isinstance(content, bytes) else content.encode())
    return refused.value.sentence


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("a: &x 1\nb: *x", "line 1, a: expected no YAML anchors or aliases (& and *); write the value out"),
        ("a: *x", "line 1, a: expected no YAML anchors or aliases"),
        ("a: 1\n<<: {b: 1}", "line 2: expected no YAML merge keys (<<)"),
        ("a: !!str 1", "line 1, a: expected no YAML tags"),
        ("a: !!python/object/apply:os.system [ls]", "line 1, a: expected no YAML tags"),
        ("a: !x {b: 1}", "line 1, a: expected no YAML tags"),
        ("a: ! b", "line 1, a: expected no YAML tags"),
        ("%TAG ! tag:x,2000:\n---\na: 1", "expected no %TAG directive"),
        ("a: 1\n---\nb: 1", "line 2: expected one document"),
        ("a: 1\n...\n---\nb: 1", "line 3: expected one document"),
        ("a: 1\nb: 2\na: 3", "line 3: expected each key once; “a” is here twice"),
        ('a: 1\n"a": 3', "line 2: expected each key once"),
        ("no: 1", "line 1: expected a key in quotes: YAML misreads “no”"),
        ("a:\n  2027: 1", "line 2, a: expected a key in quotes: YAML misreads “2027”"),
        ("~: 1", "expected a key in quotes"),
        ("? [a]\n: b", "line 1: expected a word as the key, not a list or mapping"),
        ("a: ~", "line 1, a: expected a value, not ~"),
        ("a: [b, NULL]", "line 1, a[1]: expected a value, not NULL"),
        ("", "line 1: expected a mapping that begins with accord: 1, not an empty file"),
        ("# nothing", "line 1: expected a mapping that begins with accord: 1, not an empty file"),
        ("a: [", "this is not YAML"),
        ("a:\n\tb: 1", "line 2: this is not YAML"),
        ("a: 1\nb: \x07", "line 2: expected text without control characters"),
        (b"a: 1\nb: \xff", "line 2: expected UTF-8 text"),
        ("a: 1\n".encode("utf-16"), "line 1: expected UTF-8 text"),
        ("a: 1\n".encode("utf-16-le"), "line 1: expected text without control characters"),
        ("[" * 21 + "]" * 21, "expected at most 20 levels inside each other"),
        ("- " * 25 + "a", "expected at most 20 levels inside each other"),
    ],
)
def test_what_is_refused(content: bytes | str, sentence: str) -> None:
    assert sentence in refusal(content)


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_any_line_ends_with_and_without_mark(ends: str, mark: bytes) -> None:
    node = read_yaml(mark + f"---{ends}a:{ends}  - b{ends}  - c{ends}".encode())
    assert isinstance(node.value, dict)
    items = node.value["a"].value
    assert isinstance(items, tuple)
    assert [(item.value, item.path, item.line) for item in items] == [("b", "a[0]", 3), ("c", "a[1]", 4)]


@pytest.mark.parametrize(
    ("word", "reading"),
    [
        ("no", Reading.YES_NO),
        ("On", Reading.YES_NO),
        ("16:00", Reading.NUMBER),
        ("007", Reading.NUMBER),
        ("1_000", Reading.NUMBER),
        (".nan", Reading.NUMBER),
        ("2027-02-01", Reading.DATE),
        ("2027-01-15T16:00", Reading.TEXT),
        ("Mon 09:00", Reading.TEXT),
        ("4 h", Reading.TEXT),
        ("'no'", Reading.TEXT),
        ('"16:00"', Reading.TEXT),
    ],
)
def test_what_yaml_would_make_of_a_word(word: str, reading: Reading) -> None:
    assert read_yaml(f"- {word}".encode()).value[0].reads_as is reading  # type: ignore[index,union-attr]


def test_twenty_levels_are_fine() -> None:
    read_yaml(b"[" * 20 + b"]" * 20)


def test_the_size_is_bounded() -> None:
    read_yaml(b"a" * LARGEST)
    assert refusal(b"a" * (LARGEST + 1)) == "expected at most 256 KiB"


BOMBS = {
    "lists": "[" * LARGEST,
    "mappings": "{a: " * (LARGEST // 4),
    "dashes": "- " * (LARGEST // 2),
    "questions": "? " * (LARGEST // 2),
    "colons": "a: " * (LARGEST // 3),
    "items": "- a\n" * (LARGEST // 4),
    "flow items": "[" + "a," * (LARGEST // 2 - 1),
    "empty mappings": "[" + "{}," * (LARGEST // 3 - 1),
    "distinct keys": "\n".join(f"k{number}: 1" for number in range(LARGEST // 10)),
    "anchors": "&a " * (LARGEST // 3),
    "aliases": "- &a [x]\n" + "- *a\n" * (LARGEST // 6),
    "quotes": "'a' " * (LARGEST // 4),
    "comments": "#" * LARGEST,
    "blank lines": "\n" * LARGEST,
    "documents": "--- a\n" * (LARGEST // 6),
    "laughs": "a: &a [x,x]\n" + "".join(f"{name}: &{name} [*a,*a,*a]\n" for name in "bcdefgh"),
    "one word": "x" * LARGEST,
    "escapes": 'a: "' + "\\x41" * (LARGEST // 4 - 2) + '"',
    "single pairs": "[" + "a: ," * (LARGEST // 4 - 1) + "]",
}


@pytest.mark.timeout(120)  # 0.15 s; a bomb that goes off takes hours
@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS.keys())
def test_no_file_takes_long(bomb: str) -> None:
    try:
        read_yaml(bomb.encode()[:LARGEST])
    except FileRefused as refused:
        assert len(refused.sentence) < 300  # noqa: PT017  # both ends are fine, a long sentence is not


def test_the_number_of_nodes_is_bounded_where_no_real_file_comes() -> None:
    read_yaml(b"[" + b"a," * (MOST_NODES - 2) + b"]")
    assert f"expected at most {MOST_NODES} keys and values" in refusal("[" + "a: ," * (LARGEST // 4 - 1) + "]")


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30)
tricky = st.sampled_from(
    ["no", "NO", "16:00", "61", "1e3", "2027-02-01", "~", "null", "", " a", "a ", "#a", "a: b", "- a", "'", '"', "@",
     "<<", "=", "a\nb", "\n", "a\n\n b\n", "%", "!x", "&a", "*a", "[", "{", "|", ">", "?", "🙂", "\u2028", "\ufeff"]
)  # fmt: skip
plain = st.recursive(
    words | tricky,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words | tricky, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(plain)
def test_what_is_written_is_read_back(data: object) -> None:
    text = to_yaml(data)  # type: ignore[arg-type]
    try:
        read = read_yaml(text.encode())
    except FileRefused as refused:
        assert "merge keys" in refused.sentence  # noqa: PT017  # the one key that cannot be written
        return
    assert same(read, Node.of(data))  # type: ignore[arg-type]


def same(one: Node, other: Node) -> bool:
    """Equal but for places."""
    if isinstance(one.value, str) or isinstance(other.value, str):
        return (one.value, one.reads_as) == (other.value, other.reads_as)
    if isinstance(one.value, tuple) and isinstance(other.value, tuple):
        return len(one.value) == len(other.value) and all(map(same, one.value, other.value))
    return (
        isinstance(one.value, dict)
        and isinstance(other.value, dict)
        and list(one.value) == list(other.value)
        and all(map(same, one.value.values(), other.value.values()))
    )


def test_numbers_and_words_are_written_apart() -> None:
    assert to_yaml({"a": 61, "b": "61", "c": True, "d": "no", "e": 2.5}) == "a: 61\nb: '61'\nc: true\nd: 'no'\ne: 2.5\n"


def test_nothing_slow_is_imported_to_analyse_a_file() -> None:
    slow = ("aiohttp", "sqlmodel", "slack_bolt", "pint", "holidays")
    code = f"import sys, bot.analyse; print([name for name in {slow} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout.strip() == "[]"
