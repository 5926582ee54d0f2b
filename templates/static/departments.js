"use strict";

// Narrows the list of departments while a name is typed. What is sent is the same without this script: the server chooses.
function narrowDepartments(field) {
  if (field.dataset.narrows) return;
  field.dataset.narrows = "1";
  const typed = field.querySelector("input[type=text]");
  const list = field.querySelector("details");
  const choices = [...field.querySelectorAll("label.choice")];
  const status = field.querySelector("[role=status]");
  const several = choices.some((each) => each.firstChild.type === "checkbox");
  const words = () => plain(several ? typed.value.split(/[、，,;；]/).pop() : typed.value);
  const category = (choice) => choice.closest("fieldset").firstChild.textContent;
  const shown = () => choices.filter((each) => !each.hidden);

  const narrow = () => {
    const key = words();
    for (const each of choices) each.hidden = !each.dataset.keys.includes(key) && !(key.length > 1 && category(each).startsWith(key));
    for (const group of field.querySelectorAll("fieldset")) group.hidden = !group.querySelector("label:not([hidden])");
    field.querySelector(".groups .note").hidden = shown().length > 0;
    status.textContent = key ? status.dataset.found.replace("{n}", shown().length) : "";
    if (key) list.open = true;
  };
  typed.addEventListener("input", () => {
    if (!several) for (const each of choices) each.firstChild.checked = false;
    narrow();
  });
  typed.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || (event.key === "Enter" && words() && shown().length > 0 && !chosen())) {
      const first = shown()[0]?.firstChild;
      if (!first || event.isComposing) return;
      event.preventDefault();
      if (event.key === "Enter" && shown().length === 1) first.click();
      else first.focus();
    }
  });
  field.addEventListener("change", (event) => {
    const box = event.target;
    if (!box.checked) return;
    if (!several) typed.value = box.dataset.name;
    else if (words()) typed.value = typed.value.split(/[、，,;；]/).slice(0, -1).join("、");
    if (several) narrow();
  });
  const chosen = () => choices.some((each) => each.firstChild.checked && each.firstChild.dataset.name === typed.value);
  if (typed.value && !chosen() && !field.querySelector(".near")) narrow();
}

const plain = (text) => text.normalize("NFKC").toLowerCase().trim();

for (const field of document.querySelectorAll("[data-departments]")) narrowDepartments(field);
