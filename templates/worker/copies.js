"use strict";

// Copies of pages that were read, for when there is no network: one cache, named by the account that read them.
const PAGES = "pages-";
const FILES = "files";
const MOST = 60; // pages
const OLDEST = 14 * 86_400_000; // milliseconds
const PATIENCE = 8_000; // milliseconds for the network, where there is a copy
const OFFLINE = "/outbox"; // the page about this device, shown in place of one that is not kept
const STATIC = /(?:href|src)="(\/static\/[^"#?]+)|url\(([a-z][^)]+)\)/g;

const bare = (url) => url.pathname + url.search;

async function open(event, url) {
  const asked = fromNetwork(event);
  const noted = asked.then((response) => note(url, response.clone()));
  event.waitUntil(noted.catch(() => {}));
  const kept = await copyOf(bare(url));
  try {
    return await (kept ? Promise.race([asked, late()]) : asked);
  } catch {
    return kept ? shown(kept, 200, url.pathname === OFFLINE ? "offline" : "copy") : noNetwork();
  }
}

const fromNetwork = async (event) => (await event.preloadResponse) || fetch(event.request);
const late = () => new Promise((_, reject) => { setTimeout(reject, PATIENCE); });

// The response says whose page it is (boards/channels/app/copies.py); what another account has read goes at once.
async function note(url, response) {
  const account = response.headers.get("Wenqu-Account");
  if (!account) return;
  await forgetPages((name) => name !== PAGES + account);
  const pages = await caches.open(PAGES + account);
  if (response.status === 404 || response.status === 410) await dropPath(pages, url.pathname);
  if (!response.headers.has("Wenqu-Keep")) return;
  await keep(pages, url, response);
  await keepOffline(pages, account);
  await dropWithdrawn(pages);
}

async function keep(pages, url, response) {
  const html = await response.text();
  if (html.includes("is-hidden")) await dropPath(pages, url.pathname); // other views of it may still show what is hidden now
  await keepFiles(html);
  const headers = new Headers(response.headers);
  headers.set("Wenqu-Kept", Date.now());
  await pages.delete(bare(url), { ignoreVary: true });
  await pages.put(bare(url), new Response(html, { headers }));
  const most = (await pages.keys()).filter((request) => !shell().includes(new URL(request.url).pathname));
  await Promise.all(most.slice(0, -MOST).map((request) => pages.delete(request, { ignoreVary: true })));
}

async function keepFiles(text) {
  const files = await caches.open(FILES);
  for (const [, linked, named] of text.matchAll(STATIC)) {
    const address = linked || `/static/${named}`;
    if (await files.match(address, { ignoreVary: true })) continue;
    const response = await fetch(address);
    if (!response.ok) continue;
    await files.put(address, response.clone());
    if (address.endsWith(".css")) await keepFiles(await response.text());
  }
}

// The page about this device and the form for asking are kept from the second page on: a first visit stays small.
const shell = () => [OFFLINE, "/ask"];
async function keepOffline(pages, account) {
  if (!self.controlled || navigator.connection?.saveData) return;
  for (const path of account === "guest" ? [OFFLINE] : shell()) {
    if (!await pages.match(path, { ignoreVary: true })) await keepAgain(pages, path);
  }
}

async function keepAgain(pages, path) {
  const url = new URL(path, location.origin);
  const response = await fetch(url);
  if (response.ok && !response.redirected && response.headers.has("Wenqu-Keep")) await keep(pages, url, response);
}

async function dropPath(pages, path) {
  for (const request of await pages.keys()) {
    if (new URL(request.url).pathname === path) await pages.delete(request, { ignoreVary: true });
  }
}

// Posts that were hidden, covered or sealed since: their threads go, and every list, which may quote them.
const HOUR = 3_600_000; // milliseconds
async function dropWithdrawn(pages) {
  const before = await pages.match("/outbox/withdrawn", { ignoreVary: true });
  if (before && Date.now() - Number(before.headers.get("Wenqu-Kept")) < HOUR) return;
  await dropOld(pages);
  const { last, threads } = before ? await before.json() : { last: "" };
  const answer = await fetch(`/outbox/withdrawn?after=${last}`);
  if (!answer.ok) return;
  const now = await answer.json();
  if (now.all) return forgetPages();
  await pages.put("/outbox/withdrawn", new Response(JSON.stringify(now), { headers: { "Wenqu-Kept": Date.now() } }));
  if (!now.threads.length) return;
  for (const request of await pages.keys()) {
    const thread = new URL(request.url).pathname.match(/^\/threads\/(\d+)/);
    const concerned = thread ? now.threads.includes(Number(thread[1])) : !request.url.includes("/outbox");
    if (concerned) await pages.delete(request, { ignoreVary: true });
  }
}

async function dropOld(pages) {
  for (const request of await pages.keys()) {
    const kept = await pages.match(request, { ignoreVary: true });
    if (Date.now() - Number(kept.headers.get("Wenqu-Kept")) > OLDEST) await pages.delete(request, { ignoreVary: true });
  }
}

async function forgetPages(chosen = () => true) {
  const names = (await caches.keys()).filter((name) => name.startsWith(PAGES) && chosen(name));
  await Promise.all(names.map((name) => caches.delete(name)));
}

const pagesName = async () => (await caches.keys()).find((name) => name.startsWith(PAGES));
const accountHere = async () => (await pagesName())?.slice(PAGES.length) || "guest";

async function copyOf(path) {
  const name = await pagesName();
  const kept = name && await caches.match(path, { cacheName: name, ignoreVary: true });
  return kept && Date.now() - Number(kept.headers.get("Wenqu-Kept")) < OLDEST ? kept : null;
}

async function shown(kept, status = 200, why = "copy") {
  const html = await kept.text();
  const words = wordsFor(html);
  const at = Number(kept.headers.get("Wenqu-Kept"));
  const told = words[why].replace("{ago}", ago(at, html)).replace("{at}", new Date(at).toLocaleString(language(html)));
  const link = html.includes('id="waiting"') ? "" : ` <a href="${OFFLINE}">${words.outbox}</a>`; // not on that page itself
  const mark = `<p class="flash warning" id="offline-copy" role="status">${told}${link}</p>`;
  const page = html
    .replace(/<main[^>]*>/, (main) => main + mark)
    .replace('name="considered" value=""', 'name="considered" value="unseen"')
    .replace(/ data-offline="([^"]*)">[^<]*</g, " data-offline=\"$1\">$1<");
  return new Response(page, { status, headers: kept.headers });
}

const language = (html) => html.match(/<html lang="([^"]+)/)?.[1] || "zh-CN";
const wordsFor = (html) => WENQU.words[language(html)] || WENQU.words["zh-CN"];

function ago(at, html) {
  const minutes = Math.max(1, Math.round((Date.now() - at) / 60_000));
  const [count, unit] = minutes < 60 ? [minutes, "minute"] : minutes < 1440 ? [Math.round(minutes / 60), "hour"] : [Math.round(minutes / 1440), "day"];
  return new Intl.RelativeTimeFormat(language(html)).format(-count, unit);
}

async function noNetwork(why = "missing") {
  const kept = await copyOf(OFFLINE);
  if (kept) return shown(kept, 503, why);
  const text = Object.values(WENQU.words).map((words) => words[why]).join("\n\n");
  return new Response(text, { status: 503, headers: { "Content-Type": "text/plain; charset=utf-8" } });
}

async function file(request) {
  return await caches.match(request, { cacheName: FILES, ignoreVary: true }) || fetch(request);
}
