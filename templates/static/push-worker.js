// The part of the service worker that shows push messages and opens what they are about; imported by /sw.js.
"use strict";
self.addEventListener("push", (event) => {
  let told = {};
  try { told = event.data.json(); } catch { /* shown without words: a push must always be shown */ }
  const { title = "问渠", body = "", url = "/notifications", tag = "", lang = "zh-CN" } = told;
  event.waitUntil(self.registration.showNotification(title, { body, tag, lang, data: { url } }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const to = new URL(event.notification.data?.url || "/notifications", self.location.origin);
  if (to.origin !== self.location.origin) return;
  event.waitUntil((async () => {
    for (const page of await self.clients.matchAll({ type: "window" })) {
      if (page.url === to.href) return page.focus();
    }
    return self.clients.openWindow(to.href);
  })());
});
