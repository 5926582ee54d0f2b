"use strict";

// Shows push messages (boards/notifications/sending/letters.py) and opens what they are about.
addEventListener("push", (event) => { event.waitUntil(showMessage(event.data)); });
addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(leadTo(new URL(event.notification.data?.url || "/notifications", location.origin)));
});

// A push must always be shown, even one that cannot be read.
function showMessage(data) {
  let told = {};
  try { told = data.json(); } catch { /* shown without words */ }
  const { title = "问渠", body = "", url = "/notifications", tag = "", lang = "zh-CN" } = told;
  return self.registration.showNotification(title, { body, tag, lang, data: { url } });
}

async function leadTo(to) {
  if (to.origin !== location.origin) return undefined;
  const pages = await clients.matchAll({ type: "window" });
  const there = pages.find((page) => page.url === to.href);
  return there ? there.focus() : clients.openWindow(to.href);
}
