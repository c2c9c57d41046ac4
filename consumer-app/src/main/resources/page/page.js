// The page's only script. What comes from data reaches the document as text alone.

const byId = (id) => document.getElementById(id);
const TABLES = { token_transfers: "Token transfers", contract_events: "Contract events" };
const SHORT_NAMES = { token_transfers: "transfers", contract_events: "contract" };
const LEVELS = { healthy: "● healthy", degraded: "▲ degraded", unhealthy: "■ unhealthy", unknown: "○ unknown" };
const SILENCE_MILLIS = 6000;
const AGAIN_MILLIS = 3000;
const CHART_SECONDS = 300;

/** An element with a class and children: elements or texts. */
function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

const whole = new Intl.NumberFormat("en");
const number = (value) => (value === null || value === undefined ? "unknown" : whole.format(value));

/** A decimal number of any length, grouped; of classic assets in units of 0.0000001. */
function amountText(text, isClassic) {
  const isNegative = text.startsWith("-");
  let digits = isNegative ? text.slice(1) : text;
  let fraction = "";
  if (isClassic) {
    digits = digits.padStart(8, "0");
    fraction = digits.slice(-7).replace(/0+$/, "");
    digits = digits.slice(0, -7);
  }
  const grouped = digits.replace(/\B(?=(\d{3})+$)/g, ",");
  return (isNegative ? "−" : "") + grouped + (fraction ? "." + fraction : "");
}

const short = (text) => (text.length > 16 ? text.slice(0, 5) + "…" + text.slice(-5) : text);
const assetText = (asset) => (asset === "native" ? "XLM" : asset.slice(0, asset.lastIndexOf(":")));
const timeText = (iso) => new Date(iso).toISOString().slice(0, 19).replace("T", " ");
const clockText = (iso) => new Date(iso).toLocaleTimeString("en-GB");

function durationText(seconds) {
  if (seconds === null || seconds === undefined) return "unknown";
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7200) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 172800) return `${Math.floor(seconds / 3600)} h`;
  return `${number(Math.floor(seconds / 86400))} days`;
}

/** Something that can be looked for: shortened, whole for who hovers over it or hears it. */
function key(text, shown = short(text)) {
  const button = element("button", "key", shown);
  button.type = "button";
  button.title = text;
  button.setAttribute("aria-label", `Search ${text}`);
  button.addEventListener("click", () => look(text));
  return button;
}

// ---- Tables of rows

const tokenCell = (row) =>
  row.asset ? key(row.asset, assetText(row.asset)) : key(row.contract_address);
const addressCell = (address) => (address ? key(address) : "");

function receiverCell(row) {
  if (!row.to_address) return "";
  const cell = element("span", "", key(row.to_address));
  if (row.to_muxed_value) cell.append(` ${row.to_muxed_type} ${short(row.to_muxed_value)}`);
  return cell;
}

const TRANSFER_COLUMNS = [
  ["Closed (UTC)", (row) => timeText(row.closed_at)],
  ["Ledger", (row) => String(row.ledger_sequence), "number"],
  ["Kind", (row) => row.event_type],
  ["Token", tokenCell],
  ["Amount", (row) => amountText(row.amount, row.asset !== null), "number"],
  ["From", (row) => addressCell(row.from_address)],
  ["To", receiverCell],
  ["Transaction", (row) => key(row.tx_hash)],
];
const EVENT_COLUMNS = [
  ["Closed (UTC)", (row) => timeText(row.closed_at)],
  ["Ledger", (row) => String(row.ledger_sequence), "number"],
  ["Kind", (row) => row.event_type + (row.tx_successful ? "" : " (failed)")],
  ["Contract", (row) => key(row.contract_id)],
  ["Topics", (row) => valueCell(row.topics), "wide"],
  ["Data", (row) => valueCell(row.data), "wide"],
  ["Transaction", (row) => key(row.tx_hash)],
];
const COLUMNS = { token_transfers: TRANSFER_COLUMNS, contract_events: EVENT_COLUMNS };
const cut = (text) => (text.length > 240 ? text.slice(0, 240) + "…" : text);

