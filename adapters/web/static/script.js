// The local workspace's page. The server draws everything; this swaps it in, sends what people do, and keeps focus.
"use strict";

const page = document.body.dataset;
const find = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const say = (selector, text) => { const place = find(selector); if (place && place.textContent !== text) place.textContent = text; };

function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}

// ---- asking the server: again with the same event id until it has answered, so that nothing is lost or doubled

async function post(path, data, tell = (text) => say("#connection", text)) {
  const body = JSON.stringify({ as: page.person, ...data });
  for (let wait = 1000; ; wait = Math.min(wait * 2, 15000)) {
    try {
      const response = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body });
      const answer = await response.json();
      if (answer.kind !== "unavailable") { tell(""); return answer; }
      tell(`${answer.text} Trying again …`);
    } catch {
      tell("Accord does not answer. What you did is kept here. Trying again …");
    }
    await pause(wait);
  }
}

// What a person does is done in the order they did it, however fast they press.
let turn = Promise.resolve();
function inTurn(path, data, tell) {
  const result = turn.then(() => post(path, data, tell));
  turn = result;
  return result;
}

async function fragment(address, id) {
  const response = await fetch(address);
  const other = new DOMParser().parseFromString(await response.text(), "text/html");
  return other.getElementById(id);
}

// ---- lines: put in order, edited in place without losing place or focus

function announce(text) {
  const told = document.createElement("p");
  told.textContent = text;
  find("#announcements").append(told);
  setTimeout(() => told.remove(), 20000);
}

const controls = (root) => all("button, summary, a, input, select, textarea", root);
const atEnd = (scroller) => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 60;
const toEnd = (scroller) => { scroller.scrollTop = scroller.scrollHeight; };

function keepingPlace(list, change) {
  const scroller = list.closest(".scroller");
  const end = atEnd(scroller);
  const top = scroller.getBoundingClientRect().top;
  const anchor = all(".line", list).find((line) => line.getBoundingClientRect().bottom > top + 8);
  const before = anchor?.getBoundingClientRect().top;
  const stays = change(anchor) || anchor;
  if (end) toEnd(scroller);
  else if (stays?.isConnected) scroller.scrollTop += stays.getBoundingClientRect().top - before;
  return end;
}

function swap(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const index = focused ? controls(old).indexOf(focused) : -1;
  const open = all("details", old).map((details) => details.open);
  const again = focused?.dataset?.command;
  const label = focused?.textContent;
  old.replaceWith(fresh);
  all("details", fresh).forEach((details, n) => { details.open = open[n] ?? false; });
  if (!focused) return;
  const now = controls(fresh);
  const same = now.find((control) => again && control.dataset.command === again)
    || now.find((control) => control.textContent === label)
    || (now.length === controls(old).length ? now[index] : null);
  (same || fresh).focus({ preventScroll: true });
}

const numberOf = (line) => Number(line.dataset.number);

function putLine(list, key, html, day) {
  const fresh = parse(html);
  const old = all(".line", list).find((line) => line.dataset.key === key);
  if (old) {
    const later = Number(fresh.dataset.change) - Number(old.dataset.change);
    if (later < 0 || (later === 0 && old.outerHTML === fresh.outerHTML)) return false;
    keepingPlace(list, (anchor) => { swap(old, fresh); return anchor === old ? fresh : anchor; });
    if (later) {
      fresh.classList.add("changed");
      fresh.addEventListener("animationend", () => fresh.classList.remove("changed"), { once: true });
    }
    return later > 0;
  }
  const lines = all(".line[data-number]", list);
  if (lines.length && numberOf(fresh) < numberOf(lines[0])) return false;
  const next = lines.find((line) => numberOf(line) > numberOf(fresh));
  const end = keepingPlace(list, () => {
    const separator = parse(day);
    if (!all(".day", list).some((known) => known.dataset.day === separator.dataset.day)) {
      for (const earlier of all(".day", list)) find("span", earlier).textContent = earlier.dataset.named;
      list.append(separator);
    }
    if (next) next.before(fresh); else list.append(fresh);
  });
  const jump = find("#jump");
  if (!end && jump && list.id === "lines" && !fresh.classList.contains("mine")) jump.hidden = false;
  if (fresh.classList.contains("mine")) toEnd(list.closest(".scroller"));
  return true;
}

