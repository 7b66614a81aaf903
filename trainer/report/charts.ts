/** The report's charts, as SVG. Loaded only when there is something to draw: the library takes tens of megabytes. */
import * as echarts from "echarts";

export { reliabilityChart } from "../evaluate/chart.ts";

const WIDTH = 560;
const HEIGHT = 320;

function draw(height: number, option: echarts.EChartsOption): string {
  const chart = echarts.init(null, null, { renderer: "svg", ssr: true, width: WIDTH, height });
  chart.setOption({ animation: false, ...option });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

/** How a head's scores are spread under both models; counts on a logarithmic axis, since most events score low. */
export function distributionChart(
  title: string,
  incumbent: ArrayLike<number>,
  candidate: ArrayLike<number>,
): string {
  const bins = incumbent.length;
  const series = (name: string, counts: ArrayLike<number>) => ({
    name,
    type: "bar" as const,
    // A logarithmic axis has no place for nothing.
    data: Array.from(counts, (n) => (n > 0 ? n : null)),
  });
  return draw(HEIGHT, {
    title: { text: title, textStyle: { fontSize: 14 } },
    legend: { top: 26 },
    grid: { left: 60, right: 20, top: 62, bottom: 44 },
    xAxis: {
      type: "category",
      data: Array.from({ length: bins }, (_, i) => (i / bins).toFixed(2)),
      name: "score from",
      nameLocation: "middle",
      nameGap: 26,
    },
    yAxis: { type: "log", name: "events", min: 0.5 },
    series: [series("in service", incumbent), series("candidate", candidate)],
  });
}

/** Features by how far their distribution moved, the furthest first. */
export function driftChart(
  title: string,
  drift: readonly (readonly [feature: string, index: number])[],
): string {
  const rows = [...drift].reverse();
  return draw(90 + rows.length * 18, {
    title: { text: title, textStyle: { fontSize: 14 } },
    grid: { left: 170, right: 30, top: 40, bottom: 40 },
    xAxis: { type: "value", name: "PSI", nameLocation: "middle", nameGap: 26 },
    yAxis: { type: "category", data: rows.map(([feature]) => feature), axisLabel: { fontSize: 11 } },
    series: [
      {
        type: "bar",
        data: rows.map(([, index]) => index),
        markLine: {
          symbol: "none",
          silent: true,
          data: [{ xAxis: 0.1 }, { xAxis: 0.25 }],
          label: { formatter: "{c}" },
        },
      },
    ],
  });
}
