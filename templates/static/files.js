"use strict";

// Sends each file that is chosen, pasted, dropped or photographed at once, one after the other, and puts its part of the
// form into the list. A form that is sent meanwhile waits for them.
function takeFiles(field) {
  const { form } = field, input = field.querySelector("input[type=file]"), list = field.querySelector(".pending");
  const words = field.dataset;
  let turn = Promise.resolve(), waiting = 0, sender = null;

  const take = (files) => {
    for (const file of files) {
      waiting += 1;
      const place = list.appendChild(document.createElement("li"));
      turn = turn.then(() => send(file, place)).then(done);
    }
  };
  const done = () => {
    waiting -= 1;
    if (waiting || !sender) return;
    const button = sender;
    sender = null;
    form.requestSubmit(button.isConnected && button.type === "submit" ? button : null);
  };
  const send = (file, place) => new Promise((resolve) => {
    const bar = document.createElement("progress"), body = new FormData(), request = new XMLHttpRequest();
    bar.setAttribute("aria-label", file.name);
    place.replaceChildren(name(file), bar);
    body.set("csrf_token", form.elements.csrf_token.value);
    body.set("pictures", file);
    if (form.elements.use_place?.checked) body.set("use_place", "1");
    request.upload.onprogress = ({ loaded, total }) => { bar.max = total; bar.value = loaded; };
    request.onload = () => {
      if (request.status === 201) show(place, request);
      else refuse(place, file, request.status === 422 ? request.responseText : words.failed, request.status === 422);
      resolve();
    };
    request.onerror = () => { place.remove(); giveBack(file); resolve(); };
    request.open("POST", words.uploads);
    request.send(body);
  });
  // Without a network the file goes with the form, which waits until there is one.
  const giveBack = (file) => {
    const files = new DataTransfer();
    for (const each of [...input.files, file]) files.items.add(each);
    input.files = files.files;
  };
  const show = (place, request) => {
    const made = document.createElement("template");
    made.innerHTML = request.responseText.trim();
    const item = made.content.firstElementChild;
    place.replaceWith(item);
    const position = request.getResponseHeader("X-Place");
    field.dispatchEvent(new CustomEvent("file-taken", { bubbles: true, detail: { item, position } }));
  };
  const refuse = (place, file, message, forGood) => {
    const said = document.createElement("p"), button = document.createElement("button");
    said.className = "error";
    said.setAttribute("role", "alert");
    said.textContent = message;
    button.type = "button";
    button.className = "button";
    button.textContent = forGood ? words.dismiss : words.again;
    button.onclick = () => {
      if (forGood) return place.remove();
      waiting += 1;
      turn = turn.then(() => send(file, place)).then(done);
    };
    place.replaceChildren(said, button);
  };

  input.addEventListener("change", () => {
    if (!navigator.onLine) return;
    take(input.files);
    input.value = "";
  });
  form.addEventListener("submit", (event) => {
    if (!waiting) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    sender = event.submitter ?? form;
  }, true);
  form.addEventListener("paste", (event) => {
    if (!event.clipboardData?.files.length) return;
    event.preventDefault();
    take(event.clipboardData.files);
  });
  const over = (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    field.classList.toggle("over", event.type === "dragover");
    if (event.type === "drop") take(event.dataTransfer.files);
  };
  for (const kind of ["dragover", "dragleave", "drop"]) form.addEventListener(kind, over);
  if (matchMedia("(pointer: coarse)").matches) offerCamera(field, words.camera, take);
}

function name(file) {
  const made = document.createElement("b");
  made.className = "break";
  made.textContent = file.name;
  return made;
}

function offerCamera(field, label, take) {
  const button = document.createElement("button"), camera = document.createElement("input");
  Object.assign(camera, { type: "file", accept: "image/*", hidden: true });
  camera.setAttribute("capture", "environment");
  camera.onchange = () => { take(camera.files); camera.value = ""; };
  Object.assign(button, { type: "button", className: "button", textContent: label, onclick: () => camera.click() });
  field.append(button, camera);
}

for (const field of document.querySelectorAll(".file-field")) takeFiles(field);