function putPin(event) {
  const old = all("#pins > li").find((pin) => pin.dataset.key === event.key);
  if (!event.pin) { old?.remove(); return; }
  const fresh = parse(event.pin);
  if (!old) find("#pins").append(fresh);
  else if (old.outerHTML !== fresh.outerHTML) {
    const focused = old.contains(document.activeElement);
    old.replaceWith(fresh);
    if (focused) find("a", fresh).focus();
  }
}

function onLine(event) {
  const pane = find("#thread");
  let news = false;
  if (event.thread) {
    if (pane.dataset.key === event.thread) news = putLine(find("#replies"), event.key, event.html, event.day);
    if (event.parent) putLine(find("#lines"), event.thread, event.parent, event.day);
  } else {
    news = putLine(find("#lines"), event.key, event.html, event.day);
    if (pane.dataset.key === event.key) putLine(find("#replies"), event.key, event.html, event.day);
  }
  putPin(event);
  if (news && !event.mine) announce(event.says);
  markRead();
}

// An answer stands below the line that was pressed, in place of an earlier one; what a private line led to takes its place.
function show(answer, list, after, concluded = false) {
  if (answer.line) onLine({ ...answer.line, mine: true });
  if (answer.kind === "form") { openForm(answer.html, list, after); return; }
  if (answer.kind === "error") { say("#connection", answer.text); return; }
  if (!answer.html || !list) return;
  const fresh = parse(answer.html);
  const line = after?.isConnected ? after : null;
  if (line) {
    const about = line.dataset.key || (line.dataset.own ||= crypto.randomUUID());
    fresh.dataset.about = about;
    all(".ephemeral", list).filter((old) => old.dataset.about === about).forEach((old) => old.remove());
    line.after(fresh);
    if (concluded && answer.kind === "message" && line.matches(".ephemeral")) replace(line, fresh);
  } else list.append(fresh);
  const tall = fresh.offsetHeight > list.closest(".scroller").clientHeight - 40;
  fresh.scrollIntoView({ block: tall ? "start" : "nearest" });
  announce(answer.text);
}

function replace(line, fresh) {
  fresh.dataset.about = line.dataset.about || "";
  const focused = line.contains(document.activeElement);
  line.remove();
  if (focused) fresh.focus({ preventScroll: true });
}

// ---- buttons, menus, grids

const confirmation = find("#confirm");
let answering = null;

function answered() {
  if (confirmation.open || !answering) return; // its event is late: it has been opened again since
  const done = answering;
  answering = null;
  done(confirmation.returnValue === "yes");
}

confirmation.addEventListener("close", answered);

function confirmed(text, yes) {
  answered();
  find("#confirm-text").textContent = text;
  find("#confirm-yes").textContent = yes;
  confirmation.returnValue = "no";
  confirmation.showModal();
  return new Promise((done) => { answering = done; });
}

async function press(button) {
  if (button.getAttribute("aria-disabled") === "true") return;
  if (button.dataset.confirm && !(await confirmed(button.dataset.confirm, button.firstChild.textContent))) return;
  const line = button.closest(".line");
  const list = button.closest(".lines") || find("#lines");
  const group = all("[data-command]", button.closest(".answers, .buttons, .menu"));
  group.forEach((one) => one.setAttribute("aria-disabled", "true"));
  button.classList.add("busy");
  const answer = await inTurn("/local/press", { event_id: crypto.randomUUID(), command: button.dataset.command });
  group.forEach((one) => one.removeAttribute("aria-disabled"));
  button.classList.remove("busy");
  button.closest("details.menu")?.removeAttribute("open");
  const now = line?.dataset.number && all(`.line[data-number="${line.dataset.number}"]`, list)[0];
  show(answer, list, now || line, button.matches(".primary, .danger"));
  later("home", refreshHome);
}

document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-command], [data-dismiss], [data-close], [data-thread], [data-thread-close], [data-skip-to], [data-skip-by]");
  if (!target || (target.tagName === "A" && (event.ctrlKey || event.metaKey || event.shiftKey))) return;
  if (target.tagName === "FORM") return;
  if (target.dataset.command) press(target);
  else if ("dismiss" in target.dataset) dismiss(target.closest(".line"));
  else if ("close" in target.dataset) closeForm();
  else if ("skipTo" in target.dataset || "skipBy" in target.dataset) skip(target);
  else { event.preventDefault(); if (target.dataset.thread) openThread(target.dataset.thread); else closeThread(); }
});

function dismiss(line) {
  const back = line.previousElementSibling?.matches(".line") ? line.previousElementSibling : find("textarea");
  line.remove();
  back?.focus({ preventScroll: true });
}

