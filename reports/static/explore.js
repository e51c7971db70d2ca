/* The reader's own choice on a group's page: picks, address, chart and table from the same cells.
   report.js adds this script once the part is near or an address asks for it. Data and words come as scripts beside the page (assets/data), added when they are needed: a page opened
   from disk may not fetch. Every word stands in them; none stands here. */
(function () {
  "use strict";
  var section = document.getElementById("explore");
  if (!section) { return; }
  var here = document.currentScript.src;
  var own = section.dataset.group;
  var form = section.querySelector("form");
  var site = window.vardflode = window.vardflode || {};
  var PLACE = "figure-explore";
  var BEGINS = "#explore&";
  var KEYS = ["model", "measure", "by", "cohort", "with", "value"];
  var NONE = "none", ALL = "all", YEAR = "year", YEAR_SEX = "year,sex";
  var groups = {}, scripts = {}, words = null, state = null, asked = 0;

  site.add = function (name, data) { groups[name] = data; };
  site.say = function (language, data) { words = data; };

  /* ---- scripts on demand ---- */

  function load(name) {
    scripts[name] = scripts[name] || new Promise(function (done, failed) {
      var script = document.createElement("script");
      script.src = new URL("data/" + name + ".js", here).href;
      script.onload = done;
      script.onerror = function () { delete scripts[name]; failed("assets/data/" + name + ".js"); };
      document.head.appendChild(script);
    });
    return scripts[name];
  }

  /* ---- numbers and words as readers of the language write them ---- */

  function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, function (all, name) { return name in values ? values[name] : all; });
  }

  // A number halfway between two is written with the even one, as in the page's other tables.
  function fixed(number, places) {
    var scale = Math.pow(10, places), scaled = Math.abs(number) * scale;
    var isHalf = scaled % 1 === 0.5 && (Math.abs(number) * 4) % 1 === 0;
    var text = isHalf ? (2 * Math.round(scaled / 2) / scale).toFixed(places) : Math.abs(number).toFixed(places);
    var parts = text.split(".");
    parts[0] = parts[0].replace(/\B(?=(\d{3})+$)/g, words.signs.thousands);
    return (number < 0 && Number(text) !== 0 ? "\u2212" : "") + parts.join(words.signs.decimal);
  }

  function count(number) { return number === 0 ? zero() : fixed(number, 0); }

  function zero() { return groups[own].models[state.model][state.measure].zero; }

  function bare(value, unit) {
    if (unit === "months") { return fixed(value, value % 1 ? 1 : 0); }
    if (value === 0) { return zero(); }
    return unit === "persons" ? fixed(value, 0) : fixed(100 * value, 1);
  }

  function spoken(cell, unit) {
    var number = bare(cell.drawn, unit);
    if (cell.low !== null) {
      number = fill(words.text.interval, { number: number, low: bare(cell.low, unit), high: bare(cell.high, unit) });
    }
    return fill(words.text.numbers[unit], { number: number });
  }

  function dashed(cohort) { return cohort.replace("-", "\u2013"); }

  function cohortName(model, cohort) { return fill(words.text.cohorts[model], { cohort: dashed(cohort) }); }

  function measureOf(at) {
    return words.measures[at.model].find(function (one) { return one.name === at.measure; });
  }

  function valueName(by, value) { return (words.values[by] || {})[value] || value; }

  function wholeName(by) {
    var isPlace = words.places.some(function (ending) { return first(by).endsWith(ending); });
    return isPlace ? words.text.country : words.text.everyone;
  }

  function first(by) { return by.split(",")[0]; }

  function capital(text) { return text.charAt(0).toUpperCase() + text.slice(1); }

  function isYearly(by) { return first(by) === YEAR; }

  function isPair(by) { return by.indexOf(",") > 0; }

  function byName(by) {
    if (by === NONE) { return words.text.undivided; }
    if (isYearly(by)) { return isPair(by) ? words.text.yearly_sex : words.text.yearly; }
    var name = words.breakdowns[first(by)] || by;
    return isPair(by) ? fill(words.text.pair, { by: name }) : name;
  }

  /* ---- cells ---- */

  // What may not be shown is null, and `why` says the reason; nothing withheld ever becomes a number.
  function read(raw, data, unit) {
    var cell = { numerator: null, denominator: null, unseen: null, value: null, low: null, high: null, why: words.missing };
    if (raw && raw[0] === null) {
      cell.why = data.why[words.language][raw[1] - 1];
      cell.unseen = raw.length > 2 ? raw[2] : null;
    } else if (raw) {
      cell.numerator = raw[0]; cell.denominator = raw[1]; cell.unseen = raw[2];
      cell.value = raw.length === 3 ? raw[0] / raw[1] : raw[3];
      cell.why = raw[3] === null ? data.why[words.language][raw[4] - 1] : "";
      if (raw.length === 6) { cell.low = raw[4]; cell.high = raw[5]; }
    }
    cell.drawn = unit === "persons" ? cell.numerator : cell.value;
    if (unit === "persons") { cell.low = cell.high = null; }
    return cell;
  }

  function cohorts(data, at) {
    var found = ((data.models[at.model] || {})[at.measure] || { cells: {} }).cells;
    var names = Object.keys(found).sort();
    return { cells: found, names: names, years: names.filter(function (name) { return /^\d{4}$/.test(name); }) };
  }

  // The raw cells of one breakdown by value; a yearly one has the years as its values.
  function family(data, at, by, cohort) {
    var found = cohorts(data, at), made = {};
    if (!isYearly(by)) {
      var cut = (found.cells[cohort] || {})[by === NONE ? "" : by];
      return cut === undefined ? null : by === NONE ? { "": cut[""] } : cut;
    }
    found.years.forEach(function (year) {
      var cut = found.cells[year][isPair(by) ? "sex" : ""];
      if (cut) { made[year] = isPair(by) ? cut : cut[""]; }
    });
    return Object.keys(made).length > 1 ? made : null;
  }

  function total(data, at) {
    var cohort = isYearly(at.by) ? data.window : at.cohort;
    var cut = at.by === NONE ? null : family(data, at, NONE, cohort);
    return cut && cut[""] ? read(cut[""], data, measureOf(at).unit) : null;
  }

  /* ---- what can be chosen, in the order in which one choice opens the next ---- */

  var options = {
    model: function () {
      return Object.keys(words.measures).filter(function (one) { return groups[own].models[one]; })
        .map(function (one) { return [one, words.text.models[one]]; });
    },
    measure: function (at) {
      return words.measures[at.model].filter(function (one) { return groups[own].models[at.model][one.name]; })
        .map(function (one) { return [one.name, one.title, words.measureGroups[one.group] || words.text.licence_group]; });
    },
    by: function (at) {
      var found = cohorts(groups[own], at), cuts = new Set();
      found.names.forEach(function (name) { Object.keys(found.cells[name]).forEach(function (cut) { cuts.add(cut || NONE); }); });
      [YEAR, YEAR_SEX].forEach(function (by) { if (family(groups[own], at, by)) { cuts.add(by); } });
      var order = [NONE, YEAR].concat(Object.keys(words.breakdowns));
      return Array.from(cuts).sort(function (a, b) {
        return order.indexOf(first(a)) - order.indexOf(first(b)) || a.length - b.length;
      }).map(function (by) { return [by, byName(by)]; });
    },
    cohort: function (at) {
      if (isYearly(at.by)) { return [[ALL, words.text.every_year]]; }
      return ownCohorts(at).map(function (name) { return [name, cohortName(at.model, name)]; });
    },
    with: function (at) {
      var list = total(groups[own], at) ? [[ALL, wholeName(at.by)]] : [];
      list.push([NONE, words.text.nothing]);
      Object.keys(words.groups).forEach(function (name) {
        if (name !== own) { list.push(["group:" + name, words.groups[name], words.text.other_groups]); }
      });
      (isYearly(at.by) ? [] : ownCohorts(at)).forEach(function (name) {
        if (name !== at.cohort) { list.push(["cohort:" + name, cohortName(at.model, name), words.text.other_cohorts]); }
      });
      return list;
    },
    value: function (at) {
      var list = [[NONE, words.text.every_value]];
      if (at.by === NONE || isLines(at)) { return list; }
      return list.concat(rowsOf(at, seriesOf(at)).map(function (value) { return [value, valueName(first(at.by), value)]; }));
    }
  };

  // The window comes first, then the years.
  function ownCohorts(at) {
    return cohorts(groups[own], at).names.filter(function (name) { return family(groups[own], at, at.by, name); })
      .sort(function (a, b) { return b.length - a.length || (a < b ? -1 : 1); });
  }

  function settle(wanted) {
    var at = {}, unknown = [];
    KEYS.forEach(function (key) {
      var list = options[key](at).map(function (one) { return one[0]; });
      var start = (words.first[key] || []).find(function (one) { return list.indexOf(one) >= 0; });
      var isThere = list.indexOf(wanted[key]) >= 0;
      if (wanted[key] !== undefined && !isThere) { unknown.push(wanted[key]); }
      at[key] = isThere ? wanted[key] : start !== undefined ? start : list[0];
    });
    return { state: at, unknown: unknown };
  }

  /* ---- what is shown ---- */

  function seriesOf(at) {
    var unit = measureOf(at).unit, other = at.with.split(":"), made = [];
    function add(group, cohort, name, place) {
      var cut = groups[group] && family(groups[group], at, at.by, cohort) || {};
      var sexes = isPair(at.by) ? Object.keys(words.values.sex).filter(function (sex) {
        return Object.keys(cut).some(function (value) { return cut[value][sex]; });
      }) : [""];
      sexes.forEach(function (sex) {
        var cells = {};
        Object.keys(cut).forEach(function (value) {
          cells[value] = read(sex ? cut[value][sex] : cut[value], groups[group], unit);
        });
        var said = !sex ? name : name ? fill(words.text.series_sex, { series: name, sex: valueName("sex", sex).toLowerCase() }) : valueName("sex", sex);
        made.push({ name: said, group: group, cohort: cohort, cells: cells, sex: sex, place: place,
          total: !sex && groups[group] ? total(groups[group], Object.assign({}, at, { cohort: cohort })) : null });
      });
    }
    if (other[0] === "group") {
      add(own, at.cohort, words.groups[own], 0);
      add(other[1], at.cohort, words.groups[other[1]], 1);
    } else if (other[0] === "cohort") {
      add(own, at.cohort, dashed(at.cohort), 0);
      add(own, other[1], dashed(other[1]), 1);
    } else {
      add(own, at.cohort, "", 0);
    }
    return made;
  }

  // A span of years is drawn as lines; so are the cohorts.
  function isLines(at) { return isYearly(at.by) || words.spans.indexOf(first(at.by)) >= 0; }

  function rowsOf(at, series) {
    var by = first(at.by), found = new Set();
    series.forEach(function (one) { Object.keys(one.cells).forEach(function (value) { found.add(value); }); });
    var order = Object.keys(words.values[by] || {}), rows = Array.from(found);
    if (isLines(at)) { return rows.sort(function (a, b) { return a - b; }); }
    if (!words.places.some(function (ending) { return by.endsWith(ending); })) {
      return rows.sort(function (a, b) { return order.indexOf(a) - order.indexOf(b); });
    }
    function size(value) {
      var cell = series[0].cells[value];
      return words.last.indexOf(value) >= 0 ? -Infinity : cell && cell.drawn !== null ? cell.drawn : -1e9;
    }
    return rows.sort(function (a, b) { return size(b) - size(a) || valueName(by, a).localeCompare(valueName(by, b), words.language); });
  }

  // The nearest number that is shown: without the sex, of the region, of everybody, of all years together.
  function instead(at, one, value) {
    var by = first(at.by), region = by.replace(/county$/, "region"), steps = [];
    if (isYearly(at.by)) {
      steps.push([{ by: one.sex ? "sex" : NONE, cohort: groups[one.group].window }, one.sex]);
    } else {
      if (one.sex) { steps.push([{ by: by, cohort: one.cohort }, value]); }
      if (region !== by) { steps.push([{ by: region, cohort: one.cohort }, words.regions[value]]); }
      steps.push([{ by: NONE, cohort: one.cohort }, ""]);
    }
    var found = steps.map(function (step) {
      var cut = family(groups[one.group], at, step[0].by, step[0].cohort);
      var cell = cut && cut[step[1]] && read(cut[step[1]], groups[one.group], measureOf(at).unit);
      return cell && cell.drawn !== null && { cell: cell, at: step[0], value: step[1] };
    }).find(Boolean);
    if (!found) { return null; }
    var name = found.value ? valueName(first(found.at.by), found.value) : isYearly(at.by) ? cohortName(at.model, found.at.cohort) : wholeName(at.by);
    var link = Object.assign({}, at, found.at, { with: one.group === own ? ALL : at.with, value: found.value || NONE });
    return { text: fill(words.text.instead, { name: name, number: spoken(found.cell, measureOf(at).unit) }), link: link };
  }

  /* ---- the table ---- */

  function element(name, text, kind) {
    var made = document.createElement(name);
    if (text) { made.textContent = text; }
    if (kind) { made.className = kind; }
    return made;
  }

  function opened(text, why, further) {
    var details = element("details", "", "why"), said = element("span", why);
    details.appendChild(element("summary", text));
    if (further) {
      var link = element("a", further.text);
      link.href = address(further.link);
      said.append(" ", link);
    }
    details.appendChild(said);
    return details;
  }

  function numberCell(text, sort, why, further) {
    var made = element("td", why ? "" : text, "number");
    if (why) { made.appendChild(opened(text, why, further)); }
    if (sort !== null) { made.dataset.sort = sort; }
    return made;
  }

  function cellsOf(at, one, cell, value) {
    var unit = measureOf(at).unit, further = cell.drawn === null && value !== null ? instead(at, one, value) : null;
    function counted(number) { return number === null ? numberCell("..", null, cell.why, further) : numberCell(count(number), number); }
    var shown = numberCell("..", null, cell.why, further);
    if (cell.value !== null && cell.low !== null) {
      var ends = { number: bare(cell.value, unit), low: bare(cell.low, unit), high: bare(cell.high, unit) };
      shown = numberCell(fill(words.text.interval, ends), cell.value, words.interval);
    } else if (cell.value !== null) {
      shown = numberCell(bare(cell.value, unit === "persons" ? "percent" : unit), cell.value);
    }
    return { numerator: counted(cell.numerator), denominator: counted(cell.denominator), share: shown, unseen: counted(cell.unseen) };
  }

  // One series reads from count to share; of several, the shares stand side by side first.
  function columnsOf(series) {
    var counts = ["numerator", "denominator", "unseen"], made = [];
    if (series.length === 1) { return ["numerator", "denominator", "share", "unseen"].map(function (name) { return [0, name]; }); }
    series.forEach(function (one, place) { made.push([place, "share"]); });
    series.forEach(function (one, place) { counts.forEach(function (name) { made.push([place, name]); }); });
    return made;
  }

  function addRow(body, at, series, name, value) {
    var row = body.insertRow();
    row.appendChild(rowHead(name));
    var cells = series.map(function (one) {
      return cellsOf(at, one, (value === null ? one.total : one.cells[value]) || read(null), value);
    });
    columnsOf(series).forEach(function (column) { row.appendChild(cells[column[0]][column[1]]); });
    return row;
  }

  function rowHead(text) {
    var head = element("th", text);
    head.scope = "row";
    return head;
  }

  function tableOf(at, series, rows, title) {
    var table = element("table", "", "sortable"), head = table.createTHead().insertRow(), body = table.createTBody();
    table.createCaption().textContent = title;
    function addHead(text, kind) {
      var cell = element("th", "", kind), button = element("button", text);
      cell.scope = "col"; button.type = "button";
      cell.appendChild(button); head.appendChild(cell);
    }
    addHead(words.text.rows, "");
    columnsOf(series).forEach(function (column) {
      var said = words.text.columns[column[1] === "share" && measureOf(at).unit === "months" ? "months" : column[1]];
      var name = series[column[0]].name;
      addHead(name ? fill(words.text.column, { series: name, column: said }) : said, "number");
    });
    rows.forEach(function (value) {
      var row = addRow(body, at, series, rowName(at, value), value);
      row.dataset.value = value;
      if (value === at.value) { row.className = "chosen"; }
    });
    if (series.some(function (one) { return one.total; })) {
      addRow(table.createTBody(), at, series, capital(totalName(at)), null).className = "total";
    }
    return table;
  }

  function totalName(at) { return isYearly(at.by) ? cohortName(at.model, groups[own].window) : wholeName(at.by); }

  function rowName(at, value) { return value === "" ? words.text.everyone : valueName(first(at.by), value); }

  /* ---- the chart, in the look of the page's other figures ---- */

  function colourOf(one) { return [words.look.colours.flow, words.look.colours.red][one.place]; }

  function isNarrow() { return section.clientWidth < 640; }

  function axis(more) {
    var colours = words.look.colours;
    return Object.assign({ fixedrange: true, gridcolor: colours.grid, linecolor: colours.quiet, zeroline: false,
      tickfont: { color: colours.quiet } }, more);
  }

  // From zero to a round top; shares end at the first of a few tops that holds them all.
  function valueAxis(series, unit, more) {
    var values = [0];
    series.forEach(function (one) {
      Object.keys(one.cells).concat("").forEach(function (value) {
        var cell = value ? one.cells[value] : one.total || one.cells[""];
        if (cell && cell.drawn !== null) { values.push(cell.drawn, cell.high === null ? cell.drawn : cell.high); }
      });
    });
    var most = Math.max.apply(null, values), least = Math.min.apply(null, values);
    if (values.length === 1) { most = 1; }
    var title = { text: words.text.units[unit], font: { size: 13, color: words.look.colours.quiet }, standoff: 8 };
    if (unit !== "percent") { return { axis: axis(Object.assign({ title: title, tickformat: ",d" }, more)), low: 1.08 * least, top: 1.04 * most || 1 }; }
    var scale = [[0.05, 0.01], [0.1, 0.02], [0.2, 0.05], [0.5, 0.1], [1, 0.25]].find(function (one) { return most <= one[0]; }) || [most, 0.25];
    var ticks = [];
    for (var i = 0; i <= Math.round(scale[0] / scale[1]); i += 1) { ticks.push(Math.round(1e4 * i * scale[1]) / 1e4); }
    return { low: 0, top: scale[0], axis: axis(Object.assign({ title: title, tickvals: ticks,
      ticktext: ticks.map(function (tick) { return fixed(100 * tick, 0); }) }, more)) };
  }

  function note(x, y, text, more) {
    return Object.assign({ x: x, y: y, text: text, showarrow: false, font: { size: 13, color: words.look.colours.quiet } }, more);
  }

  function wrapped(text, length) {
    return text.split(" ").reduce(function (lines, word) {
      var last = lines[lines.length - 1];
      if (last && (last + " " + word).length <= length) { lines[lines.length - 1] = last + " " + word; } else { lines.push(word); }
      return lines;
    }, []).join("<br>");
  }

  function hover(name, cell, unit) {
    return cell.drawn === null ? fill(words.text.hover_hidden, { name: name, why: cell.why })
      : fill(words.text.hover, { name: name, number: spoken(cell, unit), numerator: count(cell.numerator), denominator: count(cell.denominator) });
  }

  function barsOf(at, one, place, many, rows) {
    var unit = measureOf(at).unit, colours = words.look.colours, colour = colourOf(one), step = 0.84 / many;
    var shown = rows.map(function (value) { return one.cells[value] || read(null); });
    function shade(value) { return one.sex === "man" ? colours.paper : many > 1 || at.value === NONE || at.value === value ? colour : colours.flow_band; }
    return {
      type: "bar", orientation: "h", width: 0.88 * step,
      x: shown.map(function (cell) { return cell.drawn; }),
      y: rows.map(function (value, row) { return row + (place - (many - 1) / 2) * step; }),
      customdata: shown.map(function (cell, row) { return hover(rowName(at, rows[row]) + (one.name ? ", " + one.name : ""), cell, unit); }),
      hovertemplate: "%{customdata}<extra></extra>",
      error_x: {
        type: "data", symmetric: false, color: colours.quiet, thickness: 1.5, width: 0,
        array: shown.map(function (cell) { return cell.low === null ? null : cell.high - cell.drawn; }),
        arrayminus: shown.map(function (cell) { return cell.low === null ? null : cell.drawn - cell.low; })
      },
      marker: {
        color: rows.map(shade),
        opacity: shown.map(function (cell) { return cell.low === null ? 1 : 0.5; }),
        line: { color: colour, width: one.sex === "man" ? 2 : 0 }
      }
    };
  }

  // The number beside its bar, past the interval, and past the line of the average where it would lie on it;
  // the first row names the series too. wide: how much of the axis a character takes.
  function labelsOf(at, one, place, many, rows, line, wide) {
    var unit = measureOf(at).unit, step = 0.84 / many;
    return rows.map(function (value, row) {
      var cell = one.cells[value] || read(null), text = cell.drawn === null ? ".." : numbered(cell.drawn, unit);
      var end = cell.drawn === null ? 0 : Math.max(cell.drawn, cell.high || 0, 0);
      if (many > 1 && row === 0 && !isNarrow()) { text += " " + one.name; }
      if (line !== null && end < line + wide / 2 && line < end + wide * (text.length + 1)) { end = line + wide / 2; }
      return note(end, row + (place - (many - 1) / 2) * step, text,
        { xanchor: "left", xshift: 2, borderpad: 0, hovertext: cell.drawn === null ? hover(rowName(at, value) + (one.name ? ", " + one.name : ""), cell, unit) : "", bgcolor: words.look.colours.paper, font: { size: 13, color: words.look.colours.ink } });
    });
  }

  function barFigure(at, series, rows) {
    var unit = measureOf(at).unit, drawn = series.filter(function (one) { return one.sex !== "unknown"; });
    var scale = valueAxis(drawn, unit, {}), height = Math.max(30, 22 * drawn.length + 8);
    var narrow = isNarrow(), average = at.with === ALL ? total(groups[own], at) : null;
    var lines = rows.map(function (value) { return wrapped(rowName(at, value), narrow ? 18 : 30).split("<br>"); });
    var widest = Math.max.apply(null, lines.map(function (one) { return Math.max.apply(null, one.map(function (line) { return line.length; })); }));
    var names = lines.map(function (one, row) { return rows[row] === at.value ? "<b>" + one.join("<br>") + "</b>" : one.join("<br>"); });
    height = Math.max(height, 8 + 17 * Math.max.apply(null, lines.map(function (one) { return one.length; })));
    scale.axis.range = [scale.low, scale.top + (scale.top - scale.low) * (narrow ? 0.34 : drawn.length > 1 ? 0.3 : 0.12)];
    var layout = {
      margin: { l: 14 + 7.4 * widest, r: 8, t: 28, b: 52 }, height: rows.length * height + 80, bargap: 0, barmode: "overlay",
      xaxis: scale.axis, shapes: [], annotations: [],
      yaxis: axis({ range: [rows.length - 0.45, -0.55], showgrid: false, tickvals: rows.map(function (value, row) { return row; }),
        ticktext: names, tickfont: { color: words.look.colours.ink, size: 13 } })
    };
    if (average && (average.drawn === null || unit === "persons")) { average = null; }
    if (average) {
      layout.shapes.push({ type: "line", x0: average.drawn, x1: average.drawn, yref: "paper", y0: 0, y1: 1,
        layer: "below", line: { color: words.look.colours.ink, width: 1.5, dash: "dash" } });
      layout.annotations.push(note(average.drawn, 1, totalName(at) + " " + numbered(average.drawn, unit),
        { yref: "paper", yanchor: "bottom", xanchor: average.drawn > scale.top / 2 ? "right" : "left", xshift: average.drawn > scale.top / 2 ? 4 : -4 }));
    }
    var wide = 7.5 * (scale.axis.range[1] - scale.axis.range[0]) / Math.max(section.clientWidth - layout.margin.l - layout.margin.r, 60);
    drawn.forEach(function (one, place) {
      layout.annotations = layout.annotations.concat(labelsOf(at, one, place, drawn.length, rows, average && average.drawn, wide));
    });
    return finished(drawn.map(function (one, place) { return barsOf(at, one, place, drawn.length, rows); }), layout);
  }

  function lineOf(at, one, rows) {
    var unit = measureOf(at).unit, isMan = one.sex === "man";
    var shown = rows.map(function (value) { return one.cells[value] || read(null); });
    var isSpan = !isYearly(at.by);
    return {
      type: "scatter", mode: "lines+markers", x: rows.map(Number),
      y: shown.map(function (cell) { return cell.drawn; }),
      line: { color: colourOf(one), width: 2.5, dash: isMan ? "dot" : "solid", shape: isSpan ? "hv" : "linear" },
      marker: { color: colourOf(one), size: shown.map(function (cell) { return cell.low === null ? 6 : 5; }),
        opacity: shown.map(function (cell) { return cell.low === null ? 1 : 0.4; }), symbol: isMan ? "diamond" : "circle" },
      error_y: {
        type: "data", symmetric: false, color: words.look.colours.quiet, thickness: 1, width: 0,
        array: shown.map(function (cell) { return cell.low === null ? null : cell.high - cell.drawn; }),
        arrayminus: shown.map(function (cell) { return cell.low === null ? null : cell.drawn - cell.low; })
      },
      customdata: shown.map(function (cell, row) { return hover((one.name ? one.name + ", " : "") + rows[row], cell, unit); }),
      hovertemplate: "%{customdata}<extra></extra>"
    };
  }

  // Two dots at the foot of a year in which something is not shown.
  function gapsOf(series, rows, foot) {
    var missing = rows.filter(function (value) {
      return series.some(function (one) { return !one.cells[value] || one.cells[value].drawn === null; });
    });
    return {
      type: "scatter", mode: "text", x: missing.map(Number), y: missing.map(function () { return foot; }),
      text: missing.map(function () { return ".."; }), textfont: { color: words.look.colours.quiet },
      customdata: missing.map(function (value) {
        return series.map(function (one) {
          var cell = one.cells[value] || read(null);
          return cell.drawn === null ? fill(words.text.hover_hidden, { name: (one.name ? one.name + ", " : "") + value, why: cell.why }) : "";
        }).filter(Boolean).join("<br>");
      }),
      hovertemplate: "%{customdata}<extra></extra>"
    };
  }

  // Name and last number at the right edge, pushed apart where lines end close to each other; beneath the
  // line's own end where it ends earlier.
  function endLabels(at, series, rows, scale, average) {
    var unit = measureOf(at).unit, last = rows[rows.length - 1], before = -Infinity, edge = [], made = [];
    series.forEach(function (one) {
      var shown = rows.filter(function (value) { return one.cells[value] && one.cells[value].drawn !== null; }), end = shown[shown.length - 1];
      var label = end !== undefined && { at: end, value: one.cells[end].drawn, colour: colourOf(one), text: (one.name + " " + numbered(one.cells[end].drawn, unit)).trim() };
      if (label && end === last) { edge.push(label); } else if (label) {
        made.push(note(Number(end), label.value, label.text, { xanchor: "right", yanchor: "top", yshift: -10, font: { size: 13, color: label.colour } }));
      }
    });
    if (average) { edge.push({ value: average.drawn, colour: words.look.colours.quiet, text: words.text.everyone + " " + dashed(groups[own].window) + " " + numbered(average.drawn, unit) }); }
    edge.sort(function (a, b) { return a.value - b.value; }).forEach(function (label) {
      var text = wrapped(label.text, isNarrow() ? 14 : 22), half = text.split("<br>").length * 9 * (scale.top - scale.low) / 318;
      var height = Math.max(label.value, before + half);
      before = height + half;
      made.push(note(1, height, text, { xref: "paper", xanchor: "left", align: "left", xshift: 6, font: { size: 13, color: label.colour } }));
    });
    return made;
  }

  function numbered(value, unit) { return fill(words.text.numbers[unit], { number: bare(value, unit) }); }

  function lineFigure(at, series, rows) {
    var unit = measureOf(at).unit, drawn = series.filter(function (one) { return one.sex !== "unknown"; });
    var scale = valueAxis(drawn, unit, {}), colours = words.look.colours, narrow = isNarrow();
    var from = Number(rows[0]) - 0.5, to = Number(rows[rows.length - 1]) + 0.5, average = at.with === ALL ? total(groups[own], at) : null;
    var names = { education: words.text.axis_year, licensed: words.text.axis_licensed };
    var across = isYearly(at.by) ? names[at.model] : words.breakdowns[first(at.by)];
    scale.axis.range = [scale.low - 0.09 * (scale.top - scale.low), 1.04 * scale.top];
    if (!isYearly(at.by) || unit === "persons" || !average || average.drawn === null) { average = null; }
    var layout = {
      margin: { l: 56, r: drawn.length > 1 || average ? (narrow ? 112 : 176) : 76, t: 26, b: 56 }, height: 400, yaxis: scale.axis,
      xaxis: axis({ showgrid: false, range: [from, to], tickangle: 0, tickformat: "d", dtick: rows.length > (narrow ? 9 : 16) ? 5 : rows.length > 8 ? 2 : 1,
        title: { text: across, font: { size: 13, color: colours.quiet }, standoff: 8 } }),
      shapes: [], annotations: endLabels(at, drawn, rows, scale, average)
    };
    if (at.model === "education" && isYearly(at.by)) { addBreak(layout, from, to); }
    if (average) {
      layout.shapes.push({ type: "line", x0: from, x1: to, y0: average.drawn, y1: average.drawn, line: { color: colours.quiet, width: 1.5, dash: "dash" } });
    }
    return finished(drawn.map(function (one) { return lineOf(at, one, rows); }).concat(gapsOf(drawn, rows, scale.low - 0.05 * (scale.top - scale.low))), layout);
  }

  function addBreak(layout, from, to) {
    var low = Math.max(words.look.break[0], from), high = Math.min(words.look.break[1], to);
    if (low >= high) { return; }
    layout.shapes.push({ type: "rect", yref: "paper", x0: low, x1: high, y0: 0, y1: 1, fillcolor: words.look.colours.break, line: { width: 0 }, layer: "below" });
    layout.annotations.push(note((low + high) / 2, 1, words.text.break_mark, { yref: "paper", yanchor: "bottom" }));
  }

  function finished(data, layout) {
    return { data: data, layout: Object.assign({}, words.look.layout, layout), config: words.look.config };
  }

  /* ---- the part as a whole ---- */

  function put(name, text) { section.querySelector("[data-is=" + name + "]").textContent = text; }

  function titleOf(at) {
    var title = measureOf(at).title;
    if (at.by !== NONE) { title = fill(isYearly(at.by) ? words.text.headline_yearly : words.text.headline, { measure: title, by: byName(at.by).toLowerCase() }); }
    return groups[own].isDraft ? fill(words.text.draft, { text: title }) : title;
  }

  function aboutOf(at) {
    var named = { group: words.groups[own], cohort: isYearly(at.by) ? words.text.every_year.toLowerCase() : cohortName(at.model, at.cohort) };
    if (at.with.indexOf(":") < 0) { return fill(words.text.about, named); }
    var other = at.with.split(":");
    named.other = other[0] === "group" ? words.groups[other[1]].toLowerCase() : cohortName(at.model, other[1]);
    return fill(words.text.about_compared, named);
  }

  function summaryOf(at, series, rows, unknown) {
    var said = unknown.length ? [fill(words.text.unknown_choice, { choices: unknown.join(", ") })] : [];
    var unit = measureOf(at).unit, text = words.text;
    function tell(name, cell) {
      if (!cell) { return; }
      said.push(cell.drawn === null ? fill(text.number_hidden, { name: capital(name), why: cell.why })
        : fill(text.number_of, { name: capital(name), number: spoken(cell, unit) }));
    }
    series.forEach(function (one) {
      var prefix = one.name ? one.name + ", " : "";
      if (at.value !== NONE) { tell(prefix + rowName(at, at.value), one.cells[at.value]); }
      if (at.by === NONE) { tell(prefix + text.everyone.toLowerCase(), one.cells[""]); } else { tell(prefix + (prefix ? totalName(at).toLowerCase() : totalName(at)), one.total); }
    });
    var all = rows.length * series.length, shown = 0;
    series.forEach(function (one) { rows.forEach(function (value) { shown += one.cells[value] && one.cells[value].drawn !== null ? 1 : 0; }); });
    if (!all) { return said.concat(text.nothing_here).join(" "); }
    if (at.by !== NONE || shown < all) { said.push(fill(text.rows_shown, { shown: shown, all: all })); }
    if (shown < all) { said.push(text.rows_hidden); }
    return said.join(" ");
  }

  function notesOf(at, series) {
    var said = measureOf(at).notes.map(function (name) { return words.notes[name]; });
    if (at.model === "education" && (isYearly(at.by) || at.cohort === groups[own].window)) { said.push(words.text.overcoverage); }
    var isWide = series.some(function (one) { return Object.keys(one.cells).some(function (value) { return one.cells[value].low !== null; }); });
    if (isWide) { said.push(words.text.interval_note); }
    return said;
  }

  function showKey(series) {
    var key = section.querySelector("[data-is=key]");
    key.textContent = "";
    (series.length > 1 ? series.filter(function (one) { return one.sex !== "unknown"; }) : []).forEach(function (one) {
      var item = element("li"), swatch = element("span", "", "swatch place-" + one.place + (one.sex === "man" ? " hollow" : ""));
      item.append(swatch, one.name);
      key.appendChild(item);
    });
  }

  function showFiles(at) {
    var kind = /-/.test(isYearly(at.by) ? "" : at.cohort) ? "window" : /\//.test(at.cohort) ? "lasar" : "year";
    var cut = at.by === NONE || at.by === YEAR ? "" : at.by === YEAR_SEX ? "sex" : at.by;
    var place = section.querySelector("[data-is=files]");
    place.textContent = "";
    words.tables.filter(function (table) {
      return table.model === at.model && table.cohorts.indexOf(kind) >= 0 && table.measures.indexOf(at.measure) >= 0 && table.cuts.indexOf(cut) >= 0;
    }).forEach(function (table) {
      place.append(table.title + ": ");
      table.files.forEach(function (file, index) {
        var link = element("a", file[0]);
        link.href = file[1];
        link.setAttribute("download", "");
        place.append(index ? ", " : "", link);
      });
    });
    place.parentElement.hidden = !place.textContent;
  }

  function show(at, unknown) {
    var series = seriesOf(at), rows = rowsOf(at, series), title = titleOf(at), measure = measureOf(at);
    put("title", title);
    put("about", aboutOf(at));
    put("summary", summaryOf(at, series, rows, unknown));
    put("notes", notesOf(at, series).join(" "));
    put("definition", measure.definition);
    put("unit", words.text.units[measure.unit]);
    showKey(series);
    showFiles(at);
    section.querySelector("[data-is=link]").href = address(at);
    document.querySelectorAll("a[hreflang]").forEach(function (link) {
      link.setAttribute("href", link.getAttribute("href").split("#")[0] + address(at));
    });
    var frame = section.querySelector("[data-is=table]"), table = tableOf(at, series, rows, title);
    frame.textContent = "";
    frame.setAttribute("aria-label", title);
    frame.appendChild(table);
    site.makeSortable(table);
    drawFigure(at, series, rows, title);
  }

  function drawFigure(at, series, rows, title) {
    var place = document.getElementById(PLACE) || section.querySelector("[data-is=figure]").appendChild(element("div", "", "figure"));
    place.id = PLACE;
    place.setAttribute("role", "img");
    var isEmpty = !series.some(function (one) { return rows.some(function (value) { return one.cells[value] && one.cells[value].drawn !== null; }); });
    place.parentElement.hidden = isEmpty;
    put("empty", isEmpty ? words.text.no_figure : "");
    if (isEmpty) { delete window.reportFigures[PLACE]; return; }
    var figure = isLines(at) ? lineFigure(at, series, rows) : barFigure(at, series, rows);
    place.style.minHeight = figure.layout.height + "px";
    place.setAttribute("aria-label", fill(words.text.aria, { title: title }));
    site.drawFigure(PLACE, figure);
  }

  function fillForm(at) {
    KEYS.forEach(function (key) {
      var select = form.elements[key], list = options[key](at), box = select;
      select.textContent = "";
      list.forEach(function (one) {
        if (one[2] && (box === select || box.label !== one[2])) {
          box = element("optgroup");
          box.label = one[2];
          select.appendChild(box);
        }
        var option = element("option", one[1]);
        option.value = one[0];
        (one[2] ? box : select).appendChild(option);
      });
      select.value = at[key];
      select.disabled = list.length < 2;
    });
  }

  /* ---- the choice in the address ---- */

  function address(at) {
    return BEGINS + KEYS.filter(function (key) { return key !== "value" || at.value !== NONE; }).map(function (key) {
      return key + "=" + encodeURIComponent(at[key]).replace(/%2C/g, ",").replace(/%3A/g, ":").replace(/%2F/g, "/");
    }).join("&");
  }

  function fromAddress() {
    var wanted = {};
    if (window.location.hash.indexOf(BEGINS) === 0) {
      new URLSearchParams(window.location.hash.slice(BEGINS.length)).forEach(function (value, key) {
        if (KEYS.indexOf(key) >= 0) { wanted[key] = value; }
      });
    }
    return wanted;
  }

  function choose(wanted, isPick) {
    var turn = asked += 1, other = /^group:(\w+)$/.exec(wanted.with || "");
    var needed = [load(own), load(section.dataset.words)];
    return Promise.all(needed).then(function () {
      return other && words.groups[other[1]] ? load(other[1]) : null;
    }).then(function () {
      if (turn !== asked) { return; }
      var settled = settle(wanted);
      state = settled.state;
      fillForm(state);
      form.hidden = section.querySelector("[data-is=shown]").hidden = false;
      show(state, isPick ? [] : settled.unknown);
      if (isPick || settled.unknown.length) { window.history.replaceState(null, "", address(state)); }
    }, function (file) { put("summary", section.dataset.unread + " " + file + "."); });
  }

  function follow() {
    if (window.location.hash.indexOf(BEGINS) === 0) {
      choose(fromAddress(), false).then(function () { section.scrollIntoView(); });
    }
  }

  form.addEventListener("change", function (event) {
    var wanted = Object.assign({}, state);
    wanted[event.target.name] = event.target.value;
    choose(wanted, true);
  });
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  window.addEventListener("hashchange", follow);
  if (window.location.hash.indexOf(BEGINS) === 0) { follow(); } else { choose({}, false); }
})();
