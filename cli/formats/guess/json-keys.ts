/** Keys of a JSON format: a format string that is a JSON object with variables in it. */
import type { PatternField } from "../../../formats/lib/types.ts";
import { fieldsOf, withQuery } from "./compose.ts";
import type { Piece } from "./nodes.ts";
import type { Variable } from "./variables.ts";

export interface JsonKeys {
  /** Key with dots, and the field with its type. */
  keys: Record<string, string>;
  /** Keys that tell such a record. */
  when: string[];
  line: string;
  event: Record<string, unknown>;
  notes: string[];
}

/** Private use characters around a variable's number: no format string has them. */
const OPEN = "\ue000";
const CLOSE = "\ue001";
const PLACE = new RegExp(`${OPEN}(\\d+)${CLOSE}`, "g");
const MOST_MARKERS = 5;

/** @returns undefined where the format string makes no JSON object */
export function jsonKeys(pieces: readonly Piece[]): JsonKeys | undefined {
  const variables: Variable[] = [];
  let inString = false;
  let template = "";
  for (const piece of pieces) {
    if ("text" in piece) {
      for (const [quote] of piece.text.matchAll(/\\.|"/gs)) if (quote === '"') inString = !inString;
      template += piece.text;
    } else {
      const place = OPEN + (variables.push(piece.variable) - 1) + CLOSE;
      template += inString ? place : `"${place}"`;
    }
  }
  if (!/^\s*\{/.test(template)) return undefined;
  const object = parsed(template);
  if (object === undefined) return undefined;
  return keysOf(object, variables);
}

/** Nothing where it is no JSON: its lines are texts to every reader of JSON, too. */
function parsed(template: string): unknown {
  try {
    return JSON.parse(template);
  } catch {
    return undefined;
  }
}

function keysOf(object: unknown, variables: readonly Variable[]): JsonKeys {
  const leaves = leavesOf(object, "");
  const best = new Map<PatternField, { path: string; variable: Variable }>();
  const notes: string[] = [];
  for (const { path, value } of leaves) {
    const variable = variableOf(value, variables);
    if (!variable?.field) continue;
    const other = best.get(variable.field);
    if (!other || variable.rank < other.variable.rank) best.set(variable.field, { path, variable });
    if (variable.unsure) notes.push(variable.unsure);
  }
  if (best.has("request"))
    for (const part of ["method", "path", "query", "version"] as const) best.delete(part);
  const chosen = [...best].sort(([, a], [, b]) => order(leaves, a.path) - order(leaves, b.path));
  const keys = Object.fromEntries(
    chosen.map(([field, { path, variable }]) => [path, variable.type ? `${field}:${variable.type}` : field]),
  );
  const event = Object.assign({}, ...chosen.map(([field, { variable }]) => fieldsOf(field, variable)));
  const line = lineOf(object, variables);
  return { keys, when: markersOf(leaves, Object.keys(keys)), line, event: withQuery(event), notes };
}

/** The object with ordinary values. */
function lineOf(object: unknown, variables: readonly Variable[]): string {
  const sampleOf = (number: string) => (variables[Number(number)] as Variable).sample;
  return JSON.stringify(object).replace(PLACE, (_, number: string) =>
    JSON.stringify(sampleOf(number)).slice(1, -1),
  );
}

type Leaf = { path: string; value: string };

function order(leaves: readonly Leaf[], path: string): number {
  return leaves.findIndex((leaf) => leaf.path === path);
}

/** Keys that say most: those that become fields, but for the time, which shippers take out. */
function markersOf(leaves: readonly Leaf[], mapped: readonly string[]): string[] {
  const top = leaves.map(({ path }) => path).filter((path) => !/time|^ts$|^date$/i.test(path));
  const markers = [
    ...top.filter((path) => mapped.includes(path)),
    ...top.filter((path) => !mapped.includes(path)),
  ];
  return markers.slice(0, MOST_MARKERS);
}

function leavesOf(value: unknown, path: string): Leaf[] {
  if (typeof value === "string") return [{ path, value }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    leavesOf(member, path === "" ? key : `${path}.${key}`),
  );
}

/** The variable that a value is, or what several make together. */
function variableOf(value: string, variables: readonly Variable[]): Variable | undefined {
  const found = Array.from(value.matchAll(PLACE), ([, number]) => variables[Number(number)] as Variable);
  const [first] = found;
  if (first === undefined) return undefined;
  const between = value.replace(PLACE, "");
  if (found.length === 1) return between === "" ? first : undefined;
  const rank = Math.min(...found.map((variable) => variable.rank));
  const sample = value.replace(PLACE, (_, number) => (variables[Number(number)] as Variable).sample);
  const joined = { name: found.map(({ name }) => name).join(""), sample, rank };
  const fields = found.map(({ field }) => field);
  if (fields[0] === "method" && fields.includes("path")) return { ...joined, field: "request" };
  return fields[0] === "path" && /^\??$/.test(between) ? { ...joined, field: "path" } : undefined;
}
