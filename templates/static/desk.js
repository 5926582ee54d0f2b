"use strict";

const rows = [...document.querySelectorAll(".desk > li")];
const help = document.getElementById("keys");
const button = document.getElementById("keys-button");
const STALE = 120_000; // milliseconds away, after which others may have moved the work on

function toggleHelp() {
  help.open ? help.close() : help.showModal();
}

function current() {
  return document.activeElement?.closest?.(".desk > li");
}

function step(by) {
  const at = rows.indexOf(current());
  const next = rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))];
  next?.focus();
}

function press(what) {
  current()?.querySelector(`[data-do="${what}"]`)?.click();
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  o: () => press("open"),
  a: () => press("accept"),
  r: () => press("answer"),
  "?": toggleHelp,
};

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("input, textarea, select")) return;
  if (help.open && event.key !== "?") return;
  if (!(event.key in KEYS)) return;
  event.preventDefault();
  KEYS[event.key]();
}

function refreshAfterAbsence() {
  let left = null;
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) left = Date.now();
    else if (left && Date.now() - left > STALE) location.reload();
  });
}

for (const row of rows) row.tabIndex = -1;
button.hidden = false;
button.addEventListener("click", toggleHelp);
document.addEventListener("keydown", onKey);
refreshAfterAbsence();
