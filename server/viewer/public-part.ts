/**
 * What everybody sees of a public dashboard: numbers over time, shares and countries. No tables, bars or graphs that name
 * things (addresses, users, paths, lines), no choice but the range of time, which is a month at most.
 */
import { isIP } from "node:net";
import { Semaphore } from "../http/semaphore.ts";
import { StartError } from "../start-error.ts";
import type { Dashboard, Panel } from "./query/dashboards.ts";
import type { Frame } from "./query/frames.ts";
import type { Parameters } from "./query/request.ts";

/** Dashboards whose pictures count; the others are about single events, sources or texts of lines. */
const CAN_BE_PUBLIC: readonly string[] = ["overview", "web", "access", "model", "pipeline"];
const SHOWN_TYPES = new Set(["stat", "timeseries", "piechart", "barchart", "heatmap", "geomap"]);
const PARAMETERS = ["from", "to", "points"];
const HIDDEN = "(hidden)";
export const MOST_PUBLIC_RANGE_MS = 31 * 86_400_000;

/** One query of the public's at once: who is logged in has the other connections. */
export const publicTurn = new Semaphore(1, 32, 15_000);

/** Uids of dashboards by name, as `overview`. @throws StartError */
export function publicUids(names: readonly string[]): string[] {
  const wrong = names.find((name) => !CAN_BE_PUBLIC.includes(name));
  if (wrong !== undefined)
    throw new StartError(`the dashboard ${wrong.slice(0, 40)} can't be public`, {
      nextStep: `These can: ${CAN_BE_PUBLIC.join(", ")}.`,
    });
  return names.map((name) => `smartlog-${name}`);
}

export function publicPart(dashboard: Dashboard): Dashboard {
  return {
    ...dashboard,
    panels: dashboard.panels
      .filter(({ type }) => SHOWN_TYPES.has(type))
      .map(({ links: _links, ...panel }): Panel => panel),
    annotations: { list: [] },
  };
}

/** Of an address only what chooses no events. */
export function publicParameters(query: Parameters): Parameters {
  return Object.fromEntries(PARAMETERS.map((name) => [name, query[name]]));
}

/** No address is shown, wherever it comes from. */
export function withoutAddresses(frame: Frame): Frame {
  return {
    ...frame,
    fields: frame.fields.map((field) => ({
      ...field,
      name: masked(field.name),
      values: field.values.map((value) => (typeof value === "string" ? masked(value) : value)),
    })),
  };
}

function masked(text: string): string {
  return text
    .split(/([^\da-fA-F.:]+)/)
    .map((part) => (isIP(part.replace(/[.:]$/, "")) > 0 ? HIDDEN : part))
    .join("");
}
