"use strict";

const EVERY = 20_000; // milliseconds between two looks at whether a draft has changed

function keepOnServer(form) {
  const text = form.querySelector("textarea[name=text]");
  const note = form.querySelector("[data-saved]");
  let kept = text.value;
  const save = async () => {
    if (form.dataset.sending || text.value === kept) return;
    const sent = text.value;
    const body = new FormData(form);
    body.set("quiet", "1");
    const answer = await fetch(form.dataset.save, { method: "POST", body }).catch(() => null);
    if (answer?.status !== 204) return;
    kept = sent;
    note.hidden = false;
    note.querySelector("time").textContent = new Date().toTimeString().slice(0, 5);
  };
  setInterval(save, EVERY);
}

function insertInPlace(form) {
  const button = form.querySelector("[data-insert]");
  button?.addEventListener("click", (event) => {
    const chosen = form.querySelector("select[name=template]").selectedOptions[0];
    event.preventDefault();
    if (!chosen?.dataset.text) return;
    const text = form.querySelector("textarea[name=text]");
    const before = text.value.slice(0, text.selectionStart).trimEnd();
    text.setRangeText(`${before && "\n\n"}${chosen.dataset.text}`, before.length, text.selectionEnd, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.focus();
  });
}

for (const form of document.querySelectorAll("form[data-save]")) {
  keepOnServer(form);
  insertInPlace(form);
}