/** A contract's value in few words: addresses shortened, numbers without their type. */
function plain(value) {
  if (Array.isArray(value)) return value.map(plain).join(", ");
  if (typeof value === "string") return value.replace(/[GCMBL][A-Z2-7]{55,68}/g, short);
  if (value === null || typeof value !== "object") return String(value);
  if (typeof value.address === "string") return short(value.address);
  if (value.value !== undefined && value.type !== undefined) return plain(value.value);
  return Object.entries(value).map(([name, inner]) => `${name}: ${plain(inner)}`).join(", ");
}

/** What is too long to have come whole cannot be read as JSON, and is shown as it is. */
function valueCell(text) {
  if (!text) return "";
  const cell = element("code", "");
  try {
    cell.textContent = cut(plain(JSON.parse(text)));
  } catch {
    cell.textContent = cut(text);
  }
  cell.title = text;
  return cell;
}

const placeOf = (row) => `${row.ledger_sequence}-${row.ordinal}`;

function tableRow(columns, row) {
  const line = element("tr");
  for (const [label, cell, className] of columns) {
    const content = cell(row);
    const made = element("td", className, content);
    made.dataset.label = label;
    if (content === "") made.classList.add("absent");
    line.append(made);
  }
  return line;
}

function table(columns, title) {
  const head = element("tr");
  for (const [label, , className] of columns) {
    const cell = element("th", className === "number" ? "number" : "", label);
    cell.scope = "col";
    head.append(cell);
  }
  const body = element("tbody");
  const caption = element("caption", "", title);
  const made = element("table", "", caption, element("thead", "", head), body);
  const scroll = element("div", "scroll", made);
  scroll.tabIndex = 0;
  scroll.setAttribute("role", "region");
  scroll.setAttribute("aria-label", title);
  return { card: element("div", "card", scroll), body, caption };
}

// ---- The pipeline

function showState(state) {
  byId("network").textContent = state.network || "";
  byId("connection").dataset.state = "live";
  byId("connection").textContent = `live · ${clockText(state.time)}`;
  showProblems(state);
  showStages(state.stages);
  charts.add(state.rates);
}

/** What was well when it was last heard of is not known to be well now. */
function markOld() {
  for (const item of byId("stages").children) {
    const pill = item.querySelector(".pill");
    if (!pill) continue;
    pill.dataset.level = "unknown";
    pill.textContent = LEVELS.unknown;
    item.shown = null;
  }
  if (problemsShown !== "") {
    problemsShown = "";
    byId("problems").replaceChildren();
  }
}

let problemsShown = "";
/** Said anew only where it has changed: a screen reader would hear it each second. */
function showProblems(state) {
  const isChecked = state.stages.every((stage) => stage.words !== "Not asked yet");
  const now = JSON.stringify([isChecked, state.problems.map((problem) => [problem.what, problem.since])]);
  if (now === problemsShown) return;
  problemsShown = now;
  if (state.problems.length === 0) {
    byId("problems").replaceChildren(
      isChecked
        ? element("p", "well", "All is well.")
        : element("p", "checking", "Asking each stage how it is …"));
    return;
  }
  byId("problems").replaceChildren(
    ...state.problems.map((problem) =>
      element(
        "div",
        "problem",
        element("strong", "", problem.what),
        element("p", "", `Since ${timeText(problem.since)} UTC. ${problem.advice}`))));
}

function showStages(stages) {
  const list = byId("stages");
  if (list.children.length !== stages.length) {
    list.replaceChildren(...stages.map(() => element("li")));
    list.classList.toggle("many", stages.length > 4);
  }
  stages.forEach((stage, i) => {
    const now = JSON.stringify(stage);
    const item = list.children[i];
    if (item.shown === now) return;
    item.shown = now;
    const pill = element("span", "pill", LEVELS[stage.level]);
    pill.dataset.level = stage.level;
    const head = element("div", "head", element("h3", "", stage.name), pill);
    const figures = element("dl");
    const add = (term, text) => {
      figures.append(element("dt", "", term), element("dd", text === "unknown" ? "unknown" : "", text));
    };
    add(stage.name === "Source" ? "Newest ledger" : "Ledger", stage.ledger === null ? "unknown" : String(stage.ledger));
    if (stage.name !== "Source") {
      add("Behind, ledgers", number(stage.lag_ledgers));
      if (stage.name === "Consumer") add("Behind, time", durationText(stage.lag_seconds));
    }
    if (stage.stored !== undefined) add("Rows since start", number(stage.stored));
    if (stage.updated_at) add("Last written (UTC)", timeText(stage.updated_at));
    if (stage.first_ledger) add("First ledger", String(stage.first_ledger));
    const of = stages.length > 4 && stage.table ? [element("p", "of", TABLES[stage.table])] : [];
    item.replaceChildren(head, ...of, element("p", "words", stage.words), figures);
  });
}

