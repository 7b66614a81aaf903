import * as barchart from "@grafana/grafana-foundation-sdk/barchart";
import * as bargauge from "@grafana/grafana-foundation-sdk/bargauge";
import type { Builder, Dataquery } from "@grafana/grafana-foundation-sdk/cog";
import {
  BarGaugeDisplayMode,
  BarGaugeValueMode,
  BigValueColorMode,
  BigValueGraphMode,
  BigValueTextMode,
  GraphDrawStyle,
  LegendDisplayMode,
  LegendPlacement,
  ReduceDataOptionsBuilder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizOrientation,
  VizTooltipOptionsBuilder,
} from "@grafana/grafana-foundation-sdk/common";
import {
  type DynamicConfigValue,
  FieldColorBuilder,
  FieldColorModeId,
  type Threshold,
  ThresholdsConfigBuilder,
  ThresholdsMode,
} from "@grafana/grafana-foundation-sdk/dashboard";
import * as piechart from "@grafana/grafana-foundation-sdk/piechart";
import * as stat from "@grafana/grafana-foundation-sdk/stat";
import * as table from "@grafana/grafana-foundation-sdk/table";
import * as timeseries from "@grafana/grafana-foundation-sdk/timeseries";
import type { NamedOverride } from "./colours.ts";
import { DATASOURCE } from "./query.ts";

/** What every panel says of itself. */
export interface Common {
  title: string;
  /** What is counted, and what to make of it. */
  description: string;
  /** Of 24 columns. */
  width: number;
  /** In rows of 30 pixels. */
  height: number;
  query: Builder<Dataquery> | Builder<Dataquery>[];
  unit?: string;
  decimals?: number;
  overrides?: readonly NamedOverride[];
  /** Of what a query brings, by its refId, whatever its columns are called. */
  byQuery?: Readonly<Record<string, DynamicConfigValue[]>>;
  /** Where a click on any of it leads; of a name, its override has another place. */
  link?: DynamicConfigValue;
  /** From small to large; the first one's value is null. */
  thresholds?: Threshold[];
  /** What stands there while nothing was found. */
  empty?: string;
}

interface PanelBuilder<T> {
  title(title: string): T;
  description(description: string): T;
  datasource(datasource: typeof DATASOURCE): T;
  span(width: number): T;
  height(height: number): T;
  targets(targets: Builder<Dataquery>[]): T;
  noValue(text: string): T;
  unit(unit: string): T;
  decimals(decimals: number): T;
  thresholds(thresholds: ThresholdsConfigBuilder): T;
  overrideByName(name: string, properties: DynamicConfigValue[]): T;
  overrideByQuery(refId: string, properties: DynamicConfigValue[]): T;
  overrideByFieldType(type: string, properties: DynamicConfigValue[]): T;
}

/** Sets what all kinds of panels have. */
export function common<T extends PanelBuilder<T>>(panel: T, options: Common): T {
  panel
    .title(options.title)
    .description(options.description)
    .datasource(DATASOURCE)
    .span(options.width)
    .height(options.height)
    .targets(Array.isArray(options.query) ? options.query : [options.query])
    .noValue(options.empty ?? "no events in this time");
  if (options.unit !== undefined) panel.unit(options.unit);
  if (options.decimals !== undefined) panel.decimals(options.decimals);
  if (options.thresholds) panel.thresholds(steps(options.thresholds));
  // Later ones count, in Grafana as in the viewer.
  if (options.link) panel.overrideByFieldType("number", [options.link]);
  for (const { name, properties } of options.overrides ?? []) panel.overrideByName(name, properties);
  for (const [refId, properties] of Object.entries(options.byQuery ?? {}))
    panel.overrideByQuery(refId, properties);
  return panel;
}

/** A series without a colour of its own gets one by its name: the same in every panel, whatever the order of rows. */
const byName = () => new FieldColorBuilder().mode(FieldColorModeId.PaletteClassicByName);

