"use strict";
// Statements to explore: one core for JupyterLab (inLab) and for the site (onSite). It is given
// columns; each has its texts once, and of each row the number of its text. No text becomes HTML.
const FIRST = 8, ROWS = 100, NONE = "(none)", OWN = "(nobody: own words)", STATE = ["from", "until", "q", "sort", "by"];
const two = (a, b) => (a < b ? -1 : a > b ? 1 : 0), many = (n) => n.toLocaleString("en");
const folded = (text) => text.toLowerCase().replace(/[‘’]/g, "'");
const APART = /[^\p{L}\p{N}']+/gu, EDGE = / '+|'+ |'+$/g; // an apostrophe is part of a word within it
const plain = (text) => ` ${folded(text).replace(APART, " ")}`.replace(EDGE, " "); // a blank before each word
const none = ({ name }) => (name === "told_by" ? OWN : NONE), FOUND =
  ["content", "speaker", "speaker_text", "stance", "proposition", "label"];

function make(tag, given = {}, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given))
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value);
  if (/^(a|button|input|select|summary)$/.test(tag) || "tabindex" in given)
    made.setAttribute("data-lm-suppress-shortcuts", "true"); // else JupyterLab takes the arrow keys
  made.append(...inside);
  return made;
}
const button = (words, onclick) => make("button", { type: "button", onclick }, words);

