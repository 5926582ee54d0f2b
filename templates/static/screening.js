"use strict";

async function showAlike(row) {
  const place = row.querySelector(".alike");
  if (!place.hidden) {
    place.hidden = true;
    return;
  }
  const answer = await fetch(row.dataset.alike).catch(() => null);
  if (!answer?.ok || answer.redirected) {
    location.assign(row.querySelector("[data-key=s]").href);
    return;
  }
  place.innerHTML = await answer.text();
  place.hidden = false;
}

for (const row of document.querySelectorAll(".screened[data-alike]")) {
  row.querySelector("[data-key=s]").addEventListener("click", (event) => {
    event.preventDefault();
    showAlike(row);
  });
}
