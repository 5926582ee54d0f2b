"use strict";

// Keyboard shortcuts (forum/web/shortcuts.py): a key presses the element with its data-key, in the current row first.
const PAGE = "/about/shortcuts";
const TYPING = "textarea, select, input:not([type=checkbox], [type=radio]), [contenteditable]";
const off = /(?:^|; )keys=off/.test(document.cookie);
const rows = [...document.querySelectorAll("[data-row]")];
let panel = null;

function current() {
  return document.activeElement?.closest?.("[data-row]");
}

function step(by) {
  const at = rows.indexOf(current());
  const next = rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function target(key) {
  const found = `[data-key="${CSS.escape(key)}"]`;
  return current()?.querySelector(found) ?? [...document.querySelectorAll(found)].find((each) => !each.closest("[data-row]"));
}

function press(element) {
  if (element.matches("fieldset")) (element.querySelector("input:checked") ?? element.querySelector("input"))?.focus();
  else if (element.matches(TYPING)) element.focus();
  else element.click();
}

async function loadPanel() {
  const answer = await fetch(PAGE).catch(() => null);
  if (!answer?.ok) return location.assign(PAGE);
  const list = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("shortcuts");
  panel = document.createElement("dialog");
  panel.setAttribute("aria-label", list.dataset.title);
  const close = document.createElement("button");
  close.className = "button";
  close.textContent = list.dataset.close;
  close.addEventListener("click", () => panel.close());
  panel.append(document.adoptNode(list), close);
  document.body.append(panel);
}

async function toggleHelp() {
  if (panel?.open) return panel.close();
  if (!panel) await loadPanel();
  panel?.showModal();
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
  if (event.target.closest(TYPING)) return;
  if (event.key === "?") {
    event.preventDefault();
    toggleHelp();
  } else if (!panel?.open) {
    const moves = { j: 1, k: -1 }[event.key];
    const element = moves || event.key.length > 1 ? null : target(event.key);
    if (!element && !(moves && rows.length)) return;
    event.preventDefault();
    moves ? step(moves) : press(element);
  }
}

if (!off) {
  for (const row of rows) row.tabIndex = -1;
  document.addEventListener("keydown", onKey);
}
