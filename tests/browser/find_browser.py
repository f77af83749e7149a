"""Finds the Chromium that the browser tests use, and with --install brings one to a machine that has none.

Prints the path. Tests are never skipped for want of a browser: when none can be had, this fails and says why.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
DEBIAN_PACKAGES = ("chromium", "fonts-liberation", "fonts-noto-color-emoji")
ADVICE = (
    "No Chromium was found for the browser tests. Install one (Debian, Ubuntu: apt-get install chromium), "
    "or run: .venv/bin/python -m playwright install chromium"
)


class NoBrowser(Exception):
    """No browser is here; the text says what was tried and what to do."""


def find_browser() -> Path:
    """The browser of this machine: named in CHROMIUM, on PATH, or brought by Playwright. Raises NoBrowser."""
    named = os.environ.get("CHROMIUM")
    if named:
        if not Path(named).is_file():
            raise NoBrowser(f"CHROMIUM names {named}, which is not a file.")
        return Path(named)
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    if (brought := _brought_by_playwright()).is_file():
        return brought
    raise NoBrowser(ADVICE)


def find_or_install() -> Path:
    """The same, after trying the two ways to bring one. Raises NoBrowser."""
    try:
        return find_browser()
    except NoBrowser:
        tried = "\n".join(_run(command) for command in _ways_to_install())
    try:
        return find_browser()
    except NoBrowser as still_none:
        raise NoBrowser(f"{still_none}\n{tried}") from None


def _brought_by_playwright() -> Path:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path)


def _ways_to_install() -> list[list[str]]:
    ways = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        ways += [
            ["apt-get", "update"],
            ["apt-get", "install", "--yes", "--no-install-recommends", *DEBIAN_PACKAGES],
        ]
    return ways


def _run(command: list[str]) -> str:
    """Runs one way to the end, unless an earlier one already brought a browser; tells how it went."""
    try:
        return f"Not needed: {' '.join(command)} ({find_browser()} is here)"
    except NoBrowser:
        print(f"No browser yet; trying: {' '.join(command)}", file=sys.stderr)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=900, check=False)
    last = "\n  ".join((done.stdout + done.stderr).strip().splitlines()[-3:])
    return f"{' '.join(command)} ended with {done.returncode}:\n  {last}"


def main(arguments: list[str]) -> int:
    try:
        print(find_or_install() if "--install" in arguments else find_browser())
    except NoBrowser as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
