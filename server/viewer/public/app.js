/** A dashboard's page: menu, controls, panels, refresh. */
import { onThemeChange } from "./colours.js";
import { drawControls } from "./controls.js";
import { element } from "./dom.js";
import { number, time } from "./format.js";
import { Panel } from "./panel.js";
import { getJson, state } from "./state.js";

const REFRESH_MS = { "5s": 5_000, "30s": 30_000, "1m": 60_000, "5m": 300_000 };
/** Panels that load at once: as many as the server has connections for. */
const AT_ONCE = 4;
/** Until the next try after the server or its database was unavailable. */
const START_AGAIN_MS = 3_000;
/** Resizing a window sends an event for each pixel. */
const RESIZE_WAIT_MS = 100;

const main = document.getElementById("panels");
let dashboards = [];
let panels = [];
let annotations = [];
/** Whether there are events outside the range and none in it. */
let isElsewhere = false;
let timer;
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
    dashboards = await getJson("/api/dashboards");
    drawMenu();
    await loadAll();
  } catch (error) {
    main.replaceChildren(element("p", { role: "alert", class: "error" }, error.message));
    if (error.passes) setTimeout(start, START_AGAIN_MS);
  }
}

function drawMenu() {
  const nav = document.getElementById("dashboards");
  const links = dashboards.map(({ uid, title }) =>
    element(
      "a",
      { href: `/d/${uid}?${state.parameters()}`, "aria-current": uid === state.uid ? "page" : null },
      title.replace(/^SmartLog \/ /, ""),
    ),
  );
  nav.replaceChildren(...links, element("a", { href: "/tail" }, "Live"));
}

async function changed() {
  drawMenu();
  for (const panel of panels) panel.updateLinks();
  await loadAll();
}

/** Shows another range, milliseconds since the epoch. */
async function showRange(from, to) {
  [state.from, state.to] = [String(from), String(to)];
  state.save();
  await redraw();
}

async function redraw() {
  beginRound();
  drawMenu();
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
  const wait = panels.some(({ isWaiting }) => isWaiting) ? START_AGAIN_MS : REFRESH_MS[state.refresh];
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

/** Where the range has no events, says where there are some; panels then don't claim an absence of attacks. */
async function loadExtent() {
  const note = document.getElementById("elsewhere");
  try {
    const extent = await getJson(`/api/extent?${state.parameters()}`);
    isElsewhere = extent.events > 0 && !extent.inRange;
    note.hidden = !isElsewhere;
    if (!isElsewhere) return;
    const all = new URLSearchParams(state.parameters());
    all.set("from", String(extent.from));
    all.set("to", String(extent.to));
    note.replaceChildren(
      "No events in this time. ",
      element(
        "a",
        { href: `?${all}` },
        `Show the ${number(extent.events)} events from ${time(extent.from)} to ${time(extent.to)}`,
      ),
    );
  } catch {
    // The panels show the error.
    isElsewhere = false;
    note.hidden = true;
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
