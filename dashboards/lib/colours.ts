import type { DynamicConfigValue, Threshold, ValueMapping } from "@grafana/grafana-foundation-sdk/dashboard";
import { MappingType } from "@grafana/grafana-foundation-sdk/dashboard";

/**
 * One colour for one meaning, on all dashboards: Grafana's names, which fit light and dark, or mid-tones that stand out from both.
 * The viewer draws each with a CSS variable (server/viewer/public/colours.js has the table; a test compares).
 */
const SLATE = "#64748b";
const BLUE = "semi-dark-blue";
const AMBER = "#c2780c";
const RED = "semi-dark-red";
const TEAL = "#0d9488";
/** What went well. Not what is ordinary, which is slate. */
const GOOD = "semi-dark-green";
/** What failed, and may be nobody's attack. */
const FAILED = "#a3457b";
/** What is not known, or is the rest of something: never a verdict's. */
export const UNTOLD = "text";

export const LABEL_COLOURS = { normal: SLATE, bot: BLUE, attack: RED, anomaly: AMBER } as const;

/** Verdicts as lists show them: a robot that is welcome is none of the others. */
export const VERDICT_COLOURS = { ...LABEL_COLOURS, welcome: TEAL } as const;

/** A crawler's claim, as `smartlog verify-bots` found it. */
export const CLAIM_COLOURS = { verified: TEAL, claimed: UNTOLD, impostor: RED } as const;

/** Of the heads' scores: as the label that each leads to. */
export const HEAD_COLOURS = { bot: BLUE, threat: RED, anomaly: AMBER } as const;

export const SEVERITY_COLOURS = {
  none: UNTOLD,
  low: SLATE,
  medium: "semi-dark-yellow",
  high: "semi-dark-orange",
  critical: RED,
} as const;

export const STATE_COLOURS = {
  open: RED,
  acknowledged: "semi-dark-yellow",
  muted: "semi-dark-purple",
  closed: GOOD,
} as const;

export const STATUS_COLOURS = {
  "1xx": UNTOLD,
  "2xx": GOOD,
  "3xx": "semi-dark-purple",
  "4xx": "semi-dark-yellow",
  "5xx": FAILED,
} as const;

export const OUTCOME_COLOURS = { success: GOOD, failure: FAILED } as const;

/**
 * Categories, in fixed order: told apart by people with any colour vision (test/dashboards/colours.test.ts), none of them the red of
 * attacks, and each 3:1 from the ground of light and dark pages. The viewer gives them to names that have no colour of their own.
 */
export const PALETTE = [
  "#0069ff",
  "#ff5a00",
  "#4ba569",
  "#b400e1",
  "#0096c3",
  "#4b785a",
  "#ff2db4",
  "#7887ff",
] as const;

export const PERCENTILE_COLOURS = { p50: PALETTE[5], p95: PALETTE[4], p99: PALETTE[3] } as const;

export const KIND_COLOURS = {
  web: PALETTE[0],
  auth: PALETTE[1],
  dns: PALETTE[2],
  firewall: PALETTE[3],
  app: PALETTE[4],
  syslog: PALETTE[5],
  unknown: UNTOLD,
  rate: PALETTE[6],
  session: PALETTE[7],
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

/** A column of how sure a verdict is, 0..1: a robot's that is welcome is as sure, and no worse. */
export function scoreColumn(name: string): NamedOverride {
  return gaugeColumn(name, "none", [{ value: null, color: SLATE }]);
}

/** A column of measures of how good a model is, 0..1. */
export function qualityColumn(name: string): NamedOverride {
  return gaugeColumn(name, "none", QUALITY_STEPS);
}

/** Slate, amber from a half, red from nine tenths. */
const RISK_STEPS: Threshold[] = [
  { value: null, color: SLATE },
  { value: 0.5, color: AMBER },
  { value: 0.9, color: RED },
];

const QUALITY_STEPS: Threshold[] = [
  { value: null, color: "semi-dark-red" },
  { value: 0.7, color: "semi-dark-yellow" },
  { value: 0.9, color: "semi-dark-green" },
];
