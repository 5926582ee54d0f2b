"use strict";

// The page about this device (templates/app/outbox.html): what waits in the outbox, and which pages can be read offline.
const place = document.querySelector("#waiting");
const said = JSON.parse(document.querySelector("#words").textContent);
const lang = document.documentElement.lang;

const value = (entry, name) => entry.fields?.find(([each]) => each === name)?.[1] || "";
const setValue = (entry, name, given) => { for (const field of entry.fields) if (field[0] === name) field[1] = given; };

const here = place.dataset.account;
const ownedHere = (entry) => entry.account === here || entry.account === "guest"; // a guest's is claimed by a press of the button

async function showWaiting() {
  const entries = (await device.all()).filter((entry) => ownedHere(entry) || entry.state !== "sent");
  // What waits here need not come back in its form (wenqu.js), to be sent a second time.
  forgetDrafts((key) => entries.some((entry) => entry.address && entry.address === stored(sessionStorage, `${key}:sent`)));
  place.replaceChildren(...entries.sort((one, other) => one.written - other.written).map(row));
  place.hidden = !entries.length;
  document.querySelector("#waiting-note").hidden = !place.hidden;
  const gone = entries.filter((entry) => entry.state === "sent");
  if (document.visibilityState === "visible") for (const entry of gone) await device.remove(entry.key);
}

function row(entry) {
  const item = document.querySelector("#entry").content.cloneNode(true).firstElementChild;
  const own = ownedHere(entry);
  const find = (selector) => item.querySelector(selector);
  const thread = entry.address?.match(/^\/threads\/(\d+)/)?.[1];
  find("h3").textContent = own ? value(entry, "title") || [...value(entry, "text")].slice(0, 30).join("") || said.sent : said.others;
  find(".badge").textContent = own ? said[entry.state] : said.others;
  find(".badge").classList.add(entry.state === "refused" ? "late" : "s-answered");
  find(".outbox-what").textContent = entry.address ? (thread ? `${said.reply} #${thread}` : said.question) : "";
  find("time").dateTime = new Date(entry.written).toISOString();
  find("time").textContent = new Date(entry.written).toLocaleString(lang);
  if (!own) return others(item, find);
  find(".outbox-text").textContent = value(entry, "text");
  const problem = entry.unsure ? said.unsure : entry.account === "guest" ? said.guests : entry.state === "unconfirmed" ? said.unsaid : entry.state === "refused" ? entry.detail : "";
  find(".outbox-why").textContent = problem;
  find(".outbox-why").hidden = !problem;
  const files = (entry.fields || []).filter(([, each]) => each instanceof File).length;
  find(".outbox-files").textContent = said.pictures.replace("{n}", files);
  find(".outbox-files").hidden = !files;
  offer(item, find, entry);
  return item;
}

// What another account has written on this device waits for it, and is not shown to whoever is here now.
function others(item, find) {
  find(".outbox-why").textContent = said.otherwise;
  find(".outbox-why").hidden = false;
  find(".actions").remove();
  find("form").remove();
  return item;
}

function offer(item, find, entry) {
  const sent = entry.state === "sent";
  const button = (name) => find(`[data-do=${name}]`);
  button("send").hidden = sent || entry.state === "waiting" || Boolean(entry.look);
  button("look").hidden = sent || !entry.look;
  button("edit").hidden = button("remove").hidden = sent;
  if (sent && entry.url) Object.assign(find("a"), { href: entry.url, textContent: said.open, hidden: false });
  button("send").addEventListener("click", () => send(entry));
  button("look").addEventListener("click", () => look(entry));
  button("remove").addEventListener("click", async () => { await device.remove(entry.key); showWaiting(); });
  const form = find("form");
  button("edit").addEventListener("click", () => {
    form.hidden = !form.hidden;
    button("edit").setAttribute("aria-expanded", String(!form.hidden));
    if (!form.hidden) form.elements.text.focus();
  });
  form.elements.text.value = value(entry, "text");
  form.elements.title.value = value(entry, "title");
  if (!entry.fields?.some(([name]) => name === "title")) find(".titled").remove();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    for (const name of ["title", "text"]) if (form.elements[name]) setValue(entry, name, form.elements[name].value);
    send(entry);
  });
}

// Refused because its key was used, or too old to know: it is sent under another one, as its writer has asked for.
async function send({ unsure, again, detail, look: asked, ...entry }) {
  if (unsure || again) {
    await device.remove(entry.key);
    entry.key = crypto.randomUUID();
    entry.tried = null;
  }
  if (entry.account === "guest" && here === "guest") return location.assign("/login?next=/outbox");
  await device.put({ ...entry, account: here, state: "waiting" });
  await showWaiting();
  const worker = await navigator.serviceWorker.ready;
  await worker.sync?.register("outbox").catch(() => {});
  worker.active.postMessage("send");
}

// Its own form shows it as it will look, with what must be confirmed; the worker drops it here once that form has come.
async function look(entry) {
  const session = await (await fetch("/outbox/session", { cache: "no-store" })).json();
  const form = document.createElement("form");
  Object.assign(form, { method: "post", action: entry.address, enctype: "multipart/form-data", hidden: true });
  for (const [name, given] of [...entry.fields.filter(([each]) => each !== "once" && each !== "considered"), ["once", entry.key], ["csrf_token", session.token]]) {
    const field = document.createElement("input");
    field.name = name;
    if (given instanceof File) {
      const files = new DataTransfer();
      files.items.add(given);
      field.type = "file";
      field.files = files.files;
    } else {
      field.value = given;
    }
    form.append(field);
  }
  document.body.append(form);
  form.submit();
}

async function showCopies() {
  const name = (await caches.keys()).find((each) => each.startsWith("pages-"));
  const pages = name ? await caches.open(name) : null;
  const rows = [];
  for (const request of pages ? await pages.keys() : []) {
    const url = new URL(request.url);
    if (url.pathname.startsWith("/outbox")) continue;
    const kept = await pages.match(request, { ignoreVary: true });
    rows.unshift(copy(url, new DOMParser().parseFromString(await kept.text(), "text/html").title, Number(kept.headers.get("Wenqu-Kept"))));
  }
  const list = document.querySelector("#copies");
  list.replaceChildren(...rows);
  list.hidden = document.querySelector("#forgetting").hidden = !rows.length;
  document.querySelector("#copies-note").hidden = rows.length > 0;
}

function copy(url, title, at) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  const time = document.createElement("time");
  Object.assign(link, { href: url.pathname + url.search, textContent: title.replace(/ - [^-]*$/, "") });
  Object.assign(time, { dateTime: new Date(at).toISOString(), textContent: new Date(at).toLocaleString(lang) });
  item.append(link, " ", time);
  return item;
}

document.querySelector("#forget").addEventListener("click", async () => {
  for (const name of await caches.keys()) if (name.startsWith("pages-")) await caches.delete(name);
  showCopies();
});
navigator.serviceWorker?.addEventListener("message", () => showWaiting());
const leaving = document.querySelector("#leaving");
if (leaving) leaving.hidden = location.hash !== "#leaving";
showWaiting();
showCopies();
setInterval(() => { if (!place.hidden) navigator.serviceWorker?.controller?.postMessage("send"); }, 20_000);
