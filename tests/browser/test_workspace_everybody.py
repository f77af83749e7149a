"""The workspace for everybody: names for what can be pressed, contrast, narrow windows, words that stay words."""

from __future__ import annotations

from dataclasses import replace

from playwright.async_api import Page, expect

from flows.messages import (
    Button,
    Buttons,
    Choice,
    Facts,
    Grid,
    GridRow,
    Header,
    Items,
    Menu,
    Message,
    Note,
    Quoted,
    Text,
    ToChannel,
    ToPerson,
)
from flows.people import Person
from flows.phrases import Link, Listing, Phrase, Quote, Value, Who
from tests.adapters.web.small_commands import Take
from tests.browser.workspace import Screen, on_screen

PAGES = ("/?choose", "/local/maria/dm", "/local/maria/home", "/local/maria/c/line3-mes?thread=summary", "/local/x/dm")

# What a careful reader would find: unnamed controls, unlabelled fields, dangling or doubled ids, a missing landmark.
FAULTS = """
() => {
  const found = [];
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  ids.filter((id, n) => ids.indexOf(id) !== n).forEach((id) => found.push(`two elements are #${id}`));
  for (const name of ["aria-labelledby", "aria-describedby", "aria-controls", "for"])
    for (const element of document.querySelectorAll(`[${name}]`))
      if (element.checkVisibility()) for (const id of element.getAttribute(name).split(/\\s+/))
        if (!document.getElementById(id)) found.push(`${name} points to nothing: ${id}`);
  for (const element of document.querySelectorAll("button, a, summary"))
    if (!element.textContent.trim()) found.push(`no name: ${element.outerHTML}`);
  for (const element of document.querySelectorAll("input, textarea, select"))
    if (!element.labels?.length) found.push(`no label: ${element.outerHTML}`);
  for (const element of document.querySelectorAll("fieldset"))
    if (element.firstElementChild?.tagName !== "LEGEND") found.push(`no legend: ${element.outerHTML}`);
  for (const element of document.querySelectorAll("img"))
    if (!element.hasAttribute("alt")) found.push(`no alt: ${element.outerHTML}`);
  if (document.querySelectorAll("main").length !== 1) found.push("not one main");
  if (document.querySelectorAll("h1").length !== 1) found.push("not one h1");
  if (!document.documentElement.lang || !document.title) found.push("no language or title");
  if (document.querySelector("[style], [onclick], script:not([src]), style")) found.push("inline script or style");
  return found;
}
"""

# WCAG 2 contrast of every visible text against the nearest painted background.
STILL = "document.getAnimations().every(each => each.effect.getTiming().iterations === Infinity)"
PALE = """
() => {
  const rgb = (text) => { const c = text.match(/[\\d.]+/g).map(Number); return c.length < 4 ? [...c, 1] : c; };
  const light = (c) => { const [r, g, b] = c.map((v) => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; }); return .2126 * r + .7152 * g + .0722 * b; };
  const behind = (element) => { for (let e = element; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c[3] === 1) return c; } return [255, 255, 255, 1]; };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const style = getComputedStyle(element);
    if (!walker.currentNode.textContent.trim() || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    if (element.closest(".hidden-text")) continue;
    const [a, b] = [light(rgb(style.color).slice(0, 3)), light(behind(element).slice(0, 3))];
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) found.push(`${ratio.toFixed(2)} ${element.className} ${walker.currentNode.textContent.trim().slice(0, 30)}`);
  }
  return found;
}
"""  # noqa: E501


async def test_everything_has_a_name_and_every_reference_leads_somewhere(page: Page) -> None:
    async with on_screen(page) as screen:
        for path in PAGES:
            await page.goto(screen.address + path)
            assert await page.evaluate(FAULTS) == [], path
        await screen.open("/local/maria/dm")
        await page.get_by_role("button", name="Answer as a form").click()
        await page.get_by_role("button", name="Escalate", exact=True).click()
        await expect(page.locator("#dialog-problem")).to_be_visible()
        assert await page.evaluate(FAULTS) == []


async def test_every_text_stands_out_by_day_and_by_night(page: Page) -> None:
    async with on_screen(page) as screen:
        for scheme in ("light", "dark"):
            await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            for path in PAGES:
                await page.goto(screen.address + path)
                await page.wait_for_load_state()
                assert await page.evaluate(PALE) == [], (scheme, path)
            await screen.open("/local/maria/dm")
            await page.get_by_role("button", name="Acceptable (Audit finding)", exact=True).click()
            await page.keyboard.type("x")
            await page.get_by_label("Message to Accord").fill("/nope")
            await page.get_by_label("Message to Accord").press("Enter")
            await page.locator(".refusal").first.wait_for()
            await page.wait_for_timeout(1700)  # what changed comes by itself
            await page.wait_for_function(STILL)  # until the mark of what changed has faded
            assert await page.evaluate(PALE) == [], scheme
            await page.get_by_role("button", name="Answer as a form").click()
            await page.get_by_role("button", name="Escalate", exact=True).click()
            await page.locator("#dialog-problem").wait_for()
            assert await page.evaluate(PALE) == [], scheme


