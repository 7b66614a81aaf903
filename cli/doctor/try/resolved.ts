/** What Fluent Bit itself makes of a configuration: its support report (`fluent-bit -S`) on a copy that is safe to start. */
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ShipperConfig } from "../config/shipper-config.ts";
import { copyOf, safePipeline } from "./copy/index.ts";
import { type CopySection, copySection, settingOf, without, yamlOf } from "./copy/section.ts";
import { TryFolder } from "./folder.ts";
import { freePortOfBoth } from "./free-port.ts";
import { complaints, runFolder } from "./run.ts";
import { isNetwork, onLoopback } from "./samples/network.ts";

const TIMEOUT_MS = 10_000;
const MOST_COMPLAINTS = 6;
/** Inputs that only read when they are started. */
const HARMLESS = new Set(["tail", "systemd", "exec", "stdin", "dummy"]);
const WRITES = ["db", "db."];

/** A pipeline as Fluent Bit resolved it, in the configuration's order. */
export interface Resolved {
  version: string;
  inputs: ResolvedInput[];
  /** Those that the copy has. */
  filters: ResolvedSection[];
  outputs: { match?: string }[];
}

export interface ResolvedSection {
  /** Its number among its kind in the configuration. */
  index: number;
  match?: string;
  /** In order, repeated ones repeatedly. */
  settings: [name: string, value: string][];
}

export interface ResolvedInput extends ResolvedSection {
  /** As it is written, or the default: `kube.*` is not expanded. */
  tag?: string;
  /**
   * Numbers of the outputs that take its tag as it stands. Nothing is said here of a tag that is made later, and of outputs
   * that the input names itself (YAML's `routes`).
   */
  routes: number[];
  /** Whether its own settings were kept; a stand-in has just its tag. */
  isOwn: boolean;
}

export type ResolvedOrNot = Resolved | { refused: string[] };

/**
 * @returns what it resolved, or what it said when it refused the copy
 */
export async function resolvedPipeline(
  config: ShipperConfig,
  program: string,
  environment: NodeJS.ProcessEnv,
): Promise<ResolvedOrNot> {
  const home = new TryFolder();
  try {
    const folder = runFolder(home, "report");
    const pipeline = safePipeline(config, folder, undefined, () => {});
    const inputs = await Promise.all(pipeline.inputs.map(({ section }) => standIn(section)));
    const filters = pipeline.filters.map(({ section }) => section);
    const outputs = pipeline.outputs.map(({ section }) => ({
      ...section,
      plugin: "null",
      settings: matchOf(section),
    }));
    const file = join(folder, "fluent-bit.yaml");
    writeFileSync(file, yamlOf(copyOf(pipeline, await freePortOfBoth(), inputs, filters, outputs)));
    const child = spawn(program, ["-S", "-c", file], {
      cwd: folder,
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    home.own(child);
    const out: Buffer[] = [];
    const log: Buffer[] = [];
    child.stdout.on("data", (data: Buffer) => out.push(data));
    child.stderr.on("data", (data: Buffer) => log.push(data));
    const timer = setTimeout(() => child.kill("SIGKILL"), TIMEOUT_MS);
    const ended = await new Promise<string>((resolve) => {
      child.once("error", ({ message }) => resolve(message));
      child.once("close", (code, signal) => resolve(signal ?? `exit ${code}`));
    });
    clearTimeout(timer);
    const report = Buffer.concat(out).toString();
    if (!report.includes("[SERVER] Runtime configuration"))
      return { refused: [ended, ...complaints(Buffer.concat(log).toString(), MOST_COMPLAINTS)] };
    return parsed(report, {
      inputs: inputs.map(({ plugin }, i) => plugin === pipeline.inputs[i]?.section.plugin),
      filters: pipeline.filters.map(({ index }) => index),
    });
  } finally {
    home.close();
  }
}

/** The input, or one with its tag, where starting it would do something. */
async function standIn(input: CopySection): Promise<CopySection> {
  if (isNetwork(input.plugin)) return onLoopback(input, await freePortOfBoth());
  if (HARMLESS.has(input.plugin)) return without(input, WRITES);
  return copySection("dummy", { tag: settingOf(input, "tag") });
}

function matchOf(section: CopySection): CopySection["settings"] {
  return section.settings.filter(([name]) => ["match", "match_regex", "alias"].includes(name));
}

interface Block {
  kind: string;
  settings: [name: string, value: string][];
}

function parsed(report: string, { inputs, filters }: { inputs: boolean[]; filters: number[] }): Resolved {
  const blocks: Block[] = [];
  for (const line of report.split("\n")) {
    const [, kind] = /^\[([^\]]+)\]/.exec(line) ?? [];
    if (kind !== undefined) blocks.push({ kind, settings: [] });
    const [, name, value] = /^ {4}(\S(?:.*?\S)?)(?:\t+| {2,}| (?=\S+$))(.*)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) blocks.at(-1)?.settings.push([name, value.trim()]);
  }
  const of = (kind: string) => blocks.filter((block) => block.kind === kind).map(({ settings }) => settings);
  return {
    version: last(of("Fluent Bit")[0], "Version") ?? "",
    inputs: of("INPUT").map((settings, index) => ({
      ...{ index, isOwn: inputs[index] === true, settings: own(settings) },
      ...optional("tag", last(settings, "Tag")),
      routes: [...(last(settings, "Routes") ?? "").matchAll(/\bnull\.(\d+)/g)].map(([, i]) => Number(i)),
    })),
    filters: of("FILTER").map((settings, i) => ({
      ...{ index: filters[i] as number, settings: own(settings) },
      ...optional("match", last(settings, "Match")),
    })),
    outputs: of("OUTPUT").map((settings) => optional("match", last(settings, "Match"))),
  };
}

/** What the report itself writes begins with a capital; settings are in lower case. */
function own(settings: Block["settings"]): Block["settings"] {
  return settings.filter(([name]) => /^[^A-Z]/.test(name));
}

function last(settings: Block["settings"] | undefined, wanted: string): string | undefined {
  return settings?.findLast(([name]) => name === wanted)?.[1];
}

function optional<Name extends string>(name: Name, value: string | undefined): { [key in Name]?: string } {
  return (value === undefined || value === "(null)" ? {} : { [name]: value }) as { [key in Name]?: string };
}
