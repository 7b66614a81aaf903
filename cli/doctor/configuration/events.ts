import { printable } from "../../lib/output.ts";
import type { Section } from "../config/shipper-config.ts";
import type { Findings, Level } from "../finding.ts";
import type { Loss } from "../pipeline/passage.ts";
import type { Route } from "../pipeline/pipeline.ts";
import { isStore } from "../pipeline/sinks.ts";

const RANK: readonly Level[] = ["ok", "note", "warning", "error"];

/** Whether what stands behind the filter leaves the event where its readers look for it. */
export function checkEvents(routes: readonly Route[], findings: Findings): void {
  const worst = new Map<Section, { loss: Loss; level: Level; isStored: boolean }>();
  for (const { output, loss } of routes.flatMap(({ takers }) => takers)) {
    if (!loss) continue;
    const isStored = isStore(output);
    const level = loss.answer === "maybe" ? "note" : isStored || loss.to === undefined ? "error" : "warning";
    const known = worst.get(loss.by);
    if (!known || RANK.indexOf(level) > RANK.indexOf(known.level))
      worst.set(loss.by, { loss, level, isStored });
  }
  for (const [by, { loss, level, isStored }] of worst)
    findings.add(level, "event-removed", removal(loss), {
      breaks: isStored
        ? "The store takes only records with their event: all are put aside."
        : `No event arrives${loss.to === undefined ? "" : " under its name"}.`,
      remedy: level === "note" ? "Try it: smartlog doctor --try." : staying(loss),
      at: by.at,
    });
}

function staying({ setting }: Loss): string {
  const how =
    setting === "reserve_data"
      ? "set reserve_data: on"
      : "allow smartlog there, or leave it out of the names";
  return `In that section ${how}; or put it in front of the wasm filter.`;
}

function removal({ by, setting, to, answer }: Loss): string {
  if (answer === "maybe" && setting === "" && to === undefined)
    return `${by.where} behind the filter runs code or has conditions: whether smartlog stays can't be known`;
  const what = to === undefined ? `${setting} takes smartlog away` : `it moves smartlog to ${printable(to)}`;
  return `${by.where}: ${what}${answer === "maybe" ? ", of some tags" : ""}`;
}
