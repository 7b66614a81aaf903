/** ECharts options by type of panel: (panel, data, annotations, size in pixels) to an option object. */
import { barChart } from "./chart-bars.js";
import { geomap } from "./chart-geomap.js";
import { heatmap } from "./chart-heatmap.js";
import { nodeGraph } from "./chart-node-graph.js";
import { pieChart } from "./chart-pie.js";
import { timeSeries } from "./chart-time-series.js";

export const CHARTS = {
  timeseries: timeSeries,
  barchart: barChart,
  piechart: pieChart,
  heatmap,
  histogram: barChart,
  geomap,
  nodeGraph,
};
