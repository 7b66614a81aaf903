import { listOf, type Settings } from "../config/settings.ts";
import type { Section } from "../config/shipper-config.ts";
import { type Fate, fateOf } from "./keys.ts";

/** Where the line of a record is before it is scored. */
export type Line =
  /** Under this key, as the program wrote it; `within`: there it is the rest of what a container's runtime wrote. */
  | { is: "under"; key: string; within?: "docker" | "cri" }
  /** A filter took it away. */
  | { is: "removed"; by: Section; setting: string }
  /** It depends on parsers, or on who sends the records. */
  | { is: "unknown" };

export const UNKNOWN_LINE: Line = { is: "unknown" };
/** Parsers of Fluent Bit's own packages that leave the line as a string, and its key. */
const UNWRAPPED = new Map([
  ["docker", "log"],
  ["cri", "log"],
]);

/** Where an input puts a line. */
export function lineOf({ plugin, settings }: Section): Line {
  const parsers = [...listOf(settings.get("parser")), ...settings.list.flatMap(parserOf)];
  if (plugin === "tail") return tailLine(settings, parsers);
  if (parsers.length > 0) return UNKNOWN_LINE;
  if (plugin === "exec") return { is: "under", key: "exec" };
  if (plugin === "head") return { is: "under", key: settings.get("key") ?? "head" };
  if (plugin === "tcp" || plugin === "udp")
    return settings.get("format")?.toLowerCase() === "none" ? { is: "under", key: "log" } : UNKNOWN_LINE;
  return UNKNOWN_LINE;
}

function parserOf({ name, value }: { name: string; value: string }): string[] {
  return name === "multiline.parser" || /^parser_(?:firstline|\d+)$/.test(name) ? listOf(value) : [];
}

function tailLine(settings: Settings, parsers: readonly string[]): Line {
  const key = settings.get("key") || "log";
  if (settings.has("docker_mode") && settings.get("docker_mode")?.toLowerCase() !== "off")
    return UNKNOWN_LINE;
  if (parsers.length === 0) return { is: "under", key, ...withinOf(settings) };
  const [first = ""] = parsers.map((name) => name.toLowerCase());
  // The built-in ones of multiline put what they unpack under `log`, whatever `key` says.
  const unwrapped = settings.has("multiline.parser") ? UNWRAPPED.get(first) : undefined;
  return unwrapped === undefined ? UNKNOWN_LINE : { is: "under", key: unwrapped };
}

function withinOf(settings: Settings): { within?: "docker" | "cri" } {
  const path = settings.get("path") ?? "";
  if (path.includes("/var/lib/docker/containers")) return { within: "docker" };
  return /\/var\/log\/(?:containers|pods)\b/.test(path) ? { within: "cri" } : {};
}

/** Where the line is behind a filter. */
export function lineBehind(section: Section, line: Line): Line {
  if (line.is !== "under") return line;
  const fate: Fate = fateOf(section, line.key);
  if (fate.is === "moved") return { ...line, key: fate.to };
  if (fate.is === "removed") {
    // A parser that leaves nothing else still leaves what it read.
    return section.plugin === "parser" ? UNKNOWN_LINE : { is: "removed", by: section, setting: fate.setting };
  }
  return fate.is === "unknown" ? UNKNOWN_LINE : line;
}
