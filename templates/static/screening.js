"use strict";

const rows = [...document.querySelectorAll(".screened")];
const help = document.getElementById("keys");
const button = document.getElementById("keys-button");

function toggleHelp() {
  help.open ? help.close() : help.showModal();
}

function current() {
  return document.activeElement?.closest?.(".screened");
}

function step(by) {
  const at = rows.indexOf(current());
  const next = rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))];
  next?.querySelector("input[name=thread]").focus();
  next?.scrollIntoView({ block: "nearest" });
}

function press(what) {
  current()?.querySelector(`[data-do="${what}"]`)?.click();
}

function tick() {
  current()?.querySelector("input[name=thread]").click();
}

function decide() {
  const panel = document.querySelector(".decide");
  (panel?.querySelector("input:checked") ?? panel?.querySelector("input"))?.focus();
}

async function showAlike(row) {
  const place = row.querySelector(".alike");
  if (!place.hidden) {
    place.hidden = true;
    row.classList.remove("compared");
    return;
  }
  const answer = await fetch(row.dataset.alike).catch(() => null);
  if (!answer?.ok || answer.redirected) {
    location.assign(row.querySelector("[data-do=alike]").href);
    return;
  }
  place.innerHTML = await answer.text();
  place.hidden = false;
  row.classList.add("compared");
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  x: tick,
  o: () => press("open"),
  p: () => press("publish"),
  g: () => press("route"),
  s: () => press("alike"),
  d: decide,
  "?": toggleHelp,
};

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("textarea, select, input:not([type=checkbox], [type=radio])")) return;
  if (help.open && event.key !== "?") return;
  if (!(event.key in KEYS)) return;
  event.preventDefault();
  KEYS[event.key]();
}

for (const row of rows) {
  row.querySelector("[data-do=alike]").addEventListener("click", (event) => {
    event.preventDefault();
    showAlike(row);
  });
}
button.hidden = false;
button.addEventListener("click", toggleHelp);
document.addEventListener("keydown", onKey);
