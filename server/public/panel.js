/** One panel: its frame, its data, and what draws it. */
import * as charts from "./charts.js";
import * as echarts from "./echarts.js";
import { linkUrl } from "./fields.js";
import { element } from "./format.js";
import { drawNumbers, drawRanking } from "./simple.js";
import { getJson, state } from "./state.js";
import { drawTable } from "./table.js";

const CHARTS = {
  timeseries: charts.timeSeries,
  barchart: charts.bars,
  piechart: charts.pie,
  heatmap: charts.heat,
  histogram: charts.bars,
  geomap: charts.map,
  nodeGraph: charts.graph,
};
const DRAWN = { stat: drawNumbers, bargauge: drawRanking };
const ROW_PIXELS = 34;

let world;
const loadWorld = () => {
  world ??= getJson("/public/world.json").then((map) => echarts.registerMap("world", map));
  return world;
};

export class Panel {
  constructor(panel, annotations) {
    this.panel = panel;
    this.annotations = annotations;
    this.asTable = false;
    this.body = element("div", { class: "body" });
    this.toggle = element("button", { type: "button", class: "small", "aria-pressed": "false" }, "Data");
    this.toggle.hidden = ["table", "stat"].includes(panel.type);
    this.toggle.addEventListener("click", () => this.toggleTable());
    const links = (panel.links ?? []).map(({ title, url }) => element("a", { href: linkUrl(url) }, title));
    const help = element(
      "details",
      { class: "help" },
      element("summary", { "aria-label": `About ${panel.title}` }, "i"),
      element("p", {}, panel.description ?? ""),
    );
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
        ...links,
        this.toggle,
      ),
      this.body,
    );
    const { x, y, w, h } = panel.gridPos;
    this.section.style.setProperty("--column", `${x + 1} / span ${w}`);
    this.section.style.setProperty("--row", `${y + 1} / span ${h}`);
    this.section.style.setProperty("--height", `${h * ROW_PIXELS}px`);
  }

  /** Asks for the data and draws it. What was drawn before stays until then. */
  async load() {
    const parameters = state.parameters();
    parameters.set("points", String(Math.max(50, Math.round(this.body.clientWidth / 3))));
    const asked = Symbol("asked");
    this.asked = asked;
    try {
      const path = `/api/dashboards/${encodeURIComponent(state.uid)}/panels/${this.panel.id}?${parameters}`;
      const data = await getJson(path);
      if (this.panel.type === "geomap") await loadWorld();
      if (this.asked !== asked) return;
      this.data = data;
      this.draw();
    } catch (error) {
      if (this.asked === asked) this.say("error", error.message);
    }
  }

  draw() {
    if (!this.data) return;
    const frames = this.data.frames;
    const isEmpty = frames.every(({ fields }) => (fields.at(-1)?.values.length ?? 0) === 0);
    if (isEmpty) return this.say("empty", this.panel.fieldConfig?.defaults?.noValue ?? "no events yet");
    this.section.dataset.state = "drawn";
    if (this.asTable || this.panel.type === "table") return this.drawTables();
    const drawn = DRAWN[this.panel.type];
    if (drawn) {
      this.dispose();
      return drawn(this.body, this.panel, this.data);
    }
    const options = CHARTS[this.panel.type];
    if (!options) return this.drawTables();
    if (!this.chart) {
      this.body.replaceChildren();
      this.chart = echarts.init(this.body, null, { renderer: "canvas" });
    }
    this.chart.setOption(options(this.panel, this.data, this.annotations()), true);
  }

  drawTables() {
    this.dispose();
    const [frame] = this.data.frames;
    drawTable(this.body, this.panel, frame);
  }

  toggleTable() {
    this.asTable = !this.asTable;
    this.toggle.setAttribute("aria-pressed", String(this.asTable));
    this.draw();
  }

  resize() {
    this.chart?.resize();
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
  }
}
