"use strict";

// Without a network a form says what its button does then: what is written waits on the device (templates/worker/sending.js).
function sayOffline() {
  for (const words of document.querySelectorAll("[data-offline]")) {
    words.dataset.online ||= words.textContent;
    words.textContent = navigator.onLine ? words.dataset.online : words.dataset.offline;
  }
  for (const field of document.querySelectorAll("[name=considered]")) {
    if (navigator.onLine && field.value === "unseen") field.value = "";
    if (!navigator.onLine && !field.value) field.value = "unseen";
  }
}

if (navigator.serviceWorker?.controller && !document.querySelector("#offline-copy")) {
  addEventListener("offline", sayOffline);
  addEventListener("online", sayOffline);
  if (!navigator.onLine) sayOffline();
}
