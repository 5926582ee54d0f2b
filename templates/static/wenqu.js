"use strict";

const stored = (store, key) => { try { return store.getItem(key); } catch { return null; } };
const keep = (store, key, value) => {
  try { value === null ? store.removeItem(key) : store.setItem(key, value); } catch { /* private mode: nothing is kept */ }
};

function rememberFolds() {
  for (const block of document.querySelectorAll("details[data-fold]")) {
    const key = `fold:${block.dataset.fold}`;
    if (stored(localStorage, key)) block.open = false;
    block.addEventListener("toggle", () => keep(localStorage, key, block.open ? null : "1"));
  }
}

// On wide screens a category stands open until its reader folds it (front.css); the server reads the cookie (boards/views/folds.py).
function rememberCategories() {
  const blocks = [...document.querySelectorAll("details[data-remember]")];
  const store = () => {
    const own = blocks.filter((block) => block.classList.contains("own-choice"));
    const value = own.map((block) => `${block.dataset.remember}-${block.open ? 1 : 0}`).join(".");
    document.cookie = `folds=${value}; Max-Age=31536000; Path=/; SameSite=Lax`;
  };
  for (const block of blocks) {
    block.querySelector("summary").addEventListener("click", (event) => {
      event.preventDefault();
      const shown = block.querySelector("ul").checkVisibility({ contentVisibilityAuto: true }) && block.querySelector("ul").offsetHeight > 0;
      block.classList.add("own-choice");
      block.open = !shown;
      store();
    });
  }
}

function foldOnPhones() {
  if (matchMedia("(min-width: 48rem)").matches) return;
  for (const block of document.querySelectorAll("details[data-fold-narrow]")) block.open = false;
}

function countCharacters() {
  for (const input of document.querySelectorAll("[data-limit]")) {
    const limit = Number(input.dataset.limit);
    const counter = document.createElement("p");
    counter.className = "counter";
    const show = () => {
      const used = [...input.value].length;
      counter.textContent = `${used} / ${limit}`;
      counter.classList.toggle("over", used > limit);
    };
    input.after(counter);
    input.addEventListener("input", show);
    show();
  }
}

function keepDrafts() {
  forgetAccepted();
  for (const form of document.querySelectorAll("form[data-draft]")) keepDraft(form);
  document.querySelector("form[action='/logout']")?.addEventListener("submit", () => forgetDrafts(() => true));
}

// The server names in a cookie the form that it has just accepted (forum/web/refused.py); only then its draft goes.
function forgetAccepted() {
  const accepted = document.cookie.match(/(?:^|; )wenqu-accepted=([^;]*)/)?.[1];
  if (!accepted) return;
  document.cookie = "wenqu-accepted=; Max-Age=0; Path=/";
  forgetDrafts((key) => stored(sessionStorage, `${key}:sent`) === decodeURIComponent(accepted));
}

function forgetDrafts(chosen) {
  const keys = Object.keys(sessionStorage).filter((key) => key.startsWith("draft:") && !key.endsWith(":sent"));
  for (const key of keys.filter(chosen)) {
    keep(sessionStorage, key, null);
    keep(sessionStorage, `${key}:sent`, null);
  }
}

const TYPED = "textarea[name], input[name]:not([type=hidden], [type=password], [type=file], [type=radio], [type=checkbox])";

function keepDraft(form) {
  const key = `draft:${form.dataset.draft}`;
  const fields = [...form.querySelectorAll(TYPED)];
  const draft = JSON.parse(stored(sessionStorage, key) || "{}");
  for (const field of fields) {
    if (!field.value && draft[field.name]) {
      field.value = draft[field.name];
      field.dispatchEvent(new Event("input"));
    }
  }
  const mark = form.querySelector("input[name=draft]"); // which draft on the server it is (boards/drafts/rules.py)
  if (mark && !mark.value && draft.draft) mark.value = draft.draft;
  let unsaved = false;
  const store = () => keep(sessionStorage, key, JSON.stringify({ ...Object.fromEntries(fields.map((field) => [field.name, field.value])), draft: mark?.value }));
  form.addEventListener("input", () => {
    unsaved = fields.some((field) => field.value.trim());
    store();
  });
  form.addEventListener("saved", () => {
    unsaved = false;
    store();
  });
  form.addEventListener("submit", (event) => {
    unsaved = false;
    const address = event.submitter?.getAttribute("formaction") || form.getAttribute("action");
    keep(sessionStorage, `${key}:sent`, new URL(address, location.href).pathname);
  });
  form.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-carry]");
    if (!link) return;
    keep(sessionStorage, `draft:${link.dataset.carry}`, stored(sessionStorage, key));
    unsaved = false;
  });
  addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
}

function sendOnce() {
  for (const form of document.querySelectorAll("form[method=post]")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sending) event.preventDefault();
      form.dataset.sending = "1";
    });
  }
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sending]")) delete form.dataset.sending;
  });
}

function answerInPlace() {
  const form = document.querySelector("#reply form.write");
  if (!form) return;
  const note = form.querySelector(".answering");
  const parent = form.querySelector("input[name=parent]");
  const answer = (floor, label) => {
    parent.value = floor;
    note.hidden = !floor;
    note.querySelector("b").textContent = label;
  };
  note.querySelector("button").addEventListener("click", () => answer("", ""));
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-reply]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const floor = link.closest(".post").querySelector(".floor");
    answer(link.dataset.reply, floor.textContent);
    form.querySelector("textarea").focus();
  });
}

// The app (docs/app.md): its worker starts once the page has come, so that no page waits for it.
function startApp() {
  const app = navigator.serviceWorker;
  if (!app) return;
  const spares = navigator.connection?.saveData && !app.controller; // who saves data gets the app on its own page only
  if (!spares || document.querySelector("#waiting")) addEventListener("load", () => app.register("/sw.js", { updateViaCache: "none" }).catch(() => {}));
  addEventListener("online", () => app.controller?.postMessage("send"));
  app.addEventListener("message", ({ data }) => {
    const words = data.words?.[document.documentElement.lang];
    for (const [what, n] of Object.entries(words ? data.outbox : {})) if (n) tellOutbox(what, words[what].replace("{n}", n));
  });
  app.startMessages();
}

function tellOutbox(what, words) {
  const note = Object.assign(document.createElement("p"), { className: `flash ${what === "sent" ? "done" : "warning"}`, role: "status" });
  note.append(Object.assign(document.createElement("a"), { href: "/outbox", textContent: words }));
  document.querySelector("main").prepend(note);
}

// The buttons above a text; their script is loaded once somebody begins to write, or when the page has nothing else to do.
function offerComposer() {
  const bars = [...document.querySelectorAll("[data-composer]")];
  if (!bars.length) return;
  let pressed = null;
  const load = () => {
    if (document.querySelector("script[data-composing]")) return;
    const script = Object.assign(document.createElement("script"), { src: bars[0].dataset.composer });
    script.dataset.composing = "1";
    script.addEventListener("load", () => pressed?.click());
    document.head.append(script);
  };
  for (const bar of bars) {
    const form = bar.closest("form");
    form.querySelector(`[id="${bar.getAttribute("aria-controls")}"]`).before(bar);
    bar.hidden = false;
    bar.addEventListener("click", (event) => { if (!bar.dataset.ready) pressed = event.target.closest("button"); });
    form.addEventListener("focusin", load);
  }
  addEventListener("load", () => setTimeout(load, 2_000));
}

startApp();
rememberFolds();
rememberCategories();
foldOnPhones();
countCharacters();
keepDrafts();
sendOnce();
answerInPlace();
offerComposer();
document.querySelector(".summary, #not-sent")?.focus();
