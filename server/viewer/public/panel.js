/** One panel: frame, data, drawing. */
import { drawBarGauge } from "./bar-gauge.js";
import { nodeGraphHeight } from "./chart-node-graph.js";
import { CHARTS } from "./charts.js";
import { element } from "./dom.js";
import * as echarts from "./echarts.js";
import { linkUrl } from "./fields.js";
import { legend } from "./legend.js";
import { drawStat } from "./stat.js";
import { getJson, state } from "./state.js";
import { drawTable } from "./table.js";
import { loadWorld } from "./world.js";
import { BRUSH_ON, onBrush } from "./zoom-brush.js";

/** Panels drawn without ECharts. */
const RENDERERS = { stat: drawStat, bargauge: drawBarGauge };
/** Charts whose layout is computed for their size. */
const LAID_OUT_BY_SIZE = new Set(["nodeGraph"]);
/** Charts whose series the legend switches off and on. */
const SWITCHED = new Set(["timeseries", "barchart", "histogram"]);
const ROW_PIXELS = 34;
const GAP_PIXELS = 8;
const NO_EVENTS = "no events in this time";

/** An information that is open closes by Escape, and by a click anywhere else. */
function closeElsewhere(details) {
  addEventListener("click", (event) => {
    if (!details.contains(event.target)) details.open = false;
  });
  details.addEventListener("keydown", (event) => {
    if (event.key === "Escape") details.open = false;
  });
}

export class Panel {
  /**
   * @param panel as the dashboard has it
   * @param annotations returns the range's annotations
   * @param zoom shows another range, milliseconds since the epoch
   * @param isElsewhere returns whether there are events outside the range and none in it
   */
  constructor(panel, annotations, zoom, isElsewhere) {
    this.panel = panel;
    this.annotations = annotations;
    this.zoom = zoom;
    this.isElsewhere = isElsewhere;
    this.asTable = false;
    this.body = element("div", { class: "body" });
    this.toggle = element("button", { type: "button", class: "small", "aria-pressed": "false" }, "Data");
    this.toggle.hidden = ["table", "stat"].includes(panel.type);
    this.toggle.addEventListener("click", () => this.toggleTable());
    this.links = (panel.links ?? []).map(({ title }) => element("a", {}, title));
    this.updateLinks();
    const help = element(
      "details",
      { class: "help" },
      element("summary", { "aria-label": `About ${panel.title}` }, "i"),
      element("p", {}, panel.description ?? ""),
    );
    this.ignored = element("span", { class: "ignored" });
    this.section = element(
      "section",
      {
        class: "panel",
        "aria-labelledby": `title-${panel.id}`,
        "data-panel": panel.id,
        "data-type": panel.type,
      },
      element(
        "header",
        {},
        element("h2", { id: `title-${panel.id}` }, panel.title),
        help,
        ...this.links,
        this.toggle,
      ),
      this.ignored,
      this.body,
    );
    closeElsewhere(help);
    const { x, w, h } = panel.gridPos;
    this.section.style.setProperty("--column", `${x + 1} / span ${w}`);
    this.section.style.setProperty("--height", `${h * ROW_PIXELS - GAP_PIXELS}px`);
  }

  /** Links carry the range and the variables that are shown now. */
  updateLinks() {
    for (const [i, { url }] of (this.panel.links ?? []).entries()) this.links[i].href = linkUrl(url);
  }

  /** Names the chosen variables that this panel's queries don't use. */
  showIgnored() {
    const titles = state.dashboard.templating.list
      .filter(({ name }) => state.values.has(name) && this.panel.ignores.includes(name))
      .map(({ label, name }) => label ?? name);
    this.ignored.textContent = titles.length > 0 ? `not by ${titles.join(", ")}` : "";
  }

  /**
   * Loads the data and draws them; the previous picture stays until then. Sets `isWaiting` where the server or its
   * database is unavailable.
   */
  async load() {
    this.showIgnored();
    const parameters = state.parameters();
    parameters.set("points", String(Math.max(50, Math.round(this.body.clientWidth / 3))));
    const asked = Symbol("asked");
    this.asked = asked;
    this.isWaiting = false;
    try {
      const path = `/api/dashboards/${encodeURIComponent(state.uid)}/panels/${this.panel.id}?${parameters}`;
      const data = await getJson(path);
      if (this.panel.type === "geomap") await loadWorld();
      if (this.asked !== asked) return;
      this.data = data;
      state.shown = { from: data.from, to: data.to };
      this.draw();
    } catch (error) {
      if (this.asked !== asked) return;
      this.isWaiting = error.passes === true;
      this.say("error", error.message);
    }
  }

