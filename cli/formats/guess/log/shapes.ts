/** What a value looks like. */
import { isIP } from "node:net";

/** Times as lines have them; each ends before what is no part of it. */
const TIMES: readonly RegExp[] = [
  /\d{2}\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d(?:\.\d+)?(?: [+-]\d{4})?/y,
  /\d{4}(?:-\d\d-|\/\d\d\/)\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?: ?Z| ?[+-]\d\d:?\d\d)?/y,
  /[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d+)? \d{4}/y,
  /[A-Z][a-z]{2} [ \d]\d (?:\d{4} )?\d\d:\d\d:\d\d(?:\.\d+)?/y,
  /\d{2}[- ][A-Z][a-z]{2}[- ]\d{4} \d\d:\d\d:\d\d(?:\.\d+)?/y,
  /\d{6} \d{6}(?!\d)/y,
  /\d{2}\/\d{2}\/\d{2} \d\d:\d\d:\d\d(?:[.,]\d+)?/y,
  /1[5-9]\d{8}(?:\.\d+|\d{3})?(?![\d.])/y,
];

const LEVELS =
  /^(?:trace|debug|dbg|info|information|notice|warn|warning|wrn|error|err|crit|critical|alert|emerg|emergency|fatal|panic|severe)$/i;
const METHODS = /^(?:GET|HEAD|POST|PUT|DELETE|CONNECT|OPTIONS|TRACE|PATCH|PROPFIND|REPORT|QUERY)$/;
const REQUEST = /^[A-Z]{3,10} \S.* HTTP\/\d/;

/** @returns the time that begins at `at` in the line, or undefined */
export function timeAt(line: string, at: number): string | undefined {
  for (const time of TIMES) {
    time.lastIndex = at;
    const found = time.exec(line)?.[0];
    if (found) return found;
  }
  return undefined;
}

export type Shape =
  | "absent"
  | "time"
  | "address"
  | "endpoint"
  | "level"
  | "method"
  | "request"
  | "version"
  | "target"
  | "url"
  | "status"
  | "number"
  | "decimal"
  | "duration"
  | "agent"
  | "word"
  | "text";

export function shapeOf(value: string): Shape {
  if (value === "-" || value === "") return "absent";
  if (timeAt(value, 0) === value) return "time";
  if (isIP(value.replace(/^\[(.*)\]$/, "$1"))) return "address";
  if (isEndpoint(value)) return "endpoint";
  if (LEVELS.test(value)) return "level";
  if (METHODS.test(value)) return "method";
  if (REQUEST.test(value)) return "request";
  if (/^HTTP\/\d(?:\.\d)?$/.test(value)) return "version";
  if (/^\/(?!\/)\S*$/.test(value)) return "target";
  if (/^https?:\/\/\S+$/.test(value)) return "url";
  if (/^[1-5]\d\d$/.test(value)) return "status";
  if (/^\d+$/.test(value)) return "number";
  if (/^\d+\.\d+$/.test(value)) return "decimal";
  if (/^\d+(?:\.\d+)?(?:ns|us|µs|ms|s)$/.test(value)) return "duration";
  if (/^Mozilla\/|^[\w.-]+\/\d[\w.]*(?:[ (]|$)/.test(value)) return "agent";
  return /\s/.test(value) ? "text" : "word";
}

function isEndpoint(value: string): boolean {
  const [, host, port] = /^\[?([\da-fA-F.:]+)\]?[:#](\d{1,5})$/.exec(value) ?? [];
  return host !== undefined && isIP(host) > 0 && Number(port) < 65_536;
}

/** Values of one place, by shape: the shape that nearly all have, dashes left out. */
const NEARLY_ALL = 0.9;

/** @returns undefined where values differ in shape */
export function commonShape(values: readonly string[]): Shape | undefined {
  const counts = new Map<Shape, number>();
  let present = 0;
  for (const value of values) {
    const shape = shapeOf(value);
    if (shape === "absent") continue;
    present++;
    counts.set(shape, (counts.get(shape) ?? 0) + 1);
  }
  if (present === 0) return "absent";
  const [shape, most] = [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best));
  if (most >= NEARLY_ALL * present) return shape;
  // A number may look like a status, a whole one stands among decimals.
  const of = (...shapes: Shape[]) =>
    shapes.reduce((sum, each) => sum + (counts.get(each) ?? 0), 0) === present;
  if (of("number", "status")) return "number";
  if (of("number", "status", "decimal")) return "decimal";
  return undefined;
}