// ---- Charts

const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const charts = {
  kinds: [
    ["ledgers", "Ledgers a second"],
    ["events", "Rows a second"],
    ["lag", "Ledgers behind"],
  ],
  tables: [],
  data: {},
  drawn: new Map(),

  begin(history) {
    this.data = history;
    const tables = Object.keys(history);
    if (tables.join() !== this.tables.join()) {
      this.tables = tables;
      this.build();
    }
    this.draw();
  },

  build() {
    for (const [, chart] of this.drawn) if (chart.plot) chart.plot.destroy();
    this.drawn.clear();
    byId("charts").replaceChildren();
    for (const [kind, title] of this.kinds) {
      const value = element("span", "value");
      const place = element("div");
      place.setAttribute("aria-hidden", "true");
      byId("charts").append(
        element("figure", "", element("figcaption", "", element("span", "", title), value), place));
      this.drawn.set(kind, { value, place, plot: null });
    }
  },

  options(place) {
    const axis = {
      stroke: style("--soft"),
      grid: { stroke: style("--line"), width: 1 },
      ticks: { stroke: style("--line"), width: 1 },
      font: "12px system-ui, sans-serif",
    };
    const colours = [style("--accent"), style("--second")];
    const clock = (value) => new Date(value * 1000).toLocaleTimeString("en-GB").slice(0, 5);
    return {
      width: Math.max(200, place.clientWidth),
      height: 130,
      legend: { show: false },
      cursor: { show: false },
      scales: {
        // The window is fixed: a chart that has just begun is not stretched.
        x: { range: (_plot, _least, most) => [most - CHART_SECONDS, most] },
        y: { range: (_plot, _least, most) => [0, most > 0 ? most * 1.1 : 1] },
      },
      axes: [
        { ...axis, space: 30, size: 26, incrs: [60], values: (_plot, values) => values.map(clock) },
        { ...axis, size: 52, space: 28, values: (_plot, values) => values.map(compact) },
      ],
      series: [
        {},
        ...this.tables.map((name, i) => ({
          label: TABLES[name], stroke: colours[i], width: 1.5, points: { show: false },
          fill: i === 0 ? colours[0] + "22" : undefined,
        })),
      ],
    };
  },

  draw() {
    if (this.tables.length === 0) return;
    const times = this.data[this.tables[0]].times;
    for (const [kind] of this.kinds) {
      const chart = this.drawn.get(kind);
      const rows = [times, ...this.tables.map((name) => this.data[name][kind])];
      if (chart.plot) chart.plot.setData(rows);
      else chart.plot = new window.uPlot(this.options(chart.place), rows, chart.place);
      chart.value.replaceChildren(
        ...this.tables.flatMap((name, i) => {
          const newest = this.data[name][kind].at(-1);
          const text = newest === null || newest === undefined ? "unknown" : whole.format(newest);
          if (this.tables.length === 1) return [element("b", "", text)];
          return [element("span", i === 0 ? "swatch" : "swatch second"), `${SHORT_NAMES[name]} `, element("b", "", text), " "];
        }));
    }
  },

  add(rates) {
    if (this.tables.length === 0) return;
    for (const name of this.tables) {
      const data = this.data[name];
      const sample = rates[name];
      if (!sample || data.times.at(-1) >= sample.time) continue;
      data.times.push(sample.time);
      for (const [kind] of this.kinds) data[kind].push(sample[kind]);
      if (data.times.length > CHART_SECONDS) {
        data.times.shift();
        for (const [kind] of this.kinds) data[kind].shift();
      }
    }
    this.draw();
  },

  redraw() {
    for (const [, chart] of this.drawn) {
      if (chart.plot) chart.plot.destroy();
      chart.plot = null;
    }
    this.draw();
  },
};