/** Explore a table in `root`; `home` has link(row) or open(row, from), and changed(query). */
function explore(root, { n, columns }, home) {
  for (const one of columns) one.codes ??= [...one.texts.keys()];
  const named = Object.fromEntries(columns.map((one) => [one.name, one]));
  const text = (name, row) => named[name]?.texts[named[name].codes[row]] ?? "";
  const facets = columns.filter((one) => one.facet), shown = columns.filter((one) => one.shown);
  const charts = [named.date, ...facets].filter(Boolean);
  for (const one of charts) one.values = one.texts.map((each) => each.split("\n"));
  let asked = {}, kept = [], room = ROWS, hand = charts[0], haystack;

  // What is asked for, as text and back.
  function query() {
    const made = new URLSearchParams(facets.flatMap((f) => [...f.chosen].map((v) => [f.name, v])));
    for (const name of STATE) if (asked[name]) made.append(name, asked[name]);
    return made.toString();
  }
  function ask(words) {
    const said = new URLSearchParams(words);
    for (const one of facets) one.chosen = new Set(said.getAll(one.name).map((v) => (v === NONE || v === OWN ? "" : v)));
    asked = Object.fromEntries(STATE.map((name) => [name, said.getAll(name).pop() ?? ""]));
    for (const field of fields) field.value = asked[field.name];
    draw();
  }
  function set(name, value) { asked[name] = value, draw(), home.changed(query()); }

  // Which rows are kept; and of each facet, how many rows there are by what the others ask for.
  function filter() {
    const words = asked.q.split(/\s+/).filter(Boolean).map((word) =>
      [word, word.replaceAll("-", "")].map((way) => plain(way).trimEnd())), { from, until } = asked;
    const dated = (from || until) && named.date?.texts.map((dates) => {
      const [first, last = first] = dates.split(" – "); // an unknown end is …
      return dates && last >= from && !(until && first !== "…" && first > until);
    });
    if (words.length) haystack ??= Array.from({ length: n }, (_, row) =>
      { const all = FOUND.map((name) => text(name, row)).join("\n");
        return plain(all) + (all.includes("-") ? plain(all.replaceAll("-", "")) : ""); });
    for (const one of facets) {
      one.tally = new Uint32Array(one.texts.length);
      one.fits = one.values.map((its) => !one.chosen.size || its.some((v) => one.chosen.has(v)));
    }
    kept = [];
    for (let row = 0; row < n; row++) {
      if (dated && !dated[named.date.codes[row]]) continue;
      if (!words.every((ways) => ways.some((way) => haystack[row].includes(way)))) continue;
      let miss, more;
      for (const one of facets)
        if (!one.fits[one.codes[row]]) if (more = miss) break; else miss = one;
      if (miss && !more) miss.tally[miss.codes[row]]++;
      if (miss) continue;
      kept.push(row);
      for (const { tally, codes } of facets) tally[codes[row]]++;
    }
  }
  function tallied(one, rows) {
    const made = new Uint32Array(one.texts.length);
    for (const row of rows) made[one.codes[row]]++;
    return made;
  }
  function counts(one, tally, cut) { // the most frequent first, or days in order; none comes last
    const made = new Map();
    one.values.forEach((its, code) => tally[code] && its.forEach((value) =>
      { const name = cut && value[0] === "…" ? `until ${value.slice(4, 4 + cut)}` : value.slice(0, cut);
        made.set(name, (made.get(name) ?? 0) + tally[code]); }));
    return [...made].sort(([a, m], [b, k]) => !a - !b || (!cut && k - m) || two(a, b));
  }
  function sort() {
    const one = named[asked.sort.replace(/^-/, "")], way = asked.sort[0] === "-" ? -1 : 1;
    const words = { [one?.name]: way < 0 ? "descending" : "ascending" };
    for (const head of heads) head.setAttribute("aria-sort", words[head.dataset.name] ?? "none");
    const keys = one && (one.keys ??= one.texts.map(folded)), key = (row) => keys[one.codes[row]];
    if (one) kept.sort((a, b) => !key(a) - !key(b) || way * two(key(a), key(b)));
  }

  // What is shown.
  function draw() {
    filter(), sort(), facets.forEach(drawFacet), drawChart(), drawRows(ROWS);
    status.textContent = `${many(kept.length)} of ${many(n)} statements`
      + (kept.length ? "" : ": ask for less, or for “All again”");
  }
  function drawFacet(one) {
    one.told.textContent = [...one.chosen].map((value) => ` · ${value || none(one)}`).join("");
    const number = new Map(counts(one, one.tally)), focus = document.activeElement;
    const held = one.list.contains(focus) ? focus.value : null;
    const there = one.order.filter((value) => number.has(value) || one.chosen.has(value));
    const few = there.filter((value, at) => at < one.room || one.chosen.has(value));
    one.list.replaceChildren(...(one.box.open ? few : []).map((value) => {
      const tick = make("input", { type: "checkbox", value, onchange: () => {
        one.chosen[tick.checked ? "add" : "delete"](value), hand = one, set("by", "");
      } });
      tick.checked = one.chosen.has(value);
      const words = [make("span", {}, value || none(one)), make("b", {}, many(number.get(value) ?? 0))];
      return make("li", {}, make("label", {}, tick, ...words));
    }));
    [...one.list.querySelectorAll("input")].find((tick) => tick.value === held)?.focus();
    one.more.hidden = there.length === few.length;
    one.more.textContent = `${many(there.length - few.length)} more`;
  }
  function drawChart() {
    const one = named[asked.by] ?? hand, days = one === named.date;
    if (!one) return;
    fields.at(-1).value = one.name;
    const tally = tallied(one, kept), cuts = days ? [10, 7, 4] : [undefined]; // or months, or years
    const cut = cuts.find((size) => counts(one, tally, size).length <= FIRST) ?? cuts.at(-1);
    const all = counts(one, tally, cut), few = all.slice(0, days ? n : FIRST);
    const most = Math.max(...all.map(([, count]) => count));
    const part = (count) => make("i", { style: `--part: ${count / most}` });
    chart.replaceChildren(...few.map(([name, count]) => make("li", {},
      make("span", {}, name || none(one)), part(count), make("b", {}, many(count)))));
    if (few.length < all.length) chart.append(make("li", {}, `${many(all.length - FIRST)} more`));
  }
  function drawRows(most) {
    room = most;
    const cell = ({ name }, row) => text(name, row).replaceAll("\n", "; ") || "–";
    body.replaceChildren(...kept.slice(0, room).map((row) => {
      const words = cell(shown[0], row), href = home.link?.(row);
      const opener = href ? make("a", { href }, words) : !home.open ? words
        : button(words, ({ target }) => home.open(row, target));
      const others = shown.slice(1).map((one) => make("td", { class: one.name }, cell(one, row)));
      return make("tr", {}, make("th", { scope: "row" }, opener), ...others);
    }));
    rest.hidden = kept.length <= room, rest.textContent = `More than these ${many(room)}`;
  }

  // What it is made of.
  const oninput = ({ target }) => set(target.name, target.value);
  const field = (label, name, type) =>
    make("label", {}, label, make("input", { name, type, oninput }));
  const options = charts.map((one) => make("option", { value: one.name }, one.title));
  const bar = make("form", { onsubmit: (event) => event.preventDefault() },
    field("Words, speaker, stance, label", "q", "search"), field("From", "from", "date"),
    field("Until", "until", "date"),
    make("label", {}, "Bars by", make("select", { name: "by", oninput }, ...options)),
    button("All again", () => { ask(""), home.changed(""); }));
  const fields = [...bar.querySelectorAll("[name]")];
  facets.forEach((one) => {
    one.order = counts(one, tallied(one, one.codes.keys())).map(([value]) => value);
    one.room = FIRST, one.told = make("span"), one.list = make("ul");
    one.more = button("", () => { const at = one.list.children.length;
      one.room += 50, drawFacet(one), one.list.children[at]?.querySelector("input").focus(); });
    one.box = make("details", { ontoggle: () => one.tally && drawFacet(one) },
      make("summary", {}, one.title, one.told), one.list, one.more);
    one.box.open = /^(speaker|speaker_side|stance)$/.test(one.name) && innerWidth > 720;
  });
  const turn = (name) => set("sort", { [name]: `-${name}`, [`-${name}`]: "" }[asked.sort] ?? name);
  const heads = shown.map(({ name, title }) =>
    make("th", { scope: "col", "data-name": name }, button(title, () => turn(name))));
  const status = make("p", { role: "status" }), chart = make("ol", { "aria-label": "Bars" });
  const body = make("tbody"), rest = button("", () => { const at = room;
    drawRows(room + 10 * ROWS), body.children[at]?.querySelector("a, button")?.focus(); });
  const facetsBox = { class: "facets", role: "group", "aria-label": "Choose" };
  const rowsBox = { class: "rows", role: "region", "aria-label": "Statements", tabindex: 0 };
  const rows = make("table", {}, make("caption", {}, "Statements"),
    make("thead", {}, make("tr", {}, ...heads)), body);
  root.replaceChildren(make("div", { class: "explore" }, bar, status,
    make("div", facetsBox, ...facets.map((one) => one.box)),
    make("div", { class: "found" }, chart, make("div", rowsBox, rows, rest))));
  return { ask, bar, columns, query, text, kept: () => kept, all: () => drawRows(n) };
}

