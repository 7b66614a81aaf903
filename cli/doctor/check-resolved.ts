import { printable } from "../lib/output.ts";
import type { ShipperConfig } from "./config/shipper-config.ts";
import { type Finding, Findings } from "./finding.ts";
import { tagsOf } from "./pipeline/input-tags.ts";
import { outputTakes } from "./pipeline/pipeline.ts";
import type { Resolved } from "./try/resolved.ts";

/** Compares what Fluent Bit makes of a configuration with what was read here: where they differ, Fluent Bit is right. */
export function checkResolved(config: ShipperConfig, resolved: Resolved): Finding[] {
  const findings = new Findings("shipper");
  for (const { message, at } of differences(config, resolved))
    findings.warning("resolved-otherwise", message, {
      breaks: "What is said here of this section's records may be wrong.",
      remedy: "Prove it: smartlog doctor --try.",
      at,
    });
  if (findings.list.length === 0)
    findings.ok("resolved-otherwise", "it resolves tags, matches and routes as read here");
  return findings.list;
}

function differences(config: ShipperConfig, resolved: Resolved): { message: string; at: string }[] {
  const found: { message: string; at: string }[] = [];
  for (const input of resolved.inputs) {
    const section = config.inputs[input.index];
    if (!section || input.tag === undefined) continue;
    const { where, at, settings, plugin } = section;
    const written = settings.get("tag") || `${plugin}.${input.index}`;
    // Of a stand-in for an input without a tag, the default has the stand-in's name.
    if (input.tag !== written && (input.isOwn || settings.has("tag")))
      found.push({
        message: `${where}: to Fluent Bit its tag is ${printable(input.tag)}, not ${printable(written)}`,
        at,
      });
    const [tag] = tagsOf(section, input.index);
    if (tag?.kind !== "fixed" || tag.pattern !== input.tag) continue;
    // One input and one output are routed to one another in the report whatever their tags, and in a run by tag.
    if (config.inputs.length === 1 && config.outputs.length === 1) continue;
    const ours = config.outputs.flatMap((output, i) =>
      outputTakes(output, tag, config) === "yes" ? [i] : [],
    );
    const uncertain = config.outputs.flatMap((output, i) =>
      outputTakes(output, tag, config) === "maybe" ? [i] : [],
    );
    const theirs = input.routes.filter((i) => !uncertain.includes(i));
    if (ours.join() !== theirs.join())
      found.push({
        message: `${where}: Fluent Bit sends it to ${names(theirs, config)}, not to ${names(ours, config)}`,
        at,
      });
  }
  for (const filter of resolved.filters) {
    const section = config.filters[filter.index];
    const written = section?.settings.get("match");
    if (section && filter.match !== undefined && written !== undefined && filter.match !== written)
      found.push({
        message: `${section.where}: to Fluent Bit its match is ${printable(filter.match)}, not ${printable(written)}`,
        at: section.at,
      });
  }
  return found;
}

function names(indices: readonly number[], { outputs }: ShipperConfig): string {
  return indices.map((i) => `${outputs[i]?.plugin ?? "output"}.${i}`).join(", ") || "no output";
}
