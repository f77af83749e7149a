"""Block Kit as a page, for pictures only: what Slack would show of messages, the Home tab and modals."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

Json = Mapping[str, Any]
STYLE = Path(__file__).with_suffix(".css").read_text()
DATE = re.compile(r"<!date\^(\d+)\^[^|]*\|[^>]*>")
MARK = re.compile(r"&lt;(@\w+)&gt;")


class Page:
    """Draws for somebody in `zone`; `name` gives what an id is called, `picture` the bytes of a file."""

    def __init__(self, zone: str, name: Callable[[str], str], picture: Callable[[str], bytes]) -> None:
        self._zone = ZoneInfo(zone)
        self._name = name
        self._picture = picture

    def chat(self, messages: list[tuple[str, float, list[Json], str]]) -> str:
        """Lines of chat: (author or "" for Accord, UNIX time, blocks, text)."""
        return _page("".join(self._line(*each) for each in messages))

    def home(self, view: Json) -> str:
        """A Home tab."""
        return _page(self._blocks(view["blocks"]))

    def modal(self, view: Json) -> str:
        """A modal with its bar."""
        submit = f'<span class="button primary">{_plain(view["submit"])}</span>' if "submit" in view else ""
        bar = f'<div class="bar"><span>{_plain(view["title"])}</span>{submit}</div>'
        return _page("", f'<div class="modal">{bar}<main>{self._blocks(view["blocks"])}</main></div>')

    def _line(self, author: str, at: float, blocks: list[Json], text: str) -> str:
        who = f"<b>{escape(author)}</b>" if author else '<b>Accord</b><span class="app">APP</span>'
        shown = self._blocks(blocks) if blocks else escape(text)
        time = f"{datetime.fromtimestamp(at, UTC).astimezone(self._zone):%H:%M}"
        icon = escape((author or "A")[0])
        head = f'<div class="who">{who} <span class="at">{time}</span></div>'
        return f'<div class="line"><div class="icon">{icon}</div><div>{head}{shown}</div></div>'

    def _blocks(self, blocks: list[Json]) -> str:
        return "".join(self._block(block) for block in blocks)

    def _block(self, block: Json) -> str:
        match block["type"]:
            case "header":
                return f"<h3>{_plain(block['text'])}</h3>"
            case "section":
                own = self._text(block["text"]) if "text" in block else ""
                fields = "".join(f"<div>{self._text(each)}</div>" for each in block.get("fields", ()))
                beside = self._element(block["accessory"]) if "accessory" in block else ""
                return f'<div class="section">{own}<div class="fields">{fields}</div>{beside}</div>'
            case "context":
                return f'<div class="context">{"".join(self._text(each) for each in block["elements"])}</div>'
            case "rich_text":
                return "".join(self._rich(each) for each in block["elements"])
            case "actions":
                return f'<div class="actions">{"".join(self._element(each) for each in block["elements"])}</div>'
            case "image":
                data = base64.b64encode(self._picture(block["slack_file"]["id"])).decode()
                return f'<img alt="" src="data:image/png;base64,{data}">'
            case "input":
                hint = f'<div class="hint">{_plain(block["hint"])}</div>' if "hint" in block else ""
                label = f"<b>{_plain(block['label'])}</b>"
                return f'<div class="input">{label}{self._element(block["element"])}{hint}</div>'
            case "divider":
                return '<hr class="divider">'
        return ""

    def _element(self, element: Json) -> str:
        match element["type"]:
            case "button":
                return f'<span class="button {element.get("style", "")}">{_plain(element["text"])}</span>'
            case "radio_buttons" | "checkboxes":
                return "".join(f"<div>○ {_plain(each['text'])}</div>" for each in element["options"])
            case "plain_text_input":
                return f'<div class="box">{escape(element.get("initial_value", ""))}</div>'
            case "datepicker" | "timepicker":
                return f'<div class="box">{element.get("initial_date", element.get("initial_time", ""))}&nbsp;</div>'
        chosen = element.get("initial_option")
        given = chosen["text"] if chosen else element.get("placeholder", {"text": "Choose an option"})
        users = [element["initial_user"]] if "initial_user" in element else element.get("initial_users", ())
        named = ", ".join(escape(self._name(f"@{user}")) for user in users)
        return f'<span class="select">{named or _plain(given)} ▾</span>'

    def _rich(self, element: Json) -> str:
        parts = "".join(self._piece(each) for each in element["elements"])
        match element["type"]:
            case "rich_text_list":
                return f"<ul>{''.join(f'<li>{self._rich(each)}</li>' for each in element['elements'])}</ul>"
            case "rich_text_quote":
                return f"<blockquote>{parts}</blockquote>"
        return f'<div class="section">{parts}</div>'

    def _piece(self, piece: Json) -> str:
        match piece["type"]:
            case "user":
                return f'<span class="user">{escape(self._name("@" + piece["user_id"]))}</span>'
            case "link":
                return f"<a>{escape(piece.get('text', piece['url']))}</a>"
            case "date":
                return self._date(piece["timestamp"])
            case "text":
                text = escape(piece["text"]).replace("\n", "<br>")
                style = piece.get("style", {})
                return f"<b>{text}</b>" if style.get("bold") else f"<i>{text}</i>" if style.get("italic") else text
        return ""

    def _text(self, text: Json) -> str:
        if text["type"] == "plain_text":
            return escape(text["text"])
        dated = DATE.sub(lambda found: f"\x00{found[1]}\x00", text["text"])
        safe = re.sub(r"\*([^*\n]+)\*", r"<b>\1</b>", escape(dated.replace("&amp;", "&"), quote=False))
        named = MARK.sub(lambda found: f'<span class="user">{escape(self._name(found[1]))}</span>', safe)
        return re.sub("\x00(\\d+)\x00", lambda found: self._date(int(found[1])), named).replace("\n", "<br>")

    def _date(self, at: int) -> str:
        return f"{datetime.fromtimestamp(at, UTC).astimezone(self._zone):%b %-d, %Y at %H:%M}"


def _plain(text: Json) -> str:
    return escape(str(text["text"]))


def _page(lines: str, whole: str = "") -> str:
    return f'<!doctype html><meta charset="utf-8"><style>{STYLE}</style>{whole or f"<main>{lines}</main>"}'
