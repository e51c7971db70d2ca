/* Draws the figure that stands in the page, and asks again when a choice decides what else can be chosen. */
(function () {
  "use strict";
  const holder = document.getElementById("figure-data");
  const place = document.getElementById("figure");
  const dark = window.matchMedia("(prefers-color-scheme: dark)");

  function recoloured(value, colours) {
    if (typeof value === "string") { return colours[value] || value; }
    if (Array.isArray(value)) { return value.map((part) => recoloured(part, colours)); }
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, recoloured(part, colours)]));
    }
    return value;
  }

  function draw() {
    const found = JSON.parse(holder.textContent);
    const figure = dark.matches ? recoloured(found.figure, found.dark) : found.figure;
    figure.layout.font = Object.assign({}, figure.layout.font, { family: window.getComputedStyle(document.body).fontFamily });
    window.Plotly.react(place, figure.data, figure.layout, figure.config);
  }

  if (holder && place && window.Plotly) {
    draw();
    dark.addEventListener("change", draw);
  }

  document.querySelectorAll(".asking select").forEach((select) => {
    if (["profession", "model", "measure"].includes(select.name)) {
      select.addEventListener("change", () => select.form.submit());
    }
  });
})();
