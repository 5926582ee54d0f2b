"use strict";

// A form that could not be sent waits in the outbox and is sent when the network is back. The server accepts each key once
// (boards/views/once.py), so that a form whose answer was lost is not accepted twice.
const FORMS = /^\/(?:ask|boards\/[^/]+\/new|threads\/\d+\/posts)$/;
const ANSWER_KEPT = 6 * 86_400_000; // milliseconds: a day less than the server remembers a key

async function submit(event, url) {
  if (url.pathname === "/logout") return signOut(event);
  if (url.pathname === "/share") return share(event);
  const copy = FORMS.test(url.pathname) ? event.request.clone() : null;
  try {
    const response = await fetch(event.request);
    if (copy) event.waitUntil(forgetSent(copy, response));
    return response;
  } catch {
    return copy ? keepUnsent(url, copy) : noNetwork("unsent");
  }
}

async function keepUnsent(url, copy) {
  const given = [...await copy.formData()].filter(([name, value]) => name !== "csrf_token" && (typeof value === "string" || value.size));
  const first = Object.fromEntries(given);
  const now = Date.now();
  const account = await accountHere();
  const state = first.considered === "" || account === "guest" ? "unconfirmed" : "waiting";
  const entry = { key: first.once || crypto.randomUUID(), account, address: url.pathname, fields: given, written: now, tried: now, state };
  try {
    await device.put(entry);
  } catch {
    return noNetwork("unsent");
  }
  await self.registration.sync?.register("outbox").catch(() => {});
  return Response.redirect(OFFLINE, 303);
}

// Sent by its own form after all: what waits under its key is done.
async function forgetSent(copy, response) {
  if (response.status >= 500 || !(await device.all()).length) return;
  const key = (await copy.formData()).get("once");
  if (key) await device.remove(key);
}

const sendAll = () => navigator.locks.request("outbox", { ifAvailable: true }, (turn) => turn && sendWaiting());

async function sendWaiting() {
  const waiting = (await device.all()).filter((entry) => entry.state === "waiting");
  if (!waiting.length) return;
  const answer = await fetch("/outbox/session", { cache: "no-store" });
  if (!answer.ok) throw new Error("no session");
  const session = await answer.json();
  const told = { sent: 0, refused: 0 };
  try {
    for (const entry of waiting) if (entry.account === session.account) told[await send(entry, session)] += 1;
  } finally {
    await tell(told);
  }
}

async function send(entry, session) {
  const now = Date.now();
  if (entry.tried && now - entry.tried > ANSWER_KEPT) return become(entry, "refused", { unsure: true });
  if (!entry.tried) await device.put({ ...entry, tried: now });
  const body = new FormData();
  for (const [name, value] of entry.fields) body.append(name, name === "considered" ? "unseen" : value);
  body.set("once", entry.key);
  const headers = { Accept: "application/json", "Idempotency-Key": entry.key, "X-CSRFToken": session.token };
  const response = await fetch(entry.address, { method: "POST", body, headers });
  if (response.status === 401 || response.status === 429 || response.status >= 500) throw new Error(`not now: ${response.status}`);
  const said = await response.json().catch(() => ({}));
  if (response.status === 201) return become({ key: entry.key, account: entry.account, written: entry.written }, "sent", { url: said.url });
  return become(entry, "refused", { detail: said.detail || "", look: Boolean(said.look), again: response.status === 409 });
}

async function become(entry, state, more) {
  await device.put({ ...entry, state, ...more });
  return state;
}

async function tell(told) {
  for (const page of await clients.matchAll({ type: "window" })) page.postMessage({ outbox: told, words: WENQU.words });
}

// Nothing that an account has read or written stays after it has signed out; what was not sent is asked about first.
async function signOut(event) {
  const unsent = (await device.all()).filter((entry) => entry.state !== "sent");
  const form = unsent.length ? await event.request.clone().formData() : null;
  if (form && !form.has("discard")) return Response.redirect(`${OFFLINE}#leaving`, 303);
  const response = await fetch(event.request).catch(() => noSignOut());
  await forgetPages();
  for (const entry of await device.all()) await device.remove(entry.key);
  for (const entry of await device.all("shared")) await device.remove(entry.key, "shared");
  return response;
}

const noSignOut = () => {
  const text = Object.values(WENQU.words).map((words) => words.signedIn).join("\n\n");
  return new Response(text, { status: 503, headers: { "Content-Type": "text/plain; charset=utf-8" } });
};

// Shared from another app: kept here until the form for asking takes it (templates/static/shared.js).
async function share(event) {
  const form = await event.request.formData();
  await device.put({ key: "shared", at: Date.now(), fields: [...form] }, "shared");
  return Response.redirect("/ask?shared=1", 303);
}
