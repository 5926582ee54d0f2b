"use strict";

addEventListener("install", () => { skipWaiting(); });
addEventListener("activate", (event) => { event.waitUntil(takeOver()); });
addEventListener("sync", (event) => { if (event.tag === "outbox") event.waitUntil(sendAll()); });
addEventListener("message", (event) => { if (event.data === "send") event.waitUntil(sendAll().catch(() => {})); });

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.mode !== "navigate") {
    if (request.method === "GET" && url.pathname.startsWith("/static/")) event.respondWith(file(request));
    return;
  }
  if (request.method === "POST") event.respondWith(submit(event, url));
  if (request.method !== "GET") return;
  self.controlled = true;
  event.respondWith(open(event, url));
  event.waitUntil(sendAll().catch(() => {}));
});

// The new version serves the open pages at once: pages come from the network first, and files have their hash in their name.
async function takeOver() {
  await self.registration.navigationPreload?.enable();
  await clients.claim();
  const name = await pagesName();
  if (name) await renew(await caches.open(name));
  for (const page of await clients.matchAll({ type: "window" })) await keepOpen(new URL(page.url));
  await forgetFiles();
}

async function renew(pages) {
  for (const path of shell()) if (await pages.match(path, { ignoreVary: true })) await keepAgain(pages, path).catch(() => {});
}

// The page that was open before there was a worker: out of the browser's own cache where it is there.
async function keepOpen(url) {
  if (await copyOf(bare(url))) return;
  const response = await fetch(bare(url), { cache: "force-cache" }).catch(() => null);
  if (response && !response.redirected) await note(url, response).catch(() => {});
}

async function forgetFiles() {
  const files = await caches.open(FILES);
  const needed = new Set();
  const name = await pagesName();
  const pages = name ? await caches.open(name) : null;
  for (const request of pages ? await pages.keys() : []) gather(await (await pages.match(request, { ignoreVary: true })).text(), needed);
  for (const address of [...needed].filter((each) => each.endsWith(".css"))) {
    const sheet = await files.match(address, { ignoreVary: true });
    if (sheet) gather(await sheet.text(), needed);
  }
  for (const request of await files.keys()) if (!needed.has(new URL(request.url).pathname)) await files.delete(request, { ignoreVary: true });
}

function gather(text, needed) {
  for (const [, linked, named] of text.matchAll(STATIC)) needed.add(linked || `/static/${named}`);
}
