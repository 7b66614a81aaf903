import type { DynamicConfigValue, Threshold, ValueMapping } from "@grafana/grafana-foundation-sdk/dashboard";
import { MappingType } from "@grafana/grafana-foundation-sdk/dashboard";

/** One colour for one meaning, on all dashboards. Names that Grafana's themes know, so that they fit light and dark. */
export const LABEL_COLOURS = {
  normal: "semi-dark-green",
  bot: "semi-dark-blue",
  attack: "semi-dark-red",
  anomaly: "semi-dark-orange",
} as const;

/** Of the heads' scores: as the label that each leads to. */
export const HEAD_COLOURS = {
  bot: LABEL_COLOURS.bot,
  threat: LABEL_COLOURS.attack,
  anomaly: LABEL_COLOURS.anomaly,
} as const;

export const SEVERITY_COLOURS = {
  none: "semi-dark-green",
  low: "semi-dark-blue",
  medium: "semi-dark-yellow",
  high: "semi-dark-orange",
  critical: "semi-dark-red",
} as const;

export const STATE_COLOURS = {
  open: "semi-dark-red",
  acknowledged: "semi-dark-yellow",
  muted: "semi-dark-purple",
  closed: "semi-dark-green",
} as const;

export const STATUS_COLOURS = {
  "1xx": "semi-dark-purple",
  "2xx": "semi-dark-green",
  "3xx": "semi-dark-blue",
  "4xx": "semi-dark-orange",
  "5xx": "semi-dark-red",
} as const;

/** None of those that a verdict has. */
export const KIND_COLOURS = {
  web: "#4e79a7",
  auth: "#b07aa1",
  dns: "#499894",
  firewall: "#9c755f",
  app: "#86a33a",
  syslog: "#d37295",
  unknown: "text",
  rate: "#e8a838",
  session: "#6b6ecf",
} as const;

export interface NamedOverride {
  name: string;
  properties: DynamicConfigValue[];
}

/** A fixed colour for each series of these names. */
export function colourBy(colours: Readonly<Record<string, string>>): NamedOverride[] {
  return Object.entries(colours).map(([name, fixedColor]) => ({
    name,
    properties: [{ id: "color", value: { mode: "fixed", fixedColor } }],
  }));
}

/** Colours a cell by its text. */
function textMappings(colours: Readonly<Record<string, string>>): ValueMapping[] {
  const options = Object.fromEntries(
    Object.entries(colours).map(([text, color], index) => [text, { color, index, text }]),
  );
  return [{ type: MappingType.ValueToText, options }];
}

/** A column of a table whose cells stand on the colour of their text. */
export function colouredColumn(name: string, colours: Readonly<Record<string, string>>): NamedOverride {
  return {
    name,
    properties: [
      { id: "mappings", value: textMappings(colours) },
      { id: "custom.cellOptions", value: { type: "color-background", mode: "basic" } },
      { id: "custom.width", value: 100 },
    ],
  };
}

/** A column of shares or scores of what is bad, 0..1, as a bar in its cell. */
export function gaugeColumn(
  name: string,
  unit = "percentunit",
  steps: Threshold[] = RISK_STEPS,
): NamedOverride {
  return {
    name,
    properties: [
      { id: "unit", value: unit },
      { id: "min", value: 0 },
      { id: "max", value: 1 },
      { id: "decimals", value: unit === "percentunit" ? 0 : 2 },
      { id: "custom.cellOptions", value: { type: "gauge", mode: "basic" } },
      { id: "thresholds", value: { mode: "absolute", steps } },
      { id: "color", value: { mode: "thresholds" } },
    ],
  };
}

/** A column of measures of how good a model is, 0..1. */
export function qualityColumn(name: string): NamedOverride {
  return gaugeColumn(name, "none", QUALITY_STEPS);
}

/** Green, yellow from a half, red from nine tenths. */
const RISK_STEPS: Threshold[] = [
  { value: null, color: "semi-dark-green" },
  { value: 0.5, color: "semi-dark-yellow" },
  { value: 0.9, color: "semi-dark-red" },
];

const QUALITY_STEPS: Threshold[] = [
  { value: null, color: "semi-dark-red" },
  { value: 0.7, color: "semi-dark-yellow" },
  { value: 0.9, color: "semi-dark-green" },
];
