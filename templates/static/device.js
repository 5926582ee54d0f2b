"use strict";

// What this device keeps until it is sent: `outbox` holds forms by their key, `shared` what was shared with the app.
// Read by pages and by the service worker.
const device = (() => {
  const open = () => new Promise((resolve, reject) => {
    const asked = indexedDB.open("wenqu", 1);
    asked.onupgradeneeded = () => ["outbox", "shared"].forEach((name) => asked.result.createObjectStore(name, { keyPath: "key" }));
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  const use = async (name, mode, work) => {
    const database = await open();
    try {
      return await new Promise((resolve, reject) => {
        const change = database.transaction(name, mode);
        const asked = work(change.objectStore(name));
        change.oncomplete = () => resolve(asked.result);
        change.onabort = () => reject(change.error);
      });
    } finally {
      database.close();
    }
  };
  const all = (name = "outbox") => use(name, "readonly", (store) => store.getAll());
  const put = (entry, name = "outbox") => use(name, "readwrite", (store) => store.put(entry));
  const remove = (key, name = "outbox") => use(name, "readwrite", (store) => store.delete(key));
  return { all, put, remove };
})();