function steps(thresholds: Threshold[]): ThresholdsConfigBuilder {
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(thresholds);
}

function legend(placement = LegendPlacement.Bottom): VizLegendOptionsBuilder {
  return new VizLegendOptionsBuilder()
    .displayMode(LegendDisplayMode.List)
    .placement(placement)
    .showLegend(true);
}

/** Lines or bars over time; `stacked` where the series add up to a whole; `axis` says what the numbers are. */
export function overTime(
  options: Common & { bars?: boolean; stacked?: boolean; axis: string },
): timeseries.PanelBuilder {
  const { bars = false, stacked = false, axis } = options;
  return common(new timeseries.PanelBuilder(), options)
    .axisLabel(axis)
    .spanNulls(false)
    .colorScheme(byName())
    .drawStyle(bars ? GraphDrawStyle.Bars : GraphDrawStyle.Line)
    .lineWidth(bars ? 0 : 1)
    .fillOpacity(bars ? 80 : stacked ? 30 : 10)
    .showPoints(VisibilityMode.Auto)
    .min(0)
    .stacking(new StackingConfigBuilder().mode(stacked ? StackingMode.Normal : StackingMode.None).group("A"))
    .legend(legend())
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi));
}

/** One number for each series, with its course behind it. */
export function number(
  options: Common & {
    reduce?: "sum" | "lastNotNull" | "max" | "mean";
    graph?: boolean;
    colour?: string;
    text?: boolean;
  },
): stat.PanelBuilder {
  const panel = common(new stat.PanelBuilder(), options)
    .reduceOptions(
      new ReduceDataOptionsBuilder()
        .values(false)
        .calcs([options.reduce ?? "sum"])
        .fields(options.text ? "/.*/" : ""),
    )
    .graphMode(options.graph ? BigValueGraphMode.Area : BigValueGraphMode.None)
    .textMode(BigValueTextMode.Auto)
    .colorMode(BigValueColorMode.Value);
  if (options.colour)
    panel.colorScheme(new FieldColorBuilder().mode(FieldColorModeId.Fixed).fixedColor(options.colour));
  return panel;
}

/** Rows of a query as they are. */
export function rows(options: Common): table.PanelBuilder {
  return common(new table.PanelBuilder(), options).showHeader(true);
}

/** A bar for each row: the first column names it. */
export function bars(
  options: Common & { x: string; axis: string; horizontal?: boolean; stacked?: boolean },
): barchart.PanelBuilder {
  return common(new barchart.PanelBuilder(), options)
    .axisLabel(options.axis)
    .colorScheme(byName())
    .xField(options.x)
    .orientation(options.horizontal ? VizOrientation.Horizontal : VizOrientation.Vertical)
    .stacking(options.stacked ? StackingMode.Normal : StackingMode.None)
    .fillOpacity(80)
    .lineWidth(0)
    .legend(legend());
}

/** A bar for each row, with its number beside it: columns `name` and a number. */
export function ranking(options: Common): bargauge.PanelBuilder {
  return common(new bargauge.PanelBuilder(), options)
    .reduceOptions(new ReduceDataOptionsBuilder().values(true).calcs([]).fields("").limit(20))
    .displayMode(BarGaugeDisplayMode.Basic)
    .valueMode(BarGaugeValueMode.Text)
    .orientation(VizOrientation.Horizontal)
    .min(0);
}

/** Parts of a whole: the sum of each series. (Rows would do, but Grafana's overrides, so its colours, go by series.) */
export function parts(options: Common): piechart.PanelBuilder {
  return common(new piechart.PanelBuilder(), options)
    .colorScheme(byName())
    .pieType(piechart.PieChartType.Donut)
    .reduceOptions(new ReduceDataOptionsBuilder().values(false).calcs(["sum"]).fields(""))
    .legend(
      new piechart.PieChartLegendOptionsBuilder()
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Right)
        .showLegend(true)
        .values([piechart.PieChartLegendValues.Percent]),
    );
}
