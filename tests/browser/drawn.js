/* What is asked of a page while it is open; put into it by drawn.py, never part of the site. */
(() => {
  "use strict";
  const name = (e) => {
    const own = e.id ? "#" + e.id : typeof e.className === "string" && e.className ? "." + e.className : "";
    return `<${e.tagName.toLowerCase()}${own}> ${(e.textContent || "").trim().replace(/\s+/g, " ").slice(0, 40)}`.trim();
  };
  const shown = (e) => e.checkVisibility({ visibilityProperty: true }) && e.getClientRects().length > 0;
  const INTERACTIVE = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex], [contenteditable]";
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const channels = (colour) => {
    const parts = (colour.match(/[\d.]+/g) || []).map(Number);
    return parts.length < 3 ? null : [...parts.slice(0, 3), parts.length > 3 ? parts[3] : 1];
  };
  const over = (top, under) => top.slice(0, 3).map((c, i) => c * top[3] + under[i] * (1 - top[3])).concat(1);
  const luminance = (c) => {
    const [r, g, b] = c.slice(0, 3).map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => {
    const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (light + 0.05) / (dark + 0.05);
  };
  const paper = () => channels(getComputedStyle(document.body).backgroundColor);

  window.looks = {
    unfold() { all("details").forEach((e) => { e.open = true; }); },

    /* The first rows of every table, and those that are unlike them: all rows of a table are made alike. */
    shorten(rows) {
      all("tbody").forEach((b) => Array.from(b.rows).slice(rows).forEach((r) => { if (!r.className) { r.remove(); } }));
    },

    /* One row of every table, and figures without their drawings: enough to walk through with Tab. */
    thin() {
      looks.shorten(1);
      all(".figure").forEach((e) => e.replaceChildren());
    },

    /* Marks the first text of every look: colour, what lies under it, size, weight. */
    kinds() {
      const met = new Set();
      const ground = (e) => {
        for (let p = e; p; p = p.parentElement) {
          const colour = getComputedStyle(p).backgroundColor;
          if (channels(colour) && channels(colour)[3] > 0) { return colour; }
        }
        return "";
      };
      all("body *").filter((e) => shown(e) && !e.closest("svg") && Array.from(e.childNodes).some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim())).forEach((e) => {
        const s = getComputedStyle(e), kind = [e.tagName, s.color, ground(e), s.fontSize, s.fontWeight, s.opacity].join("|");
        if (!met.has(kind)) { e.dataset.kind = met.size; }
        met.add(kind);
      });
    },

    /* Elements that stick out to the right, when the page as a whole scrolls sideways. */
    sideways() {
      const root = document.scrollingElement, width = root.clientWidth;
      if (root.scrollWidth <= width) { return []; }
      const framed = (e) => {
        for (let p = e.parentElement; p && p !== document.body; p = p.parentElement) {
          if (getComputedStyle(p).overflowX !== "visible") { return true; }
        }
        return false;
      };
      const out = all("body *").filter((e) => shown(e) && e.getBoundingClientRect().right > width + 1 && !framed(e));
      return [`the page is ${root.scrollWidth} px wide in ${width}`].concat(out.slice(0, 5).map(name));
    },

    /* Figures without a drawing, texts in them that overlap, are cut, or cannot be read on what lies under. */
    charts() {
      const faults = [];
      all(".figure").filter(shown).forEach((place) => {
        const svgs = all("svg.main-svg", place);
        const marks = svgs.flatMap((s) => all(".trace path, .bars path, .points path, .lines path, .sankey-link, .hm image, .choropleth path, .point path", s));
        if (!svgs.length) { faults.push(`${name(place)}: nothing is drawn`); return; }
        if (!marks.length) { faults.push(`${name(place)}: no mark is drawn`); }
        const frame = place.getBoundingClientRect();
        const texts = svgs.flatMap((s) => all("text", s)).filter((t) => t.textContent.trim() && shown(t) && getComputedStyle(t).opacity !== "0" && !t.closest(".hoverlayer"));
        const boxes = texts.map((t) => ({ says: t.textContent.trim(), t, r: t.getBoundingClientRect(), turned: /rotate\((?!0[,)])/.test((t.getAttribute("transform") || "") + (t.parentElement.getAttribute("transform") || "")) }))
          .filter((b) => b.r.width > 0 && b.r.height > 0);
        boxes.forEach((b, i) => {
          if (b.r.left < frame.left - 2 || b.r.right > frame.right + 2 || b.r.top < frame.top - 2 || b.r.bottom > frame.bottom + 2) {
            faults.push(`${place.id}: cut: ${b.says}`);
          }
          if (/^[.–]+$/.test(b.says)) { return; } // the sign for what is not shown: a row of them is a row of dots
          boxes.slice(i + 1).forEach((c) => {
            const x = Math.min(b.r.right, c.r.right) - Math.max(b.r.left, c.r.left);
            const y = Math.min(b.r.bottom, c.r.bottom) - Math.max(b.r.top, c.r.top);
            if (!b.turned && !c.turned && x > 2 && y > 4) { faults.push(`${place.id}: overlap: ${b.says} / ${c.says}`); }
          });
        });
      });
      return faults.concat(looks.pale());
    },

    /* Texts of figures that cannot be read on what lies under them. */
    pale() {
      return all(".figure").filter(shown).flatMap((place) => all("svg.main-svg text", place)
        .filter((t) => t.textContent.trim() && shown(t) && !t.closest(".hoverlayer") && !looks.onImage(t, place))
        .map((t) => ({ t, ratio: contrast(...looks.onWhat(t, t.getBoundingClientRect(), place)) }))
        .filter((found) => found.ratio < 4.5)
        .map((found) => `${place.id}: contrast ${found.ratio.toFixed(1)}: ${found.t.textContent}`));
    },

    /* A heat map is one image, whose pixels are not asked for: its texts are judged where the figure is made. */
    onImage(text, place) {
      const b = text.getBoundingClientRect(), x = (b.left + b.right) / 2, y = (b.top + b.bottom) / 2;
      return all("svg.main-svg image", place).map((e) => e.getBoundingClientRect())
        .some((r) => x > r.left && x < r.right && y > r.top && y < r.bottom);
    },

    /* A text's colour and that of the topmost mark under its middle. */
    onWhat(text, box, place) {
      const x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2;
      let under = paper();
      all("svg.main-svg path, svg.main-svg rect", place).forEach((shape) => {
        const style = getComputedStyle(shape), fill = channels(style.fill);
        if (!fill || style.fill === "none" || shape.closest("defs, clipPath") || shape.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_PRECEDING) { return; }
        const r = shape.getBoundingClientRect();
        if (x < r.left || x > r.right || y < r.top || y > r.bottom || typeof shape.isPointInFill !== "function") { return; }
        const at = new DOMPoint(x, y).matrixTransform(shape.getScreenCTM().inverse());
        if (!shape.isPointInFill(at)) { return; }
        under = over([...fill.slice(0, 3), fill[3] * Number(style.fillOpacity) * Number(style.opacity)], under);
      });
      const ink = channels(getComputedStyle(text).fill) || [0, 0, 0, 1];
      return [over([...ink.slice(0, 3), ink[3] * Number(getComputedStyle(text).fillOpacity)], under), under];
    },

    /* Everything that a mouse can do something with and that Tab should reach, in order. */
    stops() {
      const groups = new Set();
      return all(INTERACTIVE).filter((e) => {
        if (!shown(e) || e.disabled || e.tabIndex < 0) { return false; }
        if (e.type !== "radio") { return true; }
        if (groups.has(e.name)) { return false; }
        groups.add(e.name);
        return true;
      });
    },

    /* Things that answer a click and cannot be reached with the keyboard. */
    clickable() {
      const own = (window.clicked || []).filter((e) => e instanceof Element && e.isConnected && shown(e) && !e.closest(".js-plotly-plot"));
      return own.filter((e) => !e.matches(INTERACTIVE) && !e.querySelector(INTERACTIVE)).map(name);
    },

    /* Notes what gets focus from now on, and whether it shows. */
    watch() {
      window.focused = [];
      window.unseen = [];
      document.addEventListener("focusin", (event) => {
        const e = event.target, s = getComputedStyle(e), r = e.getBoundingClientRect();
        window.focused.push(e);
        // On a map the drawing itself takes the mark: a line of another width than its neighbours'.
        const lines = e instanceof SVGElement ? [e, all("a", e.ownerSVGElement).find((other) => other !== e)].map((a) => a && a.querySelector("path") && getComputedStyle(a.querySelector("path")).strokeWidth) : [];
        const isMarked = lines.length && lines[0] !== lines[1] || s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2;
        if (!isMarked || !lines.length && contrast(over(channels(s.outlineColor), paper()), paper()) < 3) { window.unseen.push(`${name(e)}: no mark of focus`); }
        if (r.right < 1 || r.left > innerWidth - 1) { window.unseen.push(`${name(e)}: outside the window`); }
      });
    },

    toSkipLink() {
      const first = window.focused[0];
      if (!first || !(first.getAttribute("href") || "").startsWith("#")) { return false; }
      first.focus();
      return true;
    },

    walked() {
      const stops = looks.stops(), reached = new Set(window.focused);
      const missed = stops.filter((e) => !reached.has(e)).map((e) => `${name(e)}: not reached with Tab`);
      const order = window.focused.filter((e, i) => window.focused.indexOf(e) === i);
      const back = order.filter((e, i) => i && !(order[i - 1].compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING)).map((e) => `${name(e)}: out of order`);
      return missed.concat(back, window.unseen, looks.clickable().map((e) => `${e}: answers a click only`));
    },

    /* What moves or fades although the reader asked for stillness. */
    moving() {
      const still = (time) => time.split(",").every((t) => parseFloat(t) === 0);
      const own = all("*").filter((e) => {
        const s = getComputedStyle(e);
        return !still(s.transitionDuration) || s.animationName !== "none" && !still(s.animationDuration) || s.scrollBehavior === "smooth";
      });
      return own.map(name).concat(document.getAnimations().map(() => "an animation"));
    },

    /* Marks that the reader's own colours would make invisible: swatches without a colour of their own. */
    lost() {
      const ground = getComputedStyle(document.body).backgroundColor;
      const colour = (e) => (e.querySelector("rect") ? getComputedStyle(e.querySelector("rect")).fill : getComputedStyle(e).backgroundColor);
      const gone = all(".swatch").filter((e) => shown(e) && colour(e) === ground);
      return gone.slice(0, 3).map((e) => `swatch without colour: ${name(e.parentElement)}`);
    },

    /* What is of no use on paper and is printed all the same. */
    controls() {
      return all("nav, select, input, textarea, .skip, button").filter((e) => shown(e) && !e.closest("thead")).map(name);
    },

    /* The last row of every table that is printed: head, then numbers. */
    lastRows() {
      return all("table").map((t) => {
        const row = t.rows[t.rows.length - 1];
        return Array.from(row.cells).map((c) => (c.querySelector("summary") || c).textContent.trim().replace(/\s+/g, " "));
      });
    },
  };
  const looks = window.looks;
})();
