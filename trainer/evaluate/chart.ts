/** The evaluation's charts, as SVG. */
import * as echarts from "echarts";
import type { ReliabilityBin } from "./metrics.ts";

const WIDTH = 560;
const HEIGHT = 360;

/**
 * Reliability diagram: of the events with a score, how many are what the head says. On the diagonal a score is a
 * probability (DeGroot and Fienberg 1983). Bars count the events.
 */
export function reliabilityChart(title: string, bins: readonly ReliabilityBin[]): string {
  const chart = echarts.init(null, null, { renderer: "svg", ssr: true, width: WIDTH, height: HEIGHT });
  const filled = bins.filter((bin) => bin.count > 0);
  chart.setOption({
    animation: false,
    title: { text: title, textStyle: { fontSize: 14 } },
    legend: { top: 26 },
    grid: { left: 56, right: 56, top: 62, bottom: 44 },
    xAxis: { type: "value", min: 0, max: 1, name: "score", nameLocation: "middle", nameGap: 26 },
    yAxis: [
      { type: "value", min: 0, max: 1, name: "share" },
      { type: "log", name: "events", min: 1, splitLine: { show: false } },
    ],
    series: [
      {
        name: "events",
        type: "bar",
        yAxisIndex: 1,
        barWidth: 28,
        itemStyle: { opacity: 0.25 },
        data: bins.map((bin, i) => [(i + 0.5) / bins.length, Math.max(1, bin.count)]),
      },
      { name: "share that is", type: "line", data: filled.map((bin) => [bin.score, bin.share]) },
      {
        name: "calibrated",
        type: "line",
        symbol: "none",
        lineStyle: { type: "dashed" },
        data: [
          [0, 0],
          [1, 1],
        ],
      },
    ],
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}
