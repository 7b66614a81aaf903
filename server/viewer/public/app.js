/** A dashboard's page: variables, panels, refresh. */
import { onThemeChange } from "./colours.js";
import { element } from "./dom.js";
import { tellExtent } from "./extent.js";
import { Panel } from "./panel.js";
import { RANGE_EVENT, tellRange } from "./range.js";
import { NOW_EVENT, REFRESH_EVENT } from "./refresh.js";
import { getJson, state } from "./state.js";
import { drawControls } from "./variable-controls.js";

/** Panels that load at once: as many as the server has connections for. */
const AT_ONCE = 4;
/** Until the next try after the server or its database was unavailable. */
const START_AGAIN_MS = 3_000;
/** Resizing a window sends an event for each pixel. */
const RESIZE_WAIT_MS = 100;

const main = document.getElementById("panels");
let panels = [];
let annotations = [];
/** Whether there are events outside the range and none in it. */
let isElsewhere = false;
let timer;
/** Milliseconds between two rounds; 0 for none. */
let refreshMs = 0;
let round = 0;

await start();

async function start() {
  try {
    const dashboard = await getJson(`/api/dashboards/${encodeURIComponent(state.uid)}`);
    state.load(dashboard);
    await drawControls(document.getElementById("controls"), changed);
    panels = dashboard.panels.map(
      (panel) =>
        new Panel(
          panel,
          () => annotations,
          showRange,
          () => isElsewhere,
        ),
    );
    main.replaceChildren(...panels.map(({ section }) => section));
    keepRange();
    await loadAll();
  } catch (error) {
    main.replaceChildren(element("p", { role: "alert", class: "error" }, error.message));
    if (error.passes) setTimeout(start, START_AGAIN_MS);
  }
}

/** Other dashboards show the same time, and what else was chosen. */
function keepRange() {
  for (const link of document.querySelectorAll('.rail a[href^="/d/"]'))
    link.href = `${new URL(link.href).pathname}?${state.parameters()}`;
}

async function changed() {
  keepRange();
  for (const panel of panels) panel.updateLinks();
  await loadAll();
}

/** Shows another range, milliseconds since the epoch. */
async function showRange(from, to) {
  [state.from, state.to] = [String(from), String(to)];
  state.save();
  tellRange(from, to);
  await redraw();
}

async function redraw() {
  beginRound();
  keepRange();
  await drawControls(document.getElementById("controls"), changed);
  await changed();
}

/** Begins a round of loading, which replaces earlier ones; the page is busy until the newest has ended. */
function beginRound() {
  main.setAttribute("aria-busy", "true");
  return ++round;
}

async function loadAll() {
  clearTimeout(timer);
  const mine = beginRound();
  await Promise.all([loadAnnotations(), loadExtent()]);
  const waiting = [...panels];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) await next.load();
    }),
  );
  if (mine !== round) return;
  main.setAttribute("aria-busy", "false");
  const wait = panels.some(({ isWaiting }) => isWaiting) ? START_AGAIN_MS : refreshMs;
  if (wait) schedule(wait);
}

/** Reloads after `wait` milliseconds; a hidden page waits once more. */
function schedule(wait) {
  timer = setTimeout(() => (document.hidden ? schedule(wait) : loadAll()), wait);
}

async function loadAnnotations() {
  try {
    const sets = await getJson(
      `/api/dashboards/${encodeURIComponent(state.uid)}/annotations?${state.parameters()}`,
    );
    annotations = sets.flatMap(({ frame }) => {
      const column = (name) => frame.fields.find((field) => field.name === name)?.values ?? [];
      return column("time").map((at, i) => ({ at, title: column("title")[i] ?? "" }));
    });
  } catch {
    annotations = [];
  }
}

/** Where the range has no events panels don't claim an absence of attacks; the frame's note says where there are some. */
async function loadExtent() {
  try {
    const extent = await getJson(`/api/extent?${state.parameters()}`);
    isElsewhere = extent.events > 0 && !extent.inRange;
    tellExtent(extent);
  } catch {
    // The panels show the error.
    isElsewhere = false;
  }
}

let resized;
addEventListener("resize", () => {
  clearTimeout(resized);
  resized = setTimeout(() => {
    for (const panel of panels) panel.resize();
  }, RESIZE_WAIT_MS);
});
addEventListener("popstate", () => {
  state.load(state.dashboard);
  redraw();
});
onThemeChange(() => {
  for (const panel of panels) {
    panel.dispose();
    panel.draw();
  }
});

addEventListener(RANGE_EVENT, (event) => {
  event.preventDefault();
  const parameters = new URLSearchParams(location.search);
  for (const name of ["from", "to"]) parameters.set(name, event.detail[name]);
  history.pushState(null, "", `?${parameters}`);
  state.load(state.dashboard);
  redraw();
});
addEventListener(NOW_EVENT, (event) => {
  event.preventDefault();
  loadAll();
});
addEventListener(REFRESH_EVENT, (event) => {
  event.preventDefault();
  refreshMs = event.detail;
  if (refreshMs > 0) schedule(refreshMs);
  else clearTimeout(timer);
});