const compactFormat = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
const compact = (value) => compactFormat.format(value);

let widthTimer = 0;
window.addEventListener("resize", () => {
  clearTimeout(widthTimer);
  widthTimer = setTimeout(() => charts.redraw(), 200);
});

// ---- Latest rows

const latest = {};

function showLatest(name, rows) {
  if (!latest[name]) {
    latest[name] = { ...table(COLUMNS[name], `${TABLES[name]}, newest first`), seen: null };
    const order = Object.keys(TABLES).filter((table) => latest[table]);
    byId("latest").replaceChildren(...order.map((table) => latest[table].card));
  }
  const shown = latest[name];
  const focused = shown.body.contains(document.activeElement);
  if (focused) return; // Who is on a row with the keyboard keeps it.
  const lines = rows.map((row) => {
    const line = tableRow(COLUMNS[name], row);
    if (shown.seen && !shown.seen.has(placeOf(row))) line.className = "fresh";
    return line;
  });
  shown.seen = new Set(rows.map(placeOf));
  shown.body.replaceChildren(...lines);
  empty(shown, rows.length === 0 ? "Nothing is stored yet." : "");
}

function empty(shown, words) {
  if (!shown.note) {
    shown.note = element("p", "empty");
    shown.card.append(shown.note);
  }
  shown.note.textContent = words;
  shown.note.hidden = words === "";
}

// ---- Top assets

const TOP_COLUMNS = [
  ["Token", tokenCell],
  ["Events", (row) => number(row.events), "number"],
  ["Amount", (row) => amountText(row.amount, row.asset !== null), "number"],
];

function showAssets(found) {
  byId("top").hidden = found.tokens.length === 0;
  if (found.tokens.length === 0) return;
  byId("top-when").textContent =
    `The hour before ledger ${found.ledger}, which closed ${timeText(found.closed_at)} UTC; fees left out.` +
    " By amount: classic assets alone, in units; a contract's own tokens have decimals that it alone knows.";
  const tables = [
    ["By number of events", "by_events"],
    ["By amount", "by_amount"],
  ].map(([title, rank]) => {
    const made = table(TOP_COLUMNS, title);
    const rows = found.tokens
      .filter((row) => row[rank] !== null && row[rank] <= found.most)
      .sort((one, other) => one[rank] - other[rank]);
    made.body.append(...rows.map((row) => tableRow(TOP_COLUMNS, row)));
    return made.card;
  });
  if (!byId("top-tables").contains(document.activeElement)) byId("top-tables").replaceChildren(...tables);
}

// ---- Search

const KINDS = {
  account: "account", muxed_account: "muxed account, by what it received", contract: "contract",
  asset: "asset", native: "lumen", transaction: "transaction",
};
const PATHS = { token_transfers: "/api/transfers", contract_events: "/api/contract-events" };
let searches = 0;

/** Looks for a text, so that the browser's back button leads back. */
function look(text) {
  location.hash = `q=${encodeURIComponent(text)}`;
  byId("search").scrollIntoView({ block: "start" });
}