function inLab({ model, el }) {
  let from;
  const app = explore(el, JSON.parse(new TextDecoder().decode(model.get("data"))), {
    open(row, opener) { from = opener, model.send({ open: row }); },
    changed(query) { model.set("query", query), model.save_changes(); },
  });
  const close = button("Close the article", () => { page.hidden = true, from?.focus(); });
  const page = make("section", { "aria-label": "The article", tabindex: -1 }, close, make("div"));
  page.hidden = true, el.firstChild.append(page);
  model.on("msg:custom", ({ html, sign }) => { // by publish/marked.py, which escapes every text
    page.lastChild.innerHTML = html, page.hidden = false, page.scrollTop = 0, page.focus();
    const mark = [...page.querySelectorAll("sup")].find((sup) =>
      sup.textContent === sign && sup.nextSibling?.textContent.startsWith("["));
    if (!mark) return;
    mark.classList.add("here"), mark.closest("p").classList.add("here");
    page.scrollTop = mark.getBoundingClientRect().top - page.getBoundingClientRect().top - 80;
  });
  model.on("change:query", () => app.query() !== model.get("query") && app.ask(model.get("query")));
  app.ask(model.get("query"));
}

function onSite() {
  const said = () => (location.hash.includes("=") ? location.hash : location.search).slice(1);
  const again = make("a", {}, "Link to this view");
  const told = (query) => { again.href = `statements.html#${query || "q="}`; };
  const app = explore(document.getElementById("explore"),
    JSON.parse(document.getElementById("rows").textContent), {
      link: (row) => app.text("page", row) && `${app.text("page", row)}#s-${app.text("key", row)}`,
      changed(query) { told(query), history.replaceState(null, "", again.hash); },
    });
  app.bar.append(again, button("CSV of these rows", () => {
    const cell = (its) => (/[",\n\r]/.test(its) ? `"${its.replaceAll('"', '""')}"` : its);
    const names = app.columns.map((one) => one.name).filter((name) => name !== "page");
    const lines = app.kept().map((row) => names.map((name) => cell(app.text(name, row))).join(","));
    const href = URL.createObjectURL(new Blob([[names, ...lines, ""].join("\n")]));
    make("a", { href, download: "statements.csv" }).click();
  }));
  const asked = () => { app.ask(said()), told(said()); };
  addEventListener("hashchange", () => location.hash.includes("=") && asked());
  addEventListener("beforeprint", app.all);
  asked();
}
