"use strict";

// What helps with writing where a script may: buttons, keys, a live preview, drafts on the server, and quotes.
const PREVIEW_PAUSE = 500; // milliseconds without a key, after which the preview is made again
const SAVE_PAUSE = 3_000; // milliseconds without a key, after which the draft is saved
const LONGEST_QUOTE = 500; // characters; boards/rules/text/quoting.py

const AROUND = {
  bold: (words) => [`**${words}**`, 2, words.length],
  link: (words, given) => (/^https?:\/\/\S+$/.test(words) ? [`[${given}](${words})`, 1, given.length] : [`[${words || given}](https://)`, (words || given).length + 3, 8]),
};

function edited(text) {
  text.dispatchEvent(new Event("input", { bubbles: true }));
  text.focus();
}

// insertText keeps the browser's own undo; where it is refused, the text is set.
function put(text, from, to, words) {
  text.focus();
  text.setSelectionRange(from, to);
  if (!document.execCommand("insertText", false, words)) text.setRangeText(words, from, to, "end");
}

function mark(text, button) {
  const { selectionStart: from, selectionEnd: to } = text;
  if (button.dataset.mark === "list") return list(text, from, to);
  const [words, begin, length] = AROUND[button.dataset.mark](text.value.slice(from, to), button.dataset.words);
  put(text, from, to, words);
  text.setSelectionRange(from + begin, from + begin + length);
  edited(text);
}

function list(text, from, to) {
  const begin = text.value.lastIndexOf("\n", from - 1) + 1;
  const lines = text.value.slice(begin, to).split("\n");
  const listed = lines.every((line) => line.startsWith("- "));
  const words = lines.map((line) => (listed ? line.slice(2) : `- ${line}`)).join("\n");
  const apart = begin && !listed && !/\n\n$/.test(text.value.slice(0, begin)) && !/(^|\n)- .*\n$/.test(text.value.slice(0, begin)) ? "\n" : "";
  put(text, begin, to, apart + words);
  edited(text);
}

function useToolbar(bar, text) {
  const buttons = [...bar.querySelectorAll("button")];
  const reach = (button) => buttons.forEach((each) => { each.tabIndex = each === button ? 0 : -1; });
  reach(buttons[0]);
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = buttons.indexOf(document.activeElement);
    const to = step ? (at + step + buttons.length) % buttons.length : { Home: 0, End: buttons.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    reach(buttons[to]);
    buttons[to].focus();
  });
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) reach(button);
    if (button?.dataset.mark) mark(text, button);
  });
  text.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.isComposing) return;
    const button = { b: "bold", k: "link" }[event.key.toLowerCase()];
    if (!button) return;
    event.preventDefault();
    mark(text, bar.querySelector(`[data-mark=${button}]`));
  });
}

function usePreview(button, text, form) {
  const shown = Object.assign(document.createElement("div"), { className: "preview", hidden: true, id: `${text.id}-preview` });
  shown.setAttribute("role", "region");
  shown.setAttribute("aria-label", button.textContent);
  button.setAttribute("aria-controls", shown.id);
  text.after(shown);
  let waiting, asking;
  const show = async () => {
    asking?.abort();
    asking = new AbortController();
    const body = new FormData();
    body.set("text", text.value);
    body.set("csrf_token", form.querySelector("[name=csrf_token]").value);
    const answer = await fetch(button.dataset.preview, { method: "POST", body, signal: asking.signal }).catch((problem) => problem);
    if (answer.name === "AbortError") return;
    const html = answer.ok && !answer.redirected ? await answer.text().catch(() => null) : null;
    if (html === null) shown.textContent = button.dataset.failed;
    else shown.innerHTML = html;
  };
  button.addEventListener("click", () => {
    shown.hidden = !shown.hidden;
    button.setAttribute("aria-pressed", String(!shown.hidden));
    if (!shown.hidden) show();
  });
  text.addEventListener("input", () => {
    clearTimeout(waiting);
    if (!shown.hidden) waiting = setTimeout(show, PREVIEW_PAUSE);
  });
}

