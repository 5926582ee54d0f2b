"use strict";

// Where there is no system dialog to share with, the link is copied; without a clipboard it is shown to be copied by hand.
async function share(link) {
  const url = link.href;
  if (navigator.share && matchMedia("(pointer: coarse)").matches) return navigator.share({ title: document.title, url }).catch(() => {});
  try {
    await navigator.clipboard.writeText(url);
  } catch {
    return prompt(link.textContent, url);
  }
  announce(link.dataset.share);
  const label = link.textContent;
  link.textContent = link.dataset.share;
  setTimeout(() => { link.textContent = label; }, 2_000);
}

function announce(words) {
  const status = document.querySelector("#told") || document.body.appendChild(Object.assign(document.createElement("p"), { id: "told", className: "vh" }));
  status.setAttribute("role", "status");
  status.textContent = words;
}

for (const link of document.querySelectorAll("[data-share]")) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    share(link);
  });
}
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

const UNITS = [["year", 31_536_000], ["month", 2_592_000], ["day", 86_400], ["hour", 3_600], ["minute", 60]]; // seconds
const words = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto" });

function ago(moment) {
  const seconds = (Date.parse(moment) - Date.now()) / 1_000;
  const [unit, length] = UNITS.find((each) => -seconds >= each[1]) || ["second", Infinity];
  return words.format(Math.trunc(seconds / length) || 0, unit);
}

// A guest's page is the same for everybody and is cached, so it says the exact time; how long ago that is, is reckoned here.
function tellAgo() {
  for (const time of document.querySelectorAll(".meta > time")) {
    if (!time.previousElementSibling) time.insertAdjacentHTML("beforebegin", "<b></b>");
    time.previousElementSibling.textContent = ago(time.dateTime);
  }
}
tellAgo();
setInterval(tellAgo, 60_000);

// What is folded is printed too; browsers with ::details-content need no help (print.css).
if (!CSS.supports("selector(::details-content)")) {
  const folded = [...document.querySelectorAll(".way, .unfold")].filter((block) => !block.open);
  addEventListener("beforeprint", () => folded.forEach((block) => { block.open = true; }));
  addEventListener("afterprint", () => folded.forEach((block) => { block.open = false; }));
  if (matchMedia("(min-width: 70rem)").matches) document.querySelector(".way")?.setAttribute("open", "");
}

// A thread that its reader watches: the last floor he saw is kept when he leaves (boards/actions/posts/reading.py).
const reading = document.querySelector("form.reading[data-watched]");
if (reading) {
  let last = 0;
  let kept = 0;
  const seen = new IntersectionObserver((entries) => {
    const floors = entries.filter((each) => each.isIntersecting).map((each) => Number(each.target.closest(".post").id.slice("floor-".length)));
    last = Math.max(last, ...floors);
  });
  for (const post of document.querySelectorAll(".post")) seen.observe(post.querySelector(".acts"));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden" || last <= kept) return;
    kept = last;
    const body = new FormData(reading);
    body.set("floor", last);
    body.set("quiet", "1");
    fetch(reading.action, { method: "POST", body, keepalive: true }).catch(() => {});
  });
  reading.hidden = true;
}
