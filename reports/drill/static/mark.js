/* Puts the watermark into every figure that a published page draws on unprotected numbers. */
(function () {
  "use strict";
  let plotly;

  function marks(layout) {
    const text = document.querySelector("[data-mark].whole-mark").dataset.mark;
    const number = Math.max(1, Math.round((layout.height || 300) / 300));
    return Array.from({ length: number }, (_, n) => ({
      text, showarrow: false, xref: "paper", yref: "paper", x: 0.5, y: (n + 0.5) / number,
      opacity: 0.22, font: { size: 30, color: "#c8102e" }, textangle: -12,
    }));
  }

  function marking(draw) {
    return (place, data, layout, config) =>
      draw(place, data, { ...layout, annotations: [...(layout.annotations || []), ...marks(layout)] }, config);
  }

  Object.defineProperty(window, "Plotly", {
    configurable: false,
    get: () => plotly,
    set: (given) => {
      plotly = { ...given, react: marking(given.react), newPlot: marking(given.newPlot) };
    },
  });
})();