function useDraft(place, form) {
  const [saved, failed] = ["saved", "failed"].map((name) => form.querySelector(`[data-draft-${name}]`));
  const draft = form.querySelector("[name=draft]");
  let waiting, saving = false, changed = false;
  const save = async (leaving = false) => {
    clearTimeout(waiting);
    if (!changed || form.dataset.sending || (saving && !leaving)) return;
    saving = true;
    changed = false;
    const body = new FormData(form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name); // files are sent when they are chosen
    body.set("place", place);
    body.set("quiet", "1");
    const answer = await fetch("/drafts", { method: "POST", body, keepalive: leaving }).catch(() => null);
    const told = answer?.ok && !answer.redirected ? await answer.json().catch(() => null) : null;
    saving = false;
    failed.hidden = Boolean(told);
    saved.hidden = !told?.draft;
    if (!told) {
      changed = true;
      return;
    }
    draft.value = told.draft;
    if (!changed) form.dispatchEvent(new Event("saved"));
    saved.querySelector("time").textContent = new Date().toTimeString().slice(0, 5);
    if (told.both) saved.querySelector("[data-both]").hidden = false;
    if (changed) later();
  };
  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(save, SAVE_PAUSE);
  };
  form.addEventListener("input", () => {
    changed = true;
    later();
  });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") save(true); });
}

const floorOf = (node) => (node?.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest?.(".post .said")?.closest(".post");

function selectedIn(post) {
  const selection = getSelection();
  const inside = !selection.isCollapsed && floorOf(selection.anchorNode) === post && floorOf(selection.focusNode) === post;
  return inside ? selection.toString().trim() : "";
}

function quoteOf(post, link) {
  const own = selectedIn(post) || [...post.querySelectorAll(".said > .text > :not(blockquote)")].map((part) => part.innerText).join("\n");
  const cut = [...own.trim()];
  const words = cut.length > LONGEST_QUOTE ? `${cut.slice(0, LONGEST_QUOTE - 1).join("")}…` : cut.join("");
  const lines = words.split("\n").map((line) => line.trim()).filter(Boolean);
  const address = new URL(link.href).pathname.replace(/reply$/, `floors/${link.dataset.quote}`);
  const head = `[${link.dataset.quote}楼](${address})：`; // no templates within templates: the shortener takes their blanks
  return lines.length ? [head, ...lines].map((line) => "> " + line).join("\n") + "\n\n" : "";
}

function useQuotes(text) {
  const links = [...document.querySelectorAll("a[data-quote]")];
  if (!links.length) return;
  const add = (link) => {
    const post = link.closest(".post");
    const before = text.value.trimEnd();
    const words = quoteOf(post, link);
    if (!words) return;
    put(text, before.length, text.value.length, `${before && "\n\n"}${words}`);
    getSelection().removeAllRanges();
    edited(text);
    text.scrollIntoView({ block: "center" });
  };
  for (const link of links) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      add(link);
    });
  }
  offerForSelection(add, links[0].textContent);
}

function offerForSelection(add, label) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button quote-selection", textContent: label, hidden: true });
  document.body.append(button);
  let link = null;
  document.addEventListener("selectionchange", () => {
    const post = floorOf(getSelection().anchorNode);
    link = post && selectedIn(post) ? post.querySelector("a[data-quote]") : null;
    button.hidden = !link;
    if (!link) return;
    const box = getSelection().getRangeAt(0).getBoundingClientRect();
    button.style.left = `${Math.max(8, Math.min(innerWidth - 80, box.left)) + scrollX}px`;
    button.style.top = `${box.bottom + scrollY + 8}px`;
  });
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", () => { if (link) add(link); });
}

for (const bar of document.querySelectorAll("[data-composer]")) {
  const form = bar.closest("form");
  const text = form.querySelector(`[id="${bar.getAttribute("aria-controls")}"]`);
  useToolbar(bar, text);
  const preview = bar.querySelector("[data-preview]");
  if (preview) usePreview(preview, text, form);
  if (bar.dataset.place) useDraft(bar.dataset.place, form);
  if (form.closest("#reply")) useQuotes(text);
  bar.dataset.ready = "1";
}

const namesScript = document.querySelector("[data-composer][data-names]")?.dataset.namesScript;
if (namesScript) document.head.append(Object.assign(document.createElement("script"), { src: namesScript }));