  draw() {
    if (!this.data) return;
    const frames = this.data.frames;
    const isEmpty = frames.every(({ fields }) => (fields.at(-1)?.values.length ?? 0) === 0);
    if (isEmpty) {
      const nothing = this.panel.fieldConfig?.defaults?.noValue ?? NO_EVENTS;
      return this.say("empty", this.isElsewhere() ? NO_EVENTS : nothing);
    }
    this.section.dataset.state = "drawn";
    if (this.asTable || this.panel.type === "table") return this.drawTables();
    const drawn = RENDERERS[this.panel.type];
    if (drawn) {
      this.dispose();
      const place = this.body.querySelector(".scroll")?.scrollTop ?? 0;
      drawn(this.body, this.panel, this.data);
      this.body.querySelector(".scroll")?.scrollTo({ top: place });
      return;
    }
    const options = CHARTS[this.panel.type];
    if (!options) return this.drawTables();
    if (!this.chart) this.makeChart();
    const size = { width: this.plot.clientWidth, height: this.plot.clientHeight };
    const { key, urlOf, ...option } = options(this.panel, this.data, this.annotations(), size);
    this.urlOf = urlOf;
    this.chart.setOption(option, true);
    this.drawLegend(key);
    if (this.panel.type === "timeseries") this.chart.dispatchAction(BRUSH_ON);
  }

  makeChart() {
    this.plot = element("div", { class: "plot" });
    this.key = element("div", { class: "key" });
    // Of the legend's height before the chart is measured: else the chart would be drawn too high at first.
    const isTall = this.panel.type === "nodeGraph";
    const scrolled = isTall && { tabindex: "0", role: "region", "aria-label": `${this.panel.title}: graph` };
    this.body.replaceChildren(element("div", { class: "frame", ...scrolled }, this.plot), this.key);
    if (isTall)
      this.plot.style.height = `${nodeGraphHeight(this.data, this.plot.parentElement.clientHeight)}px`;
    this.chart = echarts.init(this.plot, null, { renderer: "canvas" });
    this.chart.on("click", (event) => {
      const url = this.urlOf?.(event);
      if (url) location.assign(url);
    });
    if (this.panel.type === "timeseries") onBrush(this.chart, this.zoom);
  }

  /** Drawn anew only when the names have changed: what was switched off stays off, and the focus where it is. */
  drawLegend(key = []) {
    const said = JSON.stringify(key);
    if (said === this.keySaid) return;
    this.keySaid = said;
    const toggle = (name) => this.chart.dispatchAction({ type: "legendToggleSelect", name });
    const isShown = key.length > 0 && this.panel.type !== "heatmap";
    this.key.replaceChildren(
      ...(isShown ? [legend(key, SWITCHED.has(this.panel.type) ? toggle : undefined)] : []),
    );
    this.chart.resize();
  }

  drawTables() {
    this.dispose();
    // A refresh keeps the scroll positions.
    const places = [...this.body.querySelectorAll(".scroll")].map(({ scrollTop, scrollLeft }) => ({
      top: scrollTop,
      left: scrollLeft,
    }));
    this.body.replaceChildren();
    for (const frame of this.data.frames) drawTable(this.body, this.panel, frame);
    for (const [i, table] of this.body.querySelectorAll(".scroll").entries())
      if (places[i]) table.scrollTo(places[i]);
  }

  toggleTable() {
    this.asTable = !this.asTable;
    this.toggle.setAttribute("aria-pressed", String(this.asTable));
    this.draw();
  }

  resize() {
    if (!this.chart) return;
    if (!LAID_OUT_BY_SIZE.has(this.panel.type)) return this.chart.resize();
    this.dispose();
    this.draw();
  }

  say(stateName, text) {
    this.dispose();
    this.section.dataset.state = stateName;
    this.body.replaceChildren(
      element("p", { class: stateName, role: stateName === "error" ? "alert" : null }, text),
    );
  }

  dispose() {
    this.chart?.dispose();
    this.chart = undefined;
    this.keySaid = undefined;
  }
}
