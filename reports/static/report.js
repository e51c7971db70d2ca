/* Draws the figures in the reader's colours, lights a path from its table row, sorts tables.
   No request is ever made: the figures stand in a script beside the page. */
(function () {
  "use strict";
  var figures = window.reportFigures = window.reportFigures || {};
  var dark = window.reportDark || {};
  var scheme = window.matchMedia("(prefers-color-scheme: dark)");
  var printing = false;
  var PAPER = 668; // what fits between the margins of A4, in px

  function themed(value) {
    if (typeof value === "string") {
      return scheme.matches && !printing && dark[value] ? dark[value] : value;
    }
    if (Array.isArray(value)) { return value.map(themed); }
    if (value && typeof value === "object") {
      var copy = {};
      Object.keys(value).forEach(function (key) { copy[key] = themed(value[key]); });
      return copy;
    }
    return value;
  }

  /* In a narrow window: fewer years along the axis, and its title on two lines. */
  function fit(layout, width) {
    var across = layout.xaxis;
    if (!across || !layout.margin) { return; }
    var room = width - layout.margin.l - layout.margin.r;
    if (across.dtick > 0 && across.range) {
      while ((across.range[1] - across.range[0]) / across.dtick * 46 > room && across.dtick < 40) { across.dtick *= 2; }
    }
    var title = across.title && across.title.text || "";
    var middle = title.indexOf(" ", title.length / 2);
    if (middle > 0 && title.length * 7.2 > room) {
      across.title.text = title.slice(0, middle) + "<br>" + title.slice(middle + 1);
      layout.margin.b += 18;
    }
  }

  /* Long names beside bars stand on two lines on a telephone. */
  function fitNames(figure, width) {
    var bars = figure.data[0], layout = figure.layout;
    if (!bars || bars.orientation !== "h" || !layout.margin || layout.margin.l <= width / 2 || typeof bars.y[0] !== "string") { return; }
    var longest = 0;
    bars.y = bars.y.map(function (name) {
      var at = name.length > 16 ? name.lastIndexOf(" ", Math.ceil(name.length / 2)) : -1;
      var lines = at > 0 ? [name.slice(0, at), name.slice(at + 1)] : [name];
      lines.forEach(function (line) { longest = Math.max(longest, line.length); });
      return lines.join("<br>");
    });
    layout.margin.l = Math.round(7.4 * longest) + 10;
    layout.height += 14 * bars.y.length;
  }

  /* Labels beside bars need the same room in every window, and only on the sides that have any. */
  function fitLabels(figure, width) {
    var bars = figure.data[0], across = figure.layout.xaxis, margin = figure.layout.margin;
    if (!bars || bars.type !== "bar" || bars.orientation !== "h" || bars.textposition !== "outside" || !margin) { return; }
    var low = Math.min.apply(null, bars.x.concat(0)), high = Math.max.apply(null, bars.x.concat(0));
    if (!across || !across.range || low === high) { return; }
    var isAbove = bars.x.some(function (x) { return x >= 0; }), sides = (low < 0 ? 1 : 0) + (isAbove ? 1 : 0);
    var longest = Math.max.apply(null, bars.text.map(function (text) { return text.length; }));
    var beside = Math.min(8 * longest + 12, 60), room = width - margin.l - margin.r;
    var pad = (high - low) * beside / Math.max(room - sides * beside, 20);
    if (across.range[0] < 0 && room < 5 * beside) {
      across.range = [low < 0 ? low - pad : 0, isAbove ? high + pad : 0];
      across.nticks = 3;
    } else {
      across.range = [low < 0 ? Math.min(across.range[0], low - pad) : across.range[0], Math.max(across.range[1], high + pad)];
    }
  }

  function draw(id) {
    var place = document.getElementById(id);
    if (!place || !window.Plotly) { return; }
    var figure = themed(figures[id]);
    figure.layout.font.family = window.getComputedStyle(document.body).fontFamily;
    if (printing && !place.classList.contains("wide")) { figure.layout.width = PAPER; }
    fit(figure.layout, figure.layout.width || place.clientWidth);
    fitNames(figure, figure.layout.width || place.clientWidth);
    place.style.minHeight = figure.layout.height + "px";
    fitLabels(figure, figure.layout.width || place.clientWidth);
    window.Plotly.react(place, figure.data, figure.layout, figure.config);
  }

  /* What the page's figures have alike, and the outlines of counties, stand once in their scripts. */
  function complete(figure) {
    var look = window.reportLook, outlines = window.reportCounties || {};
    figure.config = look.config;
    figure.layout = Object.assign({}, look.layout, figure.layout);
    figure.data.forEach(function (trace) {
      var outline = outlines[trace.meta];
      if (outline) { trace.x = outline[0]; trace.y = outline[1]; }
    });
  }

  function makeRoom() {
    document.querySelectorAll("[data-height]").forEach(function (place) { place.style.minHeight = place.dataset.height + "px"; });
  }

  function dressKeys() {
    document.querySelectorAll(".key .swatch rect").forEach(function (part) {
      part.dataset.colour = part.dataset.colour || part.getAttribute("fill");
      part.setAttribute("fill", themed(part.dataset.colour));
    });
  }

  function drawAll() { Object.keys(figures).forEach(draw); dressKeys(); }

  function light(row, isLit) {
    var id = row.closest("table").id.replace("table-", "figure-");
    if (!figures[id]) { return; }
    var colours = themed(figures[id].data[0].link.color);
    if (isLit) { colours[Number(row.dataset.link)] = themed("#5b9bd5"); }
    window.Plotly.restyle(document.getElementById(id), { "link.color": [colours] }, [0]);
  }

  function watchRows() {
    document.querySelectorAll("tr[data-link]").forEach(function (row) {
      ["mouseenter", "focus"].forEach(function (name) { row.addEventListener(name, function () { light(row, true); }); });
      ["mouseleave", "blur"].forEach(function (name) { row.addEventListener(name, function () { light(row, false); }); });
    });
  }

  function keyOf(row, column) {
    var cell = row.cells[column];
    var isText = cell.tagName === "TH" || cell.classList.contains("text");
    if (isText) { return cell.textContent.trim(); }
    return cell.dataset.sort ? Number(cell.dataset.sort) : numberIn(cell.textContent.trim());
  }

  // The number that a text begins with, as it is written in the page's language; no number comes last.
  function numberIn(text) {
    var parted = document.documentElement.lang === "sv" ? /\s/g : /,/g;
    var said = text.split(" (")[0].replace("\u2212", "-").replace(parted, "").replace(",", ".");
    return said === "" || isNaN(said) ? -Infinity : Number(said);
  }

  function sortBy(table, column, isUp) {
    var body = table.tBodies[0];
    Array.from(body.rows).map(function (row, at) { return { row: row, at: at, key: keyOf(row, column) }; })
      .sort(function (a, b) {
        var order = typeof a.key === "number" ? a.key - b.key : a.key.localeCompare(b.key, document.documentElement.lang);
        return (isUp ? order : -order) || a.at - b.at;
      })
      .forEach(function (entry) { body.appendChild(entry.row); });
  }

  function makeSortable(table) {
    var heads = Array.from(table.tHead.rows[0].cells);
    heads.forEach(function (head, column) {
      head.querySelector("button").addEventListener("click", function () {
        var isText = !column || head.classList.contains("text");
        var isUp = head.getAttribute("aria-sort") === "descending" || isText && !head.hasAttribute("aria-sort");
        heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", isUp ? "ascending" : "descending");
        sortBy(table, column, isUp);
      });
    });
  }

  // A part with a script of its own gets it once it is near, or an address asks for it: the page opens fast.
  function awaken(part) {
    var near = new IntersectionObserver(function (entries) {
      if (entries.some(function (entry) { return entry.isIntersecting; })) { load(); }
    }, { rootMargin: "800px" });
    function isAsked() { return window.location.hash.indexOf("#" + part.id + "&") === 0; }
    function load() {
      if (!near) { return; }
      near.disconnect();
      near = null;
      document.head.appendChild(document.createElement("script")).src = part.dataset.script;
    }
    near.observe(part);
    window.addEventListener("hashchange", function () { if (isAsked()) { load(); } });
    if (isAsked()) { load(); }
  }

  // Figures further down come when the page has been seen, so that it opens fast, and before anybody prints it.
  function askForLater() {
    if (!document.body.dataset.later) { return; }
    window.requestAnimationFrame(function () {
      window.setTimeout(function () { document.head.appendChild(document.createElement("script")).src = document.body.dataset.later; });
    });
  }

  function drawLater(more) {
    Object.keys(more).forEach(function (id) {
      figures[id] = more[id];
      complete(more[id]);
      draw(id);
    });
  }

  function print(isPrinting) {
    printing = isPrinting;
    document.querySelectorAll("details.more, details.definition").forEach(function (part) {
      if (isPrinting) { part.dataset.open = part.open ? "1" : ""; part.open = true; } else { part.open = part.dataset.open === "1"; }
    });
    document.querySelectorAll(".figure.wide").forEach(function (place) { place.style.zoom = place.style.width = ""; });
    drawAll();
    if (isPrinting) { document.querySelectorAll(".figure.wide").forEach(toPaper); }
  }

  // Plotly moves the parts of a flow slowly to where another width puts them, and paper does not wait: the flow keeps
  // the width it has and is made smaller as a whole. The style sheet sees to its bands, which fade in slowly too.
  function toPaper(place) {
    var width = place.getBoundingClientRect().width;
    place.style.width = width + "px";
    place.style.zoom = PAPER / width;
  }

  // What the page's other scripts draw and sort gets the same colours, printing and buttons.
  window.vardflode = Object.assign(window.vardflode || {}, {
    drawFigure: function (id, figure) { figures[id] = figure; draw(id); },
    drawLater: drawLater,
    makeSortable: makeSortable
  });

  makeRoom();
  Object.keys(figures).forEach(function (id) { complete(figures[id]); });
  drawAll();
  watchRows();
  document.querySelectorAll("table.sortable").forEach(makeSortable);
  scheme.addEventListener("change", drawAll);
  window.matchMedia("(max-width: 640px)").addEventListener("change", drawAll);
  window.addEventListener("beforeprint", function () { print(true); });
  window.addEventListener("afterprint", function () { print(false); });
  document.querySelectorAll("[data-script]").forEach(awaken);
  window.addEventListener("load", askForLater);
})();
