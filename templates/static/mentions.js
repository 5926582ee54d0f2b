"use strict";

// Names that are offered while one is typed behind an @ (boards/mentions/views.py). What is sent is the text, as it is without this script.
const NAMES_PAUSE = 200; // milliseconds without a key, after which names are asked for
const TYPED_NAME = /(?:^|[^A-Za-z0-9_@＠/.+%-])[@＠]([\p{L}\p{N}][\p{L}\p{N}\p{M}_·་-]{0,19})$/u;

function offerNames(bar, text) {
  const list = Object.assign(document.createElement("ul"), { className: "names", hidden: true, id: `${text.id}-names` });
  const status = Object.assign(document.createElement("p"), { className: "vh" });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", bar.dataset.namesLabel);
  status.setAttribute("role", "status");
  text.after(list, status);
  for (const [name, value] of [["autocomplete", "list"], ["haspopup", "listbox"], ["controls", list.id]]) text.setAttribute(`aria-${name}`, value);
  const known = new Map();
  let waiting, asking, at = -1;

  const typed = () => text.selectionStart === text.selectionEnd && TYPED_NAME.exec(text.value.slice(0, text.selectionStart))?.[1];
  const close = () => {
    list.hidden = true;
    list.replaceChildren();
    text.removeAttribute("aria-activedescendant");
    status.textContent = "";
    at = -1;
  };
  const reach = (to) => {
    at = (to + list.children.length) % list.children.length;
    for (const [number, option] of [...list.children].entries()) option.setAttribute("aria-selected", String(number === at));
    text.setAttribute("aria-activedescendant", list.children[at].id);
    list.children[at].scrollIntoView({ block: "nearest" });
  };
  const choose = (mention) => {
    const end = text.selectionStart;
    const begin = end - typed().length;
    close();
    put(text, begin, end, `${mention} `);
    edited(text);
  };
  const option = (each, number) => {
    const made = Object.assign(document.createElement("li"), { id: `${list.id}-${number}`, textContent: each.name, className: each.office ? "dept" : "" });
    made.setAttribute("role", "option");
    made.addEventListener("pointerdown", (event) => event.preventDefault());
    made.addEventListener("click", () => choose(each.mention));
    return made;
  };
  const show = (names) => {
    close();
    if (!names.length) return;
    list.replaceChildren(...names.map(option));
    list.hidden = false;
    reach(0);
    status.textContent = bar.dataset.namesFound.replace("{n}", names.length);
  };
  const ask = async (name) => {
    asking?.abort();
    asking = new AbortController();
    const query = new URLSearchParams({ q: name, thread: /^\/threads\/(\d+)/.exec(location.pathname)?.[1] ?? "" });
    const answer = await fetch(`${bar.dataset.names}?${query}`, { signal: asking.signal }).catch(() => null);
    const told = answer?.ok && !answer.redirected ? await answer.json().catch(() => null) : null;
    if (!told) return;
    known.set(name, told.names);
    if (typed() === name && document.activeElement === text) show(told.names);
  };
  const look = () => {
    clearTimeout(waiting);
    const name = typed();
    if (!name) return close();
    if (known.has(name)) return show(known.get(name));
    waiting = setTimeout(() => ask(name), NAMES_PAUSE);
  };

  text.addEventListener("input", (event) => { if (!event.isComposing) look(); });
  text.addEventListener("compositionend", look);
  text.addEventListener("blur", close);
  text.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) reach(at + step);
    else if (event.key === "Escape") close();
    else if ((event.key === "Enter" || event.key === "Tab") && !event.shiftKey && typed()) list.children[at].click();
    else return void (event.key.startsWith("Arrow") && close());
    event.preventDefault();
    event.stopImmediatePropagation();
  });
}

for (const bar of document.querySelectorAll("[data-composer][data-names]")) {
  offerNames(bar, bar.closest("form").querySelector(`[id="${bar.getAttribute("aria-controls")}"]`));
  bar.dataset.offersNames = "1";
}
