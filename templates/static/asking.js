"use strict";

const PAUSE = 400; // milliseconds without a key, after which a title is looked up
const LEAST = 4; // characters of a title that can be looked up

function offerSimilar(form, place) {
  const title = form.querySelector("input[name=title]");
  let waiting, asking, shown = "";
  const look = async () => {
    const q = title.value.trim();
    if (q === shown) return;
    shown = q;
    asking?.abort();
    asking = new AbortController();
    const html = [...q].length < LEAST ? "" : await fragment(`${place.dataset.similar}&q=${encodeURIComponent(q)}`, asking.signal);
    if (html === null || q !== shown) return;
    place.innerHTML = html;
    place.hidden = !html.trim();
    if (place.querySelector(".offers")) form.querySelector("input[name=considered]").value = "1";
  };
  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, PAUSE);
  };
  title.addEventListener("input", later);
  place.addEventListener("click", chooseDepartment);
  if (title.value) later();
}

// On a form that asks a department the link chooses it there; on any other it carries what was typed to the department's form.
function chooseDepartment(event) {
  const link = event.target.closest("a[data-choose]");
  const choice = link?.closest("form").querySelector(`[data-departments] input[value="${CSS.escape(link.dataset.choose)}"]`);
  if (!choice) return;
  event.preventDefault();
  event.stopPropagation();
  choice.checked = false;
  choice.click();
  choice.form.querySelector("[name=unknown]").checked = false;
  choice.closest("[data-departments]").scrollIntoView({ block: "center" });
}

async function fragment(address, signal) {
  const answer = await fetch(address, { signal }).catch(() => null);
  if (!answer?.ok || answer.redirected) return null;
  return answer.text().catch(() => null);
}

for (const place of document.querySelectorAll("[data-similar]")) offerSimilar(place.closest("form"), place);