// ---- forms

const dialog = find("#dialog");
let asked = {};

function openForm(html, list, after) {
  asked = { list, after, sent: null, event_id: null, dirty: false };
  dialog.replaceChildren(parse(html));
  if (!dialog.open) dialog.showModal();
  (find("input, textarea, select", dialog) || find("#dialog-title")).focus();
}

async function closeForm() {
  if (asked.dirty && !(await confirmed("What you typed is not sent yet. Close the form anyway?", "Close it"))) return;
  asked.dirty = false;
  dialog.close();
}

dialog.addEventListener("cancel", (event) => { event.preventDefault(); closeForm(); });
dialog.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.preventDefault(); closeForm(); } });
addEventListener("beforeunload", (event) => { if (asked.dirty) event.preventDefault(); });
dialog.addEventListener("input", () => { asked.dirty = true; });
dialog.addEventListener("close", () => {
  dialog.replaceChildren();
  if (!document.activeElement || document.activeElement === document.body) find("textarea, #room")?.focus();
});

function filled(form) {
  const values = {};
  for (const field of all("[data-field]", form)) {
    const inputs = all("input, textarea, select", field);
    const chosen = inputs.filter((input) => input.checked).map((input) => input.value);
    if ("many" in field.dataset) values[field.dataset.field] = chosen;
    else values[field.dataset.field] = inputs[0].type === "radio" ? chosen[0] || "" : inputs[0].value;
  }
  return values;
}

function ownProblems(form) {
  const problems = {};
  for (const input of all("[data-limit]", form)) {
    const over = [...input.value].length - Number(input.dataset.limit);
    if (over > 0) problems[input.name] = `This is ${over} characters too long; at most ${input.dataset.limit} fit here.`;
  }
  return problems;
}

function showProblems(form, text, problems) {
  let first = null;
  const unplaced = new Set(Object.keys(problems));
  for (const field of all("[data-field]", form)) {
    const problem = problems[field.dataset.field];
    const place = find(".problem", field);
    place.textContent = problem || "";
    place.hidden = !problem;
    for (const input of all("input, textarea, select", field)) {
      if (problem) input.setAttribute("aria-invalid", "true"); else input.removeAttribute("aria-invalid");
      if (problem && !first) first = input;
    }
    unplaced.delete(field.dataset.field);
  }
  const above = find("#dialog-problem");
  above.textContent = [text, ...[...unplaced].map((field) => problems[field])].join(" ");
  above.hidden = !above.textContent;
  (first || find("#dialog-title")).focus();
}

dialog.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const button = find("[type=submit]", form);
  if (button.getAttribute("aria-disabled") === "true") return;
  const own = ownProblems(form);
  if (Object.keys(own).length) { showProblems(form, "Please look at the marked fields.", own); return; }
  const values = filled(form);
  const { list, after } = asked;
  button.setAttribute("aria-disabled", "true");
  const above = find("#dialog-problem");
  const tell = (text) => { above.textContent = text; above.hidden = !text; };
  const answer = await inTurn("/local/form", { event_id: crypto.randomUUID(), command: form.dataset.command, values }, tell);
  button.removeAttribute("aria-disabled");
  if (answer.kind === "refusal" || answer.kind === "error") { showProblems(form, answer.text, answer.problems || {}); return; }
  asked.dirty = false;
  if (answer.kind !== "form") dialog.close();
  show(answer, list, after, true);
  later("home", refreshHome);
});

// ---- writing: drafts are kept per place, with the event id under which they are sent

const draftKey = (form) => `draft ${page.person} ${form.dataset.channel} ${form.dataset.thread}`;
const readDraft = (form) => { try { return JSON.parse(sessionStorage.getItem(draftKey(form))) || {}; } catch { return {}; } };
const keepDraft = (form, draft) => { if (draft) sessionStorage.setItem(draftKey(form), JSON.stringify(draft)); else sessionStorage.removeItem(draftKey(form)); };

const LARGEST = 700 * 1000;

async function attached(form) {
  const files = [...find("input[type=file]", form).files];
  if (files.reduce((sum, file) => sum + file.size, 0) > LARGEST) return null;
  return Promise.all(files.map(async (file) => {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const content = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
    return { name: file.name, content };
  }));
}

