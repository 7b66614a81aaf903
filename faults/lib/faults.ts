/** A file of faults read and checked. */
import { parse } from "yaml";
import { FaultError } from "./error.ts";
import { type Phrase, parsePhrase } from "./phrase.ts";

/** Severities of a fault, the gravest first; the host's, without none. */
export const FAULT_SEVERITIES = ["critical", "high", "medium", "low"] as const;
export type FaultSeverity = (typeof FAULT_SEVERITIES)[number];

/** Stands among programs for a line that names none, as dmesg prints them. */
export const NAMELESS = "-";

/** Phrases of some programs. */
export interface FaultGroup {
  /** Names in syslog or the journal, without a path; undefined for all programs. */
  programs?: string[];
  phrases: Record<FaultSeverity, Phrase[]>;
}

/** A class of faults: what one reason stands for. */
export interface FaultClass {
  /** The file's name, and the reason's behind `fault:`. */
  name: string;
  title: string;
  groups: FaultGroup[];
  /** Lines that tell of such a fault, by how severe it is. */
  examples: Partial<Record<FaultSeverity, string[]>>;
  /** Lines that look like one, and tell of none. */
  ordinary: string[];
}

type Members = Record<string, unknown>;

function isMembers(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function texts(value: unknown, what: string): string[] {
  if (!Array.isArray(value) || !value.every((item) => typeof item === "string" && item !== ""))
    throw new FaultError(`${what} has to be a list of texts`);
  return value as string[];
}

function onlyOf(members: Members, names: readonly string[], what: string): void {
  const unknown = Object.keys(members).find((name) => !names.includes(name));
  if (unknown) throw new FaultError(`${what} has no member ${unknown}; they are ${names.join(", ")}`);
}

function group(value: unknown): FaultGroup {
  if (!isMembers(value)) throw new FaultError("an entry of faults has to be programs with phrases");
  const { programs, ...bySeverity } = value;
  onlyOf(bySeverity, FAULT_SEVERITIES, "an entry of faults");
  const phrases = Object.fromEntries(
    FAULT_SEVERITIES.map((severity) => [
      severity,
      texts(bySeverity[severity] ?? [], severity).map(parsePhrase),
    ]),
  ) as Record<FaultSeverity, Phrase[]>;
  return { ...(programs === undefined ? {} : { programs: texts(programs, "programs") }), phrases };
}

/**
 * Reads a file of faults.
 *
 * @param name of the file, without its suffix
 * @throws FaultError with what is wrong in it
 */
export function readFaults(name: string, text: string): FaultClass {
  const members: unknown = parse(text);
  if (!isMembers(members) || typeof members.title !== "string")
    throw new FaultError("title is missing: it has to be text");
  onlyOf(members, ["title", "faults", "examples", "ordinary"], "the file");
  if (!Array.isArray(members.faults)) throw new FaultError("faults has to be a list");
  const examples = members.examples ?? {};
  if (!isMembers(examples)) throw new FaultError("examples has to be lines by severity");
  onlyOf(examples, FAULT_SEVERITIES, "examples");
  return {
    name,
    title: members.title,
    groups: members.faults.map(group),
    examples: Object.fromEntries(
      Object.entries(examples).map(([severity, lines]) => [severity, texts(lines, severity)]),
    ),
    ordinary: texts(members.ordinary ?? [], "ordinary"),
  };
}
