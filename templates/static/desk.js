"use strict";

const boxes = [...document.querySelectorAll("input[form=pick]")];
const all = document.getElementById("pick-all");
const picked = document.getElementById("picked");
const STALE = 120_000; // milliseconds away, after which others may have moved the work on

function count() {
  const ticked = boxes.filter((box) => box.checked).length;
  picked.textContent = ticked ? `(${ticked})` : "";
  all.checked = ticked === boxes.length;
  all.indeterminate = ticked > 0 && ticked < boxes.length;
}

function tickAll() {
  for (const box of boxes) box.checked = all.checked;
  count();
}

function refreshAfterAbsence() {
  let left = null;
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) left = Date.now();
    else if (left && Date.now() - left > STALE && !boxes.some((box) => box.checked)) location.reload();
  });
}

if (boxes.length) {
  all.hidden = false;
  all.addEventListener("change", tickAll);
  for (const box of boxes) box.addEventListener("change", count);
  addEventListener("pageshow", count);
}
refreshAfterAbsence();
