"use strict";

// The position of the device goes into the field for coordinates, where it can be looked at and changed; nothing is sent.
function locate(place) {
  const button = place.querySelector("button"), told = place.querySelector("[role=status]");
  const field = place.closest("form").querySelector("[name=position]");
  const done = ({ coords }) => {
    field.value = `${coords.latitude.toFixed(5)}, ${coords.longitude.toFixed(5)}`;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    told.textContent = told.dataset.done;
  };
  const refused = () => {
    told.textContent = told.dataset.refused;
  };
  button.addEventListener("click", () => {
    told.textContent = told.dataset.asking;
    navigator.geolocation.getCurrentPosition(done, refused, { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 });
  });
  place.hidden = false;
}

// The asker agreed to the place of a photo: it is shown where it can be looked at and changed, unless one was typed.
document.addEventListener("file-taken", ({ target, detail }) => {
  const field = target.closest("form")?.querySelector("[name=position]");
  if (!detail.position || !field || field.value.trim()) return;
  field.value = detail.position.split(",").map((each) => Number(each).toFixed(5)).join(", ");
  field.closest("details")?.setAttribute("open", "");
  field.dispatchEvent(new Event("input", { bubbles: true }));
});

if (navigator.geolocation && window.isSecureContext) {
  for (const place of document.querySelectorAll("[data-locate]")) locate(place);
}