async function send(form) {
  const area = find("textarea", form);
  const text = area.value;
  if (form.dataset.busy) return;
  const files = await attached(form);
  if (files === null) { find(".status", form).textContent = "This page takes files of up to 700 kB together. Please give a link instead."; return; }
  if (!text.trim() && !files.length) return;
  const draft = readDraft(form);
  const event_id = draft.text === text && draft.event_id ? draft.event_id : crypto.randomUUID();
  keepDraft(form, { text, event_id });
  form.dataset.busy = "true";
  area.readOnly = true;
  const status = find(".status", form);
  const sent = { event_id, channel: form.dataset.channel, thread: form.dataset.thread, text, files };
  const answer = await inTurn("/local/say", sent, (told) => { status.textContent = told; });
  delete form.dataset.busy;
  area.readOnly = false;
  const kept = answer.kind === "error" || (answer.kind === "refusal" && !answer.stored);
  keepDraft(form, kept ? { text } : null);
  if (!kept) { area.value = ""; find("input[type=file]", form).value = ""; }
  if (answer.kind === "error") status.textContent = answer.text;
  complete(form);
  area.focus();
  const list = form.closest(".thread") ? find("#replies") : find("#lines");
  show(answer, list, null);
}

function complete(form) {
  const typed = find("textarea", form).value.toLowerCase();
  const list = find(".completions", form);
  const slash = /^\/[^\n]*$/.test(typed);
  const options = all("[role=option]", list);
  for (const option of options) option.hidden = !slash || !option.dataset.text.toLowerCase().startsWith(typed.trimEnd());
  const left = options.filter((option) => !option.hidden);
  const done = left.length === 1 && left[0].dataset.text.toLowerCase() === typed.trimEnd();
  if (list.hidden && left.length && !done) find(".status", form).textContent = `${left.length} commands. Arrow keys choose, Tab takes one.`;
  list.hidden = !left.length || done;
  const whole = left.find((option) => option.dataset.text.toLowerCase() === typed.trimEnd());
  point(form, list.hidden ? null : whole || left[0]);
}

function point(form, option) {
  for (const one of all("[role=option]", form)) one.setAttribute("aria-selected", String(one === option));
  const area = find("textarea", form);
  if (option) { area.setAttribute("aria-activedescendant", option.id); option.scrollIntoView({ block: "nearest" }); }
  else { area.removeAttribute("aria-activedescendant"); find(".status", form).textContent = ""; }
}

function take(form, option) {
  const area = find("textarea", form);
  area.value = `${option.dataset.text} `;
  find(".completions", form).hidden = true;
  point(form, null);
  keepDraft(form, { text: area.value });
  area.focus();
}

function onKey(event, form) {
  const list = find(".completions", form);
  const left = list.hidden ? [] : all("[role=option]:not([hidden])", list);
  const at = left.findIndex((option) => option.getAttribute("aria-selected") === "true");
  const typed = find("textarea", form).value.trim().toLowerCase();
  if (event.isComposing) return;
  if (left.length && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    point(form, left[(at + (event.key === "ArrowDown" ? 1 : left.length - 1)) % left.length]);
  } else if (left.length && at >= 0 && (event.key === "Tab" || (event.key === "Enter" && left[at].dataset.text.toLowerCase() !== typed)) && !event.shiftKey) {
    take(form, left[at]);
  } else if (left.length && event.key === "Escape") {
    list.hidden = true;
    point(form, null);
    event.stopPropagation();
  } else if (event.key === "Enter" && !event.shiftKey && !event.ctrlKey) {
    send(form);
  } else return;
  event.preventDefault();
}

function prepare(form) {
  const area = find("textarea", form);
  if (!area.value) area.value = readDraft(form).text || "";
  const chosen = find("input[type=file]", form);
  chosen.addEventListener("change", () => { find(".status", form).textContent = [...chosen.files].map((file) => file.name).join(", "); });
  form.addEventListener("submit", (event) => { event.preventDefault(); send(form); });
  area.addEventListener("keydown", (event) => onKey(event, form));
  const grow = () => { if (!CSS.supports("field-sizing", "content")) area.rows = Math.min(area.value.split("\n").length, 8); };
  area.addEventListener("input", () => { keepDraft(form, { text: area.value }); complete(form); grow(); });
  area.addEventListener("blur", () => setTimeout(() => { find(".completions", form).hidden = true; point(form, null); }, 150));
  form.addEventListener("click", (event) => { const option = event.target.closest("[role=option]"); if (option) take(form, option); });
}

// ---- threads

