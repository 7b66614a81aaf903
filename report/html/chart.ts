/** Charts, drawn here by ECharts as SVG: the page needs no script, and its colours follow the reader's theme. */
import type { EChartsCoreOption, EChartsType } from "echarts/core";
import { Html, html } from "../../host/html.ts";
import { printable } from "../../host/printable.ts";
import { described } from "../document/described.ts";
import type { Chart, Series } from "../document/report.ts";
import { formatted } from "../document/value.ts";

const WIDTH = 1000;
const HEIGHT = 220;
const BAR_HEIGHT = 22;
/** Of a bar's name; more of it is in the table. */
const MAX_NAME_CHARACTERS = 40;
const AXIS = { lineStyle: { color: "var(--line)" } };
const LABEL = { color: "var(--faint)", fontSize: 12 };

/**
 * What ECharts adds for its own script, which the page has not, and the frames of lines, whose names would count what was
 * drawn before. No text of a label looks like it: ECharts escapes `<` and `"`.
 */
const ADDED = [
  / (?:class="zr\d+-cls-\d+"|ecmeta_\w+="[^"]*"|pointer-events="\w+"|clip-path="url\(#zr\d+-c\d+\)")/g,
  /<style ><!\[CDATA\[[\s\S]*?\]\]>\s*<\/style>\s*/g,
  /<defs >[\s\S]*?<\/defs>\s*/g,
];

type Init = (dom: null, theme: null, options: object) => EChartsType;
let initialised: Promise<Init> | undefined;

/** A chart with its legend; in words for who doesn't see it. */
export async function chart(of: Chart): Promise<Html> {
  const { title, series, note } = of;
  if (of.labels.length === 0 || series.length === 0)
    return html`<h3>${printable(title)}</h3><p class="faint">None.</p>\n`;
  return html`<figure>
<figcaption>${printable(title)}</figcaption>
${series.length > 1 ? html`<ul class="legend">${series.map(legendEntry)}</ul>` : ""}
${await drawn(of)}
${note ? html`<p class="faint">${printable(note)}</p>` : ""}
</figure>
`;
}

function legendEntry({ name, colour }: Series): Html {
  return html`<li><svg viewBox="0 0 12 12" aria-hidden="true"><rect width="12" height="12" rx="2" fill="var(--${colour})"></rect></svg>${printable(name)}</li>`;
}

async function drawn(of: Chart): Promise<Html> {
  initialised ??= load();
  const init = await initialised;
  const height = of.shape === "bars" ? 30 + BAR_HEIGHT * of.labels.length : HEIGHT;
  const instance = init(null, null, { renderer: "svg", ssr: true, width: WIDTH, height });
  try {
    instance.setOption(optionOf(of));
    const svg = instance.renderToSVGString({ useViewBox: true });
    const still = ADDED.reduce((text, added) => text.replace(added, ""), svg);
    const start = html`<svg role="img" aria-label="${described(of)}" `.text;
    return new Html(still.replace("<svg ", () => start));
  } finally {
    instance.dispose();
  }
}

/** Loaded when something is drawn, and only what is used: all of ECharts takes 40 MB. */
async function load(): Promise<Init> {
  const [core, { BarChart, LineChart }, { GridComponent }, { SVGRenderer }] = await Promise.all([
    import("echarts/core"),
    import("echarts/charts"),
    import("echarts/components"),
    import("echarts/renderers"),
  ]);
  core.use([BarChart, LineChart, GridComponent, SVGRenderer]);
  return core.init as unknown as Init;
}

function optionOf({ shape, unit, labels, series }: Chart): EChartsCoreOption {
  const isLying = shape === "bars";
  const names = labels.map((label) => printable(label, isLying ? MAX_NAME_CHARACTERS : undefined));
  const category = {
    type: "category",
    data: names,
    axisLine: AXIS,
    axisTick: { show: false },
    axisLabel: LABEL,
    // The first bar on top.
    inverse: isLying,
    boundaryGap: shape !== "lines",
  };
  const value = {
    type: "value",
    splitNumber: 4,
    splitLine: AXIS,
    axisLabel: { ...LABEL, formatter: (number: number) => formatted(number, unit) },
    ...(unit === "count" ? { minInterval: 1 } : {}),
  };
  return {
    animation: false,
    textStyle: { fontFamily: "inherit" },
    grid: { left: 8, right: 24, top: 10, bottom: 6, outerBoundsMode: "same" },
    xAxis: isLying ? value : category,
    yAxis: isLying ? category : value,
    series: series.map((each) => seriesOption(each, shape)),
  };
}

function seriesOption({ name, colour, values }: Series, shape: Chart["shape"]): object {
  const ink = `var(--${colour})`;
  const shared = { name, data: values, silent: true, emphasis: { disabled: true }, color: ink };
  if (shape === "lines")
    return { ...shared, type: "line", showSymbol: values.length < 3, lineStyle: { width: 2, color: ink } };
  return { ...shared, type: "bar", stack: "all", barMaxWidth: 28, itemStyle: { color: ink } };
}
