import type { Section, ShipperConfig } from "../config/shipper-config.ts";
import type { Findings } from "../finding.ts";
import { tagsOf } from "../pipeline/input-tags.ts";
import { isScored, type Pipeline } from "../pipeline/pipeline.ts";
import { isStore, sinkOf } from "../pipeline/sinks.ts";
import { takes } from "../pipeline/tag.ts";

/** Outputs that no input reaches, and inputs that reach no output. */
export function checkUntaken(config: ShipperConfig, pipeline: Pipeline, findings: Findings): void {
  if (pipeline.inputs.length === 0) return;
  for (const output of config.outputs) checkOutput(output, config, pipeline, findings);
  for (const input of pipeline.inputs) {
    const routes = pipeline.routes.filter((route) => route.input === input);
    const scored = routes.filter((route) => isScored(route) === "yes");
    // Records that a rule did not take for another tag are often meant to end.
    if (scored.length === 0 || routes.some(({ takers }) => takers.length > 0)) continue;
    findings.error("input-unstored", `${input.where}: its records are scored, and no output takes them`, {
      breaks: "All of its events are thrown away.",
      remedy: "Set match: '*' on an output, or the input's tag.",
      at: input.at,
    });
  }
}

function checkOutput(output: Section, config: ShipperConfig, { routes }: Pipeline, findings: Findings): void {
  if (routes.some(({ takers }) => takers.some((taker) => taker.output === output))) return;
  if (sinkOf(output) === "nothing") return;
  // What takes metrics takes no logs.
  if (config.inputs.some((input, i) => tagsOf(input, i).some((tag) => takes(output.settings, tag) !== "no")))
    return;
  const advice = {
    breaks: "Nothing arrives there.",
    remedy: "Set match: '*' on it, or the inputs' tags.",
    at: output.at,
  };
  const streams = config.service.has("streams_file") || config.streamProcessors.length > 0;
  const name = `the ${output.plugin} output`;
  if (streams)
    findings.note("output-matches-nothing", `${name} matches no input; a stream's query may feed it`, advice);
  else
    findings.add(
      isStore(output) ? "error" : "warning",
      "output-matches-nothing",
      `${name} matches no input`,
      advice,
    );
}
