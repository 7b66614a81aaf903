import { isAbsolute } from "node:path";
import { printable } from "../../lib/output.ts";
import type { Section, ShipperConfig } from "../config/shipper-config.ts";
import type { Findings } from "../finding.ts";
import { ENTRY } from "../function-name.ts";
import { isSmartlog, type Pipeline } from "../pipeline/pipeline.ts";
import { sinkOf } from "../pipeline/sinks.ts";

/** SmartLog's filters: that there is one, in its place, and how each is set. */
export function checkFilters(config: ShipperConfig, { scorers }: Pipeline, findings: Findings): void {
  const processors = config.outputs.flatMap((section) => section.processors);
  const misplaced = processors.find(
    (processor) => processor.plugin === "wasm" && (isSmartlog(processor) || scorers.length === 0),
  );
  if (misplaced)
    findings.error(
      "filter-in-processors",
      "the wasm filter stands among an output's processors: there it fails",
      {
        breaks: "In an output's thread every record is refused.",
        remedy: "Put it under pipeline.filters.",
        at: misplaced.at,
      },
    );
  else if (scorers.length === 0) tellMissing(config, findings);
  for (const filter of scorers) checkFilter(filter, findings);
}

/** `smartlog serve` scores what it is given, so a shipper in front of it needs no filter. */
function tellMissing({ outputs, file }: ShipperConfig, findings: Findings): void {
  const isServed = outputs.some((output) => sinkOf(output) === "serve");
  const advice = {
    breaks: "No line is scored.",
    remedy: "Add a filter with name wasm, match '*', wasm_path and function_name smartlog.",
    at: `${file}:1`,
  };
  if (isServed) findings.note("no-filter", "no wasm filter: smartlog serve scores what it is given", advice);
  else
    findings.error(
      "no-filter",
      "no wasm filter: nothing is scored, and the store takes only what is",
      advice,
    );
}

function checkFilter({ where, at, settings }: Section, findings: Findings): void {
  const name = settings.get("function_name");
  findings.check(
    "function-name",
    name === ENTRY,
    `${where}: function_name is ${ENTRY}`,
    name
      ? `${where}: function_name is ${printable(name)}: Fluent Bit starts, and drops every record without a word`
      : `${where}: no function_name: Fluent Bit does not start`,
    { breaks: "Every record is lost.", remedy: `Set function_name: ${ENTRY}`, at },
  );
  const format = settings.get("event_format") ?? "json";
  findings.check(
    "event-format",
    format.toLowerCase() === "json",
    `${where}: event_format is json`,
    `${where}: event_format is ${printable(format)}, which the filter does not speak`,
    { breaks: "Records are dropped.", remedy: "Set event_format: json", at },
  );
  const path = settings.get("wasm_path");
  if (!path)
    findings.error("wasm-path-missing", `${where}: no wasm_path`, {
      breaks: "Fluent Bit does not start.",
      remedy: "Set wasm_path to the full path of filter.wasm.",
      at,
    });
  else if (!isAbsolute(path))
    findings.warning(
      "wasm-path-relative",
      `${where}: wasm_path ${printable(path)} counts from the folder where Fluent Bit is started`,
      {
        breaks: "Started elsewhere, as by systemd, Fluent Bit finds no filter.",
        remedy: "Write the full path.",
        at,
      },
    );
}
