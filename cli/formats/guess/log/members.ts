/** Drafts of logs whose lines are JSON or key=value pairs. */
import type { PatternField } from "../../../../formats/lib/types.ts";
import { fieldOfKey } from "./names.ts";

/** Values by key, a path with dots. */
export type Members = Map<string, string>;

export interface MembersDraft {
  keys: Record<string, string>;
  when: string[];
  notes: string[];
}

const MOST_MARKERS = 5;
const MAX_KEY_BYTES = 64;
const MOST_DEPTH = 6;
/** Of pairs in a line: fewer may stand in any text. */
const FEWEST_PAIRS = 3;
const PAIR = /(?:^|\s)([A-Za-z_][\w.@-]*)=(?:"((?:[^"\\]|\\.)*)"|(\S*))/g;

/** Members of a line of JSON; undefined where it is none. */
export function jsonMembers(line: string): Members | undefined {
  if (!/^\s*\{/.test(line)) return undefined;
  try {
    const members: Members = new Map();
    flatten(JSON.parse(line), "", members, 0);
    return members;
  } catch {
    return undefined;
  }
}

function flatten(value: unknown, path: string, out: Members, depth: number): void {
  if (typeof value === "object" && value !== null) {
    if (depth === MOST_DEPTH) return;
    // Of an array the first element counts: headers are arrays of one.
    const members = Array.isArray(value) ? Object.entries(value).slice(0, 1) : Object.entries(value);
    for (const [key, member] of members)
      flatten(member, path === "" ? key : `${path}.${key}`, out, depth + 1);
  } else if (value !== null && Buffer.byteLength(path) <= MAX_KEY_BYTES && !path.includes("\\"))
    out.set(path, String(value));
}

/** Pairs of a line of logfmt; undefined where it is none. */
export function pairMembers(line: string): Members | undefined {
  const members: Members = new Map();
  let covered = 0;
  for (const [all, key = "", quoted, plain] of line.matchAll(PAIR)) {
    if (!members.has(key)) members.set(key, quoted ?? plain ?? "");
    covered += all.length;
  }
  return members.size >= FEWEST_PAIRS && covered >= 0.9 * line.length ? members : undefined;
}

/** Keys with their fields, from many lines. */
export function draftOfMembers(all: readonly Members[]): MembersDraft {
  const values = new Map<string, string[]>();
  for (const members of all)
    for (const [key, value] of members) {
      const list = values.get(key);
      if (list) list.push(value);
      else values.set(key, [value]);
    }
  const keys: Record<string, string> = {};
  const notes: string[] = [];
  const taken = new Set<PatternField>();
  // Keys that all records have first, then the shorter path: `status` before `upstream.status`.
  const order = [...values].sort(
    ([a, x], [b, y]) => y.length - x.length || a.split(".").length - b.split(".").length,
  );
  for (const [key, list] of order) {
    const named = fieldOfKey(key, list);
    if (!named || taken.has(named.field)) continue;
    taken.add(named.field);
    keys[key] = named.type ? `${named.field}:${named.type}` : named.field;
    if (named.unsure) notes.push(named.unsure);
  }
  const always = order.filter(([, list]) => list.length === all.length).map(([key]) => key);
  const markers = [...always.filter((key) => key in keys), ...always.filter((key) => !(key in keys))];
  const isTime = (key: string) => keys[key] === "time";
  return { keys, when: markers.filter((key) => !isTime(key)).slice(0, MOST_MARKERS), notes };
}
