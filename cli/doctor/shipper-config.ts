import { hostname } from "node:os";
import { extname } from "node:path";
import { readClassic } from "./config-classic.ts";
import { readYaml } from "./config-yaml.ts";
import type { RawConfig, RawSection } from "./raw-config.ts";

/** One plugin's section. */
export interface Section {
  /** Its plugin, `tail`, `wasm`, `pgsql`. */
  plugin: string;
  /** Where it stands, for people: `tail input`. */
  where: string;
  /** Settings by their name in lower case, variables resolved. */
  settings: ReadonlyMap<string, string>;
  /** Processors inside it (YAML only). */
  processors: Section[];
}

/** A Fluent Bit configuration, from either of its formats. */
export interface ShipperConfig {
  file: string;
  service: ReadonlyMap<string, string>;
  inputs: Section[];
  filters: Section[];
  outputs: Section[];
  /** Variables that are used and have no value. */
  unset: string[];
}

function emptyConfig(): RawConfig {
  return { variables: new Map(), service: new Map(), inputs: [], filters: [], outputs: [] };
}

/**
 * Reads a configuration and what it includes, and resolves its variables as Fluent Bit does: from its own `env`, then
 * from the environment; one that is set to nothing counts as not set.
 *
 * @throws ConfigError where it can't be parsed
 */
export function readConfig(file: string, environment: NodeJS.ProcessEnv): ShipperConfig {
  const raw = emptyConfig();
  if ([".yaml", ".yml"].includes(extname(file).toLowerCase())) readYaml(file, raw);
  else readClassic(file, raw);

  const unset = new Set<string>();
  const resolve = (value: string) =>
    value.replace(/\$\{([^}]+)\}/g, (_, name: string) => {
      const known = raw.variables.get(name) || environment[name] || (name === "HOSTNAME" ? hostname() : "");
      if (known === "") unset.add(name);
      return known;
    });
  const settings = (values: Map<string, string>) =>
    new Map([...values].map(([name, value]) => [name, resolve(value)]));
  const section =
    (kind: string) =>
    (each: RawSection): Section => {
      const resolved = settings(each.settings);
      const plugin = (resolved.get("name") ?? "").toLowerCase();
      const processors = each.processors.map(section("processor"));
      return { plugin, where: `${plugin || "nameless"} ${kind}`, settings: resolved, processors };
    };
  return {
    file,
    service: settings(raw.service),
    inputs: raw.inputs.map(section("input")),
    filters: raw.filters.map(section("filter")),
    outputs: raw.outputs.map(section("output")),
    unset: [...unset],
  };
}

/** Whether a switch is on, as Fluent Bit reads it. */
export function isOn(value: string | undefined): boolean {
  return ["on", "true", "yes"].includes((value ?? "").toLowerCase());
}

/** A size such as `64K`, in bytes. */
export function sizeOf(value: string): number {
  const [, number = "", unit = ""] = /^\s*([\d.]+)\s*([kmg]?)b?\s*$/i.exec(value) ?? [];
  return Number(number || "NaN") * 1024 ** ["", "k", "m", "g"].indexOf(unit.toLowerCase());
}
