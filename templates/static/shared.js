"use strict";

// What another app has shared (templates/worker/sending.js keeps it) is put into the form for asking.
async function takeShared() {
  const [shared] = await device.all("shared");
  if (!shared) return;
  const form = document.querySelector("form.asking");
  const given = (name) => shared.fields.find(([each, value]) => each === name && value)?.[1] || "";
  const texts = [given("text"), given("url")].filter((each, at, all) => each && all.indexOf(each) === at);
  put(form.elements.title, given("title"));
  put(form.elements.text, texts.join("\n\n"));
  const field = form.querySelector("input[type=file][name=pictures]");
  const pictures = shared.fields.filter(([name, value]) => name === "pictures" && value.size);
  if (field && pictures.length) {
    const files = new DataTransfer();
    for (const [, picture] of pictures) files.items.add(picture);
    field.files = files.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
  await device.remove("shared", "shared");
}

function put(field, words) {
  if (!words || field.value) return;
  field.value = words;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

takeShared();
