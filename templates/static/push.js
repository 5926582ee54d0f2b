// The button that asks for push messages on this device (templates/boards/notification_settings.html).
"use strict";
(() => {
  const section = document.getElementById("push");
  const form = section?.querySelector("form[hidden]");
  if (!form || !("serviceWorker" in navigator) || !("PushManager" in window)) return;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const subscription = await subscribe(section.dataset.key);
      const { endpoint, keys } = subscription.toJSON();
      form.elements.endpoint.value = endpoint;
      form.elements.p256dh.value = keys.p256dh;
      form.elements.auth.value = keys.auth;
      form.submit();
    } catch {
      section.querySelector("[data-refused]").hidden = false;
    }
  });

  async function subscribe(key) {
    const registration = await navigator.serviceWorker.register("/sw.js");
    await navigator.serviceWorker.ready;
    const before = await registration.pushManager.getSubscription();
    return before || registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
  }

  function bytes(key) {
    const plain = atob(key.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (character) => character.charCodeAt(0));
  }
})();
