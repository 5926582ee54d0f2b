"use strict";

// A rectangle that is dragged over the picture becomes a line of the field, in hundredths; what the field says is drawn.
for (const place of document.querySelectorAll(".blurring")) {
  const field = place.closest("form").elements[place.dataset.regions], picture = place.querySelector("img");
  const hundredths = (event) => {
    const box = picture.getBoundingClientRect(), within = (part) => Math.min(1, Math.max(0, part));
    return [within((event.clientX - box.left) / box.width) * 100, within((event.clientY - box.top) / box.height) * 100];
  };
  const region = ([x, y], [u, v]) => {
    const left = Math.floor(Math.min(x, u)), top = Math.floor(Math.min(y, v));
    return [left, top, Math.ceil(Math.max(x, u)) - left, Math.ceil(Math.max(y, v)) - top];
  };
  const draw = (extra) => {
    for (const old of place.querySelectorAll("svg")) old.remove();
    const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    drawing.setAttribute("viewBox", "0 0 100 100");
    drawing.setAttribute("preserveAspectRatio", "none");
    drawing.setAttribute("aria-hidden", "true");
    const lines = field.value.split("\n").map((line) => line.trim().split(/[\s,，、]+/).map(Number));
    for (const [x, y, width, height] of [...lines, ...(extra ? [extra] : [])]) {
      if (!(width > 0 && height > 0)) continue;
      const made = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      for (const [name, value] of Object.entries({ x, y, width, height })) made.setAttribute(name, value);
      drawing.append(made);
    }
    place.append(drawing);
  };
  let start = null;
  place.addEventListener("pointerdown", (event) => {
    start = hundredths(event);
    place.setPointerCapture(event.pointerId);
  });
  place.addEventListener("pointermove", (event) => { if (start) draw(region(start, hundredths(event))); });
  place.addEventListener("pointerup", (event) => {
    const drawn = start && region(start, hundredths(event));
    start = null;
    if (drawn && drawn[2] > 0 && drawn[3] > 0) field.value = [...field.value.split("\n").filter(Boolean), drawn.join(" ")].join("\n");
    draw();
  });
  field.addEventListener("input", () => draw());
  draw();
}