async function openThread(key, push = true) {
  const address = `${location.pathname}?thread=${encodeURIComponent(key)}`;
  const pane = await fragment(address, "thread");
  find("#thread").replaceWith(pane);
  if (push) history.pushState({ thread: key }, "", address);
  all(".composer", pane).forEach(prepare);
  if (!pane.hidden) { toEnd(find(".scroller", pane)); (find("textarea", pane) || find("#thread-title")).focus(); }
}

function closeThread(push = true) {
  const pane = find("#thread");
  const key = pane.dataset.key;
  pane.hidden = true;
  pane.dataset.key = "";
  pane.replaceChildren();
  if (push) history.pushState({}, "", location.pathname);
  (all("#lines [data-thread]").find((link) => link.dataset.thread === key) || find("#composer"))?.focus();
}

addEventListener("popstate", () => {
  const key = new URLSearchParams(location.search).get("thread");
  if (key) openThread(key, false); else closeThread(false);
});

// ---- what is new elsewhere: unread marks, the Home tab, the clock

const waiting = {};
function later(name, work) { clearTimeout(waiting[name]); waiting[name] = setTimeout(work, 250); }

function badge(place, count) {
  const mark = place && find(".badge", place);
  if (!mark) return;
  mark.hidden = !count;
  find(".count", mark).textContent = count || "";
  place.classList.toggle("unread", Boolean(count));
}

function onCounts(counts) {
  let total = 0;
  for (const door of all("#sidebar [data-channel]")) {
    const count = counts.channels[door.dataset.channel] || 0;
    const here = door.dataset.channel && door.dataset.channel === page.channel && document.visibilityState === "visible";
    badge(door, here ? 0 : count);
    total += here ? 0 : count;
  }
  for (const other of all("#sidebar [data-person]")) badge(other, counts.people[other.dataset.person] || 0);
  find("#elsewhere").hidden = !total;
  find("#elsewhere .count").textContent = total || "";
  document.title = total ? `(${total}) ${page.title}` : page.title;
  const doors = new Set(all("#sidebar [data-channel]").map((door) => door.dataset.channel));
  if (Object.keys(counts.channels).some((channel) => !doors.has(channel))) later("sidebar", refreshSidebar);
  later("clock", refreshClock);
  later("home", refreshHome);
}

async function refreshSidebar() {
  const fresh = await fragment(location.href, "sidebar");
  if (fresh && !find("#sidebar").contains(document.activeElement)) find("#sidebar").replaceWith(fresh);
}

async function refreshHome() {
  const home = find("#home > .body");
  if (!home || dialog.open) return;
  const fresh = find(".body", await fragment(location.href, "home"));
  if (fresh && fresh.innerHTML !== home.innerHTML) swap(home, fresh);
}

async function refreshClock() {
  const bar = find("#clock");
  if (bar.dataset.busy || find("details[open]", bar)) return;
  const fresh = await fragment(`/local/${encodeURIComponent(page.person)}/clock`, "clock");
  if (!fresh || bar.dataset.busy) return;
  find("#clock-status", fresh).textContent = find("#clock-status").textContent;
  swap(bar, fresh);
  startClock();
}

let unsaid = false;
function markRead() {
  if (!page.channel || document.visibilityState !== "visible") return;
  unsaid = true;
  later("read", () => { unsaid = false; post("/local/read", { channel: page.channel }); });
}

addEventListener("pagehide", () => {
  if (!unsaid) return;
  const body = JSON.stringify({ as: page.person, channel: page.channel });
  fetch("/local/read", { method: "POST", headers: { "Content-Type": "application/json" }, body, keepalive: true });
});

// ---- the clock bar

let started = 0;
function startClock() { started = performance.now(); }

function tickClock() {
  const shown = find("#clock-now");
  const now = new Date(Date.parse(shown.dateTime) + performance.now() - started);
  const parts = Object.fromEntries(new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: shown.dataset.zone }).formatToParts(now).map((part) => [part.type, part.value]));
  const month = parts.month.slice(0, 3);
  say("#clock-now", `${parts.weekday} ${parts.day} ${month} ${parts.year}, ${parts.hour}:${parts.minute}`);
}

async function skip(button) {
  const bar = find("#clock");
  if (bar.dataset.busy) return;
  bar.dataset.busy = "true";
  const what = button.dataset.skipLabel || button.textContent.trim();
  say("#clock-status", `Moving on: ${what} …`);
  const data = button.dataset.skipTo ? { to: button.dataset.skipTo } : { by: button.dataset.skipBy };
  const answer = await post("/local/skip", data, (text) => say("#clock-status", text || "Almost there …"));
  delete bar.dataset.busy;
  all("details[open]", bar).forEach((details) => { details.open = false; });
  say("#clock-status", answer.kind === "none" ? "" : answer.text);
  await refreshClock();
  announce(answer.kind === "none" ? `It is now ${find("#clock-now").textContent}.` : answer.text);
}

