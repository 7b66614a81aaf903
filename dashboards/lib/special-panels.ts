import type { Builder, Dataquery } from "@grafana/grafana-foundation-sdk/cog";
import {
  FrameGeometrySourceMode,
  MapLayerOptionsBuilder,
  VisibilityMode,
} from "@grafana/grafana-foundation-sdk/common";
import * as geomap from "@grafana/grafana-foundation-sdk/geomap";
import * as heatmap from "@grafana/grafana-foundation-sdk/heatmap";
import * as nodegraph from "@grafana/grafana-foundation-sdk/nodegraph";
import { type Common, common } from "./panels.ts";

/** Circles on countries: columns `country` (ISO 3166-1 alpha-2) and `events`. */
export function worldMap(options: Common): geomap.PanelBuilder {
  return common(new geomap.PanelBuilder(), options)
    .view(new geomap.MapViewConfigBuilder().id("zero").lat(20).lon(10).zoom(1))
    .basemap(new MapLayerOptionsBuilder().type("default").name("Map"))
    .layers([
      new MapLayerOptionsBuilder()
        .type("markers")
        .name("Countries")
        .location({
          build: () => ({
            mode: FrameGeometrySourceMode.Lookup,
            lookup: "country",
            gazetteer: "public/gazetteer/countries.json",
          }),
        })
        .config({
          style: {
            size: { field: "events", min: 4, max: 24, fixed: 5 },
            color: { field: "events", fixed: "semi-dark-red" },
            opacity: 0.6,
          },
          showLegend: false,
        })
        .tooltip(true),
    ]);
}

/** Colours for how many, over time and range: a series for each range, named by its lower end. */
export function heat(options: Common & { axis: string }): heatmap.PanelBuilder {
  return common(new heatmap.PanelBuilder(), options)
    .yAxis(new heatmap.YAxisConfigBuilder().axisLabel(options.axis))
    .showValue(VisibilityMode.Never)
    .calculate(false)
    .cellGap(1)
    .color(
      new heatmap.HeatmapColorOptionsBuilder()
        .mode(heatmap.HeatmapColorMode.Scheme)
        .scheme("Oranges")
        .steps(64)
        .exponent(0.5)
        .scale(heatmap.HeatmapColorScale.Exponential)
        .fill("dark-orange")
        .reverse(false),
    );
}

/** Who has to do with whom. Grafana knows the two queries by their names. */
export function network(
  options: Omit<Common, "query"> & { nodes: Builder<Dataquery>; edges: Builder<Dataquery> },
): nodegraph.PanelBuilder {
  return common(new nodegraph.PanelBuilder(), { ...options, query: [options.nodes, options.edges] });
}