async def test_night_is_dark(page: Page) -> None:
    await page.emulate_media(color_scheme="dark")
    async with on_screen(page):
        colour = await page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert max(int(part) for part in colour[4:-1].split(",")) < 60


async def test_a_narrow_window_shows_everything_without_scrolling_sideways(page: Page) -> None:
    await page.set_viewport_size({"width": 360, "height": 700})
    async with on_screen(page) as screen:
        for path in (*PAGES, "/local/maria/dm"):
            await page.goto(screen.address + path)
            assert await page.evaluate("document.documentElement.scrollWidth") <= 360, path
        composer = await page.get_by_label("Message to Accord").bounding_box()
        assert composer is not None
        assert composer["y"] + composer["height"] <= 700
        await expect(page.get_by_role("link", name="Home")).to_be_hidden()
        await page.get_by_role("button", name="Channels and people").click()
        await expect(page.get_by_role("link", name="Accord")).to_be_focused()
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("button", name="Channels and people")).to_be_focused()
        await page.get_by_role("button", name="Answer as a form").click()
        box = await page.get_by_role("dialog").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360


async def test_with_reduced_motion_nothing_moves(page: Page) -> None:
    await page.emulate_media(reduced_motion="reduce")
    async with on_screen(page) as screen:
        await screen.small.post("card", ToPerson("maria"), Message("One"))
        await screen.small.post("card", ToPerson("maria"), Message("Two"))
        await expect(page.locator("#lines")).to_contain_text("Two")
        assert await page.evaluate("document.getAnimations().length") == 0


PAYLOADS = (
    "<script>window.ran = 1</script>",
    "<img src=x onerror=window.ran=1>",
    "\"'><svg onload=window.ran=1>",
    "</textarea></title></style><script>window.ran=1</script>",
    "javascript:window.ran=1",
    "<a href='javascript:window.ran=1'>click</a>",
    "{{ 7 * 7 }} ${7*7} {0} {words.__class__}",
    "<!channel> <@U1> <iframe srcdoc='<script>parent.ran=1</script>'></iframe>",
    "'\"><form action=http://evil.example><button autofocus onfocus=window.ran=1>",
    "<style>*{display:none}</style><base href=http://evil.example>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
)


def _everywhere(words: str) -> Message:
    """The same words in every place of a message that can hold words."""
    values: dict[str, Value] = {
        "plain": words,
        "quote": Quote(words),
        "who": Who(words, words),
        "link": Link(words, words),
        "web": Link(f"https://example.com/{words}", words),
        "many": Listing((words, Quote(words))),
    }
    phrase = Phrase("{plain} {quote} {who} {link} {web} {many}", **values)
    button = Button(words, Take(words), about=phrase, confirm=phrase)
    return Message(
        phrase,
        (
            Header(phrase),
            Text(phrase),
            Note(phrase),
            Quoted(words, phrase),
            Facts(((words, phrase),)),
            Items((phrase,)),
            Buttons((button,)),
            Menu(words, (Choice(words, Take(words)),)),
            Grid((GridRow(phrase, (button,), words, phrase),)),
        ),
    )


async def test_peoples_words_are_shown_and_never_run(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    async with on_screen(page) as screen:
        for n, words in enumerate(PAYLOADS):
            await screen.small.post(f"x{n}", ToPerson("maria"), _everywhere(words))
            await screen.small.post(f"x{n}", ToChannel("line3-mes"), _everywhere(words))
            await page.get_by_label("Message to Accord").fill(words)
            await page.get_by_label("Message to Accord").press("Enter")
        await expect(page.locator("#lines > .mine")).to_have_count(len(PAYLOADS))
        await expect(page.locator("#lines > .mine").first).to_contain_text(PAYLOADS[0])
        for path in ("/local/maria/dm", "/local/maria/c/line3-mes", "/local/maria/dm?thread=x1"):
            await screen.open(path)
            assert await page.evaluate("window.ran") is None
            assert await page.locator("#lines").locator("script, iframe, svg, form, style, base, meta").count() == 0
            assert await page.locator("a[href^='javascript' i], [onerror], [onload], [onfocus]").count() == 0
            assert await screen.violations() == []
        assert [url for url in asked if not url.startswith((screen.address, "about:", "data:"))] == []


async def test_strange_names_are_names_and_nothing_else(page: Page) -> None:
    async with on_screen(page) as screen:
        await _with_a_strange_name(screen)
        for path in ("/?choose", "/local/maria/dm"):
            await page.goto(screen.address + path)
            await expect(page.get_by_text("<b onmouseover=window.ran=1>Bo</b>").first).to_be_visible()
            assert await page.evaluate("window.ran") is None
        await page.get_by_role("link", name="onmouseover").click()
        await expect(page.get_by_text("You are <b onmouseover=window.ran=1>Bo</b>")).to_be_visible()
        await page.keyboard.type("Hello")
        await page.keyboard.press("Enter")
        await expect(page.locator("#lines > .mine")).to_contain_text("Hello")


async def _with_a_strange_name(screen: Screen) -> None:
    """Somebody is called like a piece of HTML, in a channel called like another."""
    strange = Person("b/o?#", "<b onmouseover=window.ran=1>Bo</b>")
    people = screen.small.people
    people.found = replace(people.found, people=(*people.found.people, strange))
