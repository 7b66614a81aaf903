import type { Section, ShipperConfig } from "../config/shipper-config.ts";
import { tagsOf } from "./input-tags.ts";
import { type Loss, logProcessors, lossBy, type Passage, passagesOf } from "./passage.ts";
import { type Answer, type Tag, takes } from "./tag.ts";

/** Inputs of metrics and traces: no filter sees what they bring. */
const WITHOUT_LOGS = new Set(
  `collectd ebpf fluentbit_metrics gpu_metrics nginx_metrics nginx_exporter_metrics node_exporter_metrics podman_metrics
   process_exporter_metrics prometheus_remote_write prometheus_scrape prometheus_textfile windows_exporter_metrics
   event_type`.split(/\s+/),
);

/** An output that a passage's records reach. */
export interface Taker {
  output: Section;
  answer: "yes" | "maybe";
  /** What the filters and the output's own processors took of the event. */
  loss?: Loss;
}

/** A passage, and where it ends. */
export interface Route extends Passage {
  takers: Taker[];
}

/** The ways of all records, as far as they are known before anything runs. */
export interface Pipeline {
  /** Inputs that bring logs. */
  inputs: Section[];
  /** SmartLog's filters, also those among the processors of an input. */
  scorers: Section[];
  routes: Route[];
}

/** Whether a filter is SmartLog's; people have others in Wasm, too. */
export function isSmartlog({ plugin, settings }: Section): boolean {
  if (plugin !== "wasm") return false;
  const path = settings.get("wasm_path") ?? "";
  return (
    /smartlog/i.test(settings.get("function_name") ?? "") ||
    /smartlog|(?:^|\/)filter\.(?:wasm|aot)$/i.test(path)
  );
}

/** Follows the records of each input through filters and what they emit, to the outputs. */
export function pipelineOf(config: ShipperConfig): Pipeline {
  const wasm = [...config.inputs.flatMap(logProcessors), ...config.filters].filter(
    ({ plugin }) => plugin === "wasm",
  );
  const ours = wasm.filter(isSmartlog);
  const scorers = ours.length > 0 ? ours : wasm.slice(0, 1);
  const routes: Route[] = [];
  for (const [i, input] of config.inputs.entries()) {
    if (WITHOUT_LOGS.has(input.plugin)) continue;
    for (const tag of tagsOf(input, i))
      for (const passage of passagesOf(input, tag, config.filters, (filter) => scorers.includes(filter)))
        routes.push({ ...passage, takers: takersOf(passage, config) });
  }
  return { inputs: config.inputs.filter(({ plugin }) => !WITHOUT_LOGS.has(plugin)), scorers, routes };
}

function takersOf(passage: Passage, config: ShipperConfig): Taker[] {
  return config.outputs.flatMap((output, i) => {
    const { settings } = output;
    const named = passage.input.routes?.some(
      (name) => name === settings.get("alias") || name === `${output.plugin}.${i}`,
    );
    const byTag = outputTakes(output, passage.tag, config);
    const answer = byTag === "no" && named ? "maybe" : byTag;
    if (answer === "no") return [];
    const loss = passage.scorers.length > 0 ? (passage.loss ?? outputLoss(output)) : undefined;
    return [{ output, answer, ...(loss ? { loss } : {}) }];
  });
}

/** Whether an output takes a tag; the only one takes all of the only input, where it has no match. */
export function outputTakes({ settings }: Section, tag: Tag, { inputs, outputs }: ShipperConfig): Answer {
  const isOnlyPair = inputs.length === 1 && outputs.length === 1;
  const isUnmatched = !settings.has("match") && !settings.has("match_regex");
  return isOnlyPair && isUnmatched ? "yes" : takes(settings, tag);
}

function outputLoss(output: Section): Loss | undefined {
  for (const processor of logProcessors(output)) {
    const loss = lossBy(processor, "yes");
    if (loss) return loss;
  }
  return undefined;
}

/** Whether a passage was scored at all. */
export function isScored({ scorers }: Passage): Answer {
  if (scorers.some(({ answer }) => answer === "yes")) return "yes";
  return scorers.length > 0 ? "maybe" : "no";
}