// ---- live: from the last change this page has seen, again after every break

function listen() {
  let last = page.change;
  let source = null;
  const open = () => {
    if (source && source.readyState !== EventSource.CLOSED) return;
    const query = new URLSearchParams({ as: page.person, channel: page.channel, since: last });
    source = new EventSource(`/local/events?${query}`);
    source.addEventListener("line", (event) => { last = event.lastEventId; onLine(JSON.parse(event.data)); });
    source.addEventListener("counts", (event) => { last = event.lastEventId; onCounts(JSON.parse(event.data)); });
    source.onopen = () => { say("#connection", ""); document.body.dataset.live = "true"; };
    source.onerror = () => {
      delete document.body.dataset.live;
      say("#connection", "Not connected. Trying again …");
      if (source.readyState === EventSource.CLOSED) setTimeout(open, 2000);
    };
  };
  const close = () => { source?.close(); };
  // A browser opens six connections to one address: windows that nobody looks at give theirs back.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") { open(); markRead(); } else later("hidden", () => { if (document.visibilityState === "hidden") close(); });
  });
  addEventListener("pagehide", close);
  addEventListener("pageshow", (event) => { if (event.persisted) open(); });
  open();
}

// ---- narrow windows, keys, and the start

function drawer(open) {
  find("#sidebar").classList.toggle("open", open);
  find("#drawer").setAttribute("aria-expanded", String(open));
  (open ? find("#sidebar [aria-current]") || find("#sidebar a") : find("#drawer")).focus();
}

find("#drawer").addEventListener("click", () => drawer(!find("#sidebar").classList.contains("open")));
find("#room").addEventListener("click", (event) => { if (find("#sidebar.open") && !event.target.closest("#drawer")) drawer(false); });
find("#jump")?.addEventListener("click", () => { toEnd(find("#lines").closest(".scroller")); find("#jump").hidden = true; find("#composer").focus(); });
find("#lines")?.closest(".scroller").addEventListener("scroll", (event) => { if (find("#jump") && atEnd(event.target)) find("#jump").hidden = true; });

document.addEventListener("keydown", (event) => {
  const details = event.target.closest?.("details[open]");
  if (event.key === "Escape" && !dialog.open && !confirmation.open) {
    if (details) { details.open = false; find("summary", details).focus(); }
    else if (find("#sidebar.open")) drawer(false);
    else if (find("#thread").dataset.key) closeThread();
  }
  if (details && (event.key === "ArrowDown" || event.key === "ArrowUp") && event.target.matches("button, a, summary")) {
    const items = all("summary, button, a", details);
    items[(items.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : items.length - 1)) % items.length].focus();
    event.preventDefault();
  }
});

document.addEventListener("click", (event) => {
  for (const details of all(".clock details[open]")) if (!details.contains(event.target)) details.open = false;
});

find("#earlier")?.addEventListener("click", async (event) => {
  event.preventDefault();
  const link = event.target;
  const scroller = link.closest(".scroller");
  const height = scroller.scrollHeight - scroller.scrollTop;
  const response = await fetch(link.href);
  const other = new DOMParser().parseFromString(await response.text(), "text/html");
  const first = find("#lines > .day");
  for (const item of all("#lines > *", other).reverse()) {
    if (item.matches(".day") && item.dataset.day === first?.dataset.day) first.remove();
    find("#lines").prepend(item);
  }
  const more = find("#earlier", other);
  if (more) { link.href = more.href; link.focus({ preventScroll: true }); } else { find("#lines .line").focus({ preventScroll: true }); link.parentElement.remove(); }
  scroller.scrollTop = scroller.scrollHeight - height;
});

all(".composer").forEach(prepare);
const fresh = find("#lines > .new");
for (const scroller of all(".scroller")) if (find(".lines", scroller) && !find("#home", scroller)) toEnd(scroller);
if (fresh) fresh.scrollIntoView({ block: "center" });
if (matchMedia("(min-width: 721px)").matches) (find("#reply") || find("#composer"))?.focus({ preventScroll: true });
startClock();
setInterval(tickClock, 5000);
markRead();
listen();
