/** What a key's name says of its value: the aliases of formats/lib, however they are written. */
import { FIELD_ALIASES } from "../../../../formats/lib/field-aliases.ts";
import { PATTERN_FIELDS, type PatternField } from "../../../../formats/lib/types.ts";
import { commonShape, type Shape } from "./shapes.ts";

/** Names that are too short or too common for the built-in aliases, but say enough beside a value of the right shape. */
const MORE: Readonly<Record<string, string>> = {
  addr: "ip",
  src: "ip",
  source: "ip",
  peer: "ip",
  remotehost: "ip",
  rhost: "ip",
  from: "ip",
  caller: "ip",
  m: "method",
  u: "path",
  target: "path",
  endpoint: "path",
  resource: "path",
  route: "path",
  st: "status",
  rc: "status",
  httpstatus: "status",
  responsestatus: "status",
  sc: "status",
  b: "bytes",
  len: "bytes",
  length: "bytes",
  bodysize: "bytes",
  responsesize: "bytes",
  contentlength: "bytes",
  ua: "ua",
  browser: "ua",
  ref: "ref",
  vhost: "host",
  domain: "host",
  servername: "host",
  authority: "host",
  account: "user",
  login: "user",
  uid: "user",
  usr: "user",
  userid: "user",
  principal: "user",
  sev: "level",
  l: "level",
  t: "time",
  date: "time",
  when: "time",
  at: "time",
  ts: "time",
  msg: "message",
  text: "message",
  event: "message",
  ms: "ms",
  tookms: "ms",
  durationms: "ms",
  latencyms: "ms",
  elapsedms: "ms",
  responsetimems: "ms",
  took: "ms",
  rt: "ms:s",
  reqtime: "ms:s",
  requesttime: "ms:s",
  durationseconds: "ms:s",
  latencyseconds: "ms:s",
  durations: "ms:s",
  durationns: "ms:ns",
  latencyns: "ms:ns",
  durationus: "ms:us",
  latencyus: "ms:us",
  elapsedus: "ms:us",
  responsetimeus: "ms:us",
};
const UNITS: Readonly<Record<string, string>> = { seconds: "ms:s", nanoseconds: "ms:ns" };

/** Shapes that a field's value may have. */
const SHAPES: Partial<Record<PatternField, readonly Shape[]>> = {
  ip: ["address", "endpoint"],
  dst: ["address", "endpoint"],
  status: ["status"],
  bytes: ["number", "status"],
  ms: ["number", "decimal", "status", "duration"],
  sport: ["number", "status"],
  dport: ["number", "status"],
  time: ["time", "number", "decimal"],
  method: ["method"],
  path: ["target", "url"],
  request: ["request"],
  level: ["level", "number"],
  version: ["version"],
};

function normal(name: string): string {
  return name.toLowerCase().replace(/[^a-z]/g, "");
}

const NAMES = new Map<string, string>(Object.entries(MORE));
for (const { name, field } of FIELD_ALIASES) {
  const known = UNITS[field] ?? (field === "line" ? "message" : field);
  const isField = known.includes(":") || (PATTERN_FIELDS as readonly string[]).includes(known);
  if (isField && !NAMES.has(normal(name))) NAMES.set(normal(name), known);
}

export interface Named {
  field: PatternField;
  type?: string;
  /** Why the unit may be another. */
  unsure?: string;
}

/**
 * The field that a key stands for.
 *
 * @param key a path with dots: the whole, else its last names
 * @param values some of its values, which have to look like it
 */
export function fieldOfKey(key: string, values: readonly string[]): Named | undefined {
  const parts = key.split(".").filter((part) => !/^\d+$/.test(part));
  const found = [key, parts.slice(-2).join("."), parts.at(-1) ?? ""]
    .map((name) => NAMES.get(normal(name)))
    .find(Boolean);
  // What came through proxies is a client's own word.
  if (found === undefined || /forward/i.test(key)) return undefined;
  const [field, unit] = found.split(":") as [PatternField, string | undefined];
  const shape = commonShape(values);
  if (shape === "absent" || (SHAPES[field] && !(shape && SHAPES[field].includes(shape)))) return undefined;
  if (field === "ms") return duration(key, shape, unit);
  if ((field === "ip" || field === "dst") && shape === "endpoint") return { field, type: "endpoint" };
  return { field };
}

function duration(key: string, shape: Shape | undefined, unit: string | undefined): Named {
  if (shape === "duration") return { field: "ms", type: "duration" };
  const says = /(?:ms|milli|us|micro|ns|nano|sec)/i.test(key) || unit !== undefined;
  const type = unit ?? (shape === "decimal" && !says ? "s" : undefined);
  const named: Named = { field: "ms", ...(type && { type }) };
  if (says) return named;
  return {
    ...named,
    unsure: `${key} is taken for ${type === "s" ? "seconds" : "milliseconds"}; the types s, ms, us and ns say the unit`,
  };
}