async function ask(name, query, before) {
  const parameters = new URLSearchParams({ q: query, ...(before ? { before } : {}) });
  let response;
  try {
    response = await fetch(`${PATHS[name]}?${parameters}`);
  } catch {
    throw new Error("The consumer does not answer.");
  }
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

function say(words, isError) {
  byId("answer").textContent = words;
  byId("answer").classList.toggle("error", isError);
}

async function search() {
  const hash = new URLSearchParams(location.hash.slice(1));
  const query = (hash.get("q") || "").trim();
  byId("query").value = query;
  byId("clear").hidden = query === "";
  byId("found").replaceChildren();
  say("", false);
  const mine = ++searches;
  if (query === "") return;
  say("Searching …", false);
  const names = Object.keys(PATHS).filter((name) => name in charts.data);
  // Which tables there are comes with the first event; until then, the one that there is always.
  if (names.length === 0) names.push("token_transfers");
  try {
    const first = names.includes("token_transfers") ? await ask("token_transfers", query) : null;
    const hasEvents = names.includes("contract_events")
      && (!first || first.kind === "contract" || first.kind === "transaction");
    const second = hasEvents ? await ask("contract_events", query) : null;
    if (mine !== searches) return;
    const kind = KINDS[(first || second).kind];
    const count = [first, second].reduce((sum, found) => sum + (found ? found.rows.length : 0), 0);
    say(count === 0 ? `Nothing is stored of this ${kind}.` : `Found as ${kind}.`, false);
    if (first && first.rows.length > 0) showFound("token_transfers", query, first);
    if (second && second.rows.length > 0) showFound("contract_events", query, second);
  } catch (failure) {
    if (mine === searches) say(failure.message, true);
  }
}

function showFound(name, query, first) {
  const shown = table(COLUMNS[name], `${TABLES[name]} found, newest first`);
  const more = element("button", "more", "Older");
  more.type = "button";
  let next = null;
  const add = (found) => {
    shown.body.append(...found.rows.map((row) => tableRow(COLUMNS[name], row)));
    next = found.next;
    more.hidden = next === null;
  };
  more.addEventListener("click", async () => {
    more.disabled = true;
    try {
      add(await ask(name, query, next));
      say("", false);
    } catch (failure) {
      say(failure.message, true);
    }
    more.disabled = false;
  });
  add(first);
  shown.card.append(more);
  byId("found").append(shown.card);
}

byId("search").addEventListener("submit", (event) => {
  event.preventDefault();
  const query = byId("query").value.trim();
  const hash = `#q=${encodeURIComponent(query)}`;
  if (location.hash === hash) search();
  else location.hash = hash;
});
byId("clear").addEventListener("click", () => {
  location.hash = "";
  byId("query").focus();
});
window.addEventListener("hashchange", search);

// ---- Light and dark

const systemDark = matchMedia("(prefers-color-scheme: dark)");
let chosen = null;
try {
  chosen = localStorage.getItem("theme");
} catch {
  // Where nothing may be remembered the switch holds until the page is left.
}

function showTheme() {
  const isDark = (chosen || (systemDark.matches ? "dark" : "light")) === "dark";
  document.documentElement.dataset.theme = isDark ? "dark" : "light";
  byId("theme").textContent = isDark ? "Light" : "Dark";
  byId("theme").setAttribute("aria-label", isDark ? "Switch to light colours" : "Switch to dark colours");
  charts.redraw();
}

byId("theme").addEventListener("click", () => {
  chosen = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  try {
    localStorage.setItem("theme", chosen);
  } catch {
    // As above.
  }
  showTheme();
});
systemDark.addEventListener("change", showTheme);
showTheme();

// ---- The stream of events

let stream = null;
let heardAt = performance.now();
let isBegun = false;

const HANDLERS = {
  history: (data) => {
    charts.begin(data);
    if (!isBegun) {
      isBegun = true;
      search();
    }
  },
  state: showState,
  token_transfers: (data) => showLatest("token_transfers", data.rows),
  contract_events: (data) => showLatest("contract_events", data.rows),
  assets: showAssets,
};

function connect() {
  if (stream) stream.close();
  stream = new EventSource("/events");
  for (const [name, handler] of Object.entries(HANDLERS)) {
    stream.addEventListener(name, (event) => {
      heardAt = performance.now();
      handler(JSON.parse(event.data));
    });
  }
}

/** The browser comes again by itself, but not after a refusal. */
function watch() {
  if (document.hidden) return;
  if (stream && stream.readyState === EventSource.CLOSED) connect();
  if (performance.now() - heardAt > SILENCE_MILLIS) {
    byId("connection").dataset.state = "lost";
    byId("connection").textContent =
      "The consumer does not answer, or too many look at it at once. What is shown is old.";
    markOld();
  }
}

// Who does not look needs no stream: browsers have six of them for all tabs of a server.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    stream.close();
    stream = null;
  } else {
    heardAt = performance.now();
    connect();
  }
});
setInterval(watch, AGAIN_MILLIS);
connect();
