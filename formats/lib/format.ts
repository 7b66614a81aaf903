/** A format file read and checked. */
import { parse } from "yaml";
import { FormatError } from "./error.ts";
import { type Item, parsePattern } from "./pattern.ts";
import { PATTERN_FIELDS, type PatternField, TYPED, type Typed } from "./types.ts";

/** Log types that a format may be of; the lines inside a wrapper are of any. */
export const FORMAT_KINDS = ["web", "auth", "dns", "firewall", "app", "syslog", "wrapper"] as const;
export type FormatKind = (typeof FORMAT_KINDS)[number];

/** Fields with words of their own in each format, and the words that an event has for them. */
export const VALUES = {
  outcome: ["success", "failure"],
  action: ["allow", "deny"],
  level: ["trace", "debug", "info", "notice", "warn", "error", "fatal"],
  proto: ["TCP", "UDP", "ICMP", "ICMPv6", "IGMP", "GRE", "ESP", "SCTP"],
  rcode: ["NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED"],
} as const;
export type ValueField = keyof typeof VALUES;

/** One way of writing a line or a message. */
export interface Pattern {
  source: string;
  items: Item[];
  /** Constants: fields that the line itself does not name. */
  set: [PatternField, string][];
  kind: FormatKind;
}

/** A key of JSON or logfmt records: a path with dots, of an array's elements by number. */
export interface Key {
  path: string;
  field: PatternField;
  /** How its value is read, where that is not the field's own way. */
  type?: Typed;
}

/** A key that the records of a format have, and the value where that matters. */
export interface Marker {
  path: string;
  value?: string;
}

export interface Example {
  line?: string;
  record?: Record<string, unknown>;
  /** What the event has; null stands for a field that it must not have. */
  event: Record<string, unknown>;
}

export interface Format {
  name: string;
  title: string;
  kind: FormatKind;
  documentation: string[];
  programs: string[];
  service?: string;
  /** Code of the filter that reads the format, where patterns can't say what it does. */
  code?: string;
  headers: Pattern[];
  patterns: Pattern[];
  values: Partial<Record<ValueField, [string, string[]][]>>;
  when: Marker[];
  keys: Key[];
  examples: Example[];
  /** The file as it was read. */
  text: string;
}

const MEMBERS = [
  "name",
  "title",
  "kind",
  "documentation",
  "programs",
  "service",
  "code",
  "headers",
  "patterns",
  "values",
  "when",
  "keys",
  "examples",
];
const MAX_NAME_BYTES = 64;

type Members = Record<string, unknown>;

function isMembers(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function oneOf<T extends string>(value: unknown, words: readonly T[], what: string): T {
  if (typeof value !== "string" || !(words as readonly string[]).includes(value))
    throw new FormatError(`${what} is ${JSON.stringify(value)}; it has to be one of ${words.join(", ")}`);
  return value as T;
}

function texts(value: unknown, what: string): string[] {
  const list = value === undefined ? [] : Array.isArray(value) ? value : [value];
  if (!list.every((item) => typeof item === "string" && item !== ""))
    throw new FormatError(`${what} has to be text, or a list of texts`);
  return list as string[];
}

function text(members: Members, name: string): string {
  const value = members[name];
  if (typeof value !== "string" || value.trim() === "")
    throw new FormatError(`${name} is missing: it has to be text`);
  return value;
}

function constants(value: unknown): [PatternField, string][] {
  if (value === undefined) return [];
  if (!isMembers(value)) throw new FormatError("set has to be fields with their texts");
  return Object.entries(value).map(([field, constant]) => {
    const name = oneOf(field, PATTERN_FIELDS, "a field to set");
    if (typeof constant !== "string" || constant === "")
      throw new FormatError(`set: ${field} has to be text`);
    if (name in VALUES) oneOf(constant, VALUES[name as ValueField] as readonly string[], `set: ${field}`);
    return [name, constant];
  });
}

function patterns(value: unknown, kind: FormatKind, what: string): Pattern[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new FormatError(`${what} has to be a list`);
  return value.map((entry, i) => {
    const members: Members = isMembers(entry) ? entry : { pattern: entry };
    try {
      const unknown = Object.keys(members).find((name) => !["pattern", "set", "kind"].includes(name));
      if (unknown) throw new FormatError(`there is no member ${unknown}; they are pattern, set, kind`);
      const source = text(members, "pattern");
      return {
        source,
        items: parsePattern(source),
        set: constants(members.set),
        kind: members.kind === undefined ? kind : oneOf(members.kind, FORMAT_KINDS, "kind"),
      };
    } catch (cause) {
      if (!(cause instanceof FormatError)) throw cause;
      throw new FormatError(`${what}, entry ${i + 1}: ${cause.message}`, { cause });
    }
  });
}

function values(value: unknown): Format["values"] {
  if (value === undefined) return {};
  if (!isMembers(value)) throw new FormatError("values has to be fields with their words");
  return Object.fromEntries(
    Object.entries(value).map(([field, words]) => {
      const name = oneOf(field, Object.keys(VALUES) as ValueField[], "a field of values");
      if (!isMembers(words)) throw new FormatError(`values: ${field} has to be words with their lists`);
      const lists = Object.entries(words).map(([word, list]): [string, string[]] => [
        oneOf(word, VALUES[name] as readonly string[], `values: a word of ${field}`),
        texts(Array.isArray(list) ? list.map(String) : String(list), `values: ${field}: ${word}`),
      ]);
      return [name, lists];
    }),
  );
}

function path(given: string): string {
  if (Buffer.byteLength(given) > MAX_NAME_BYTES || given === "" || given.includes("\\"))
    throw new FormatError(
      `a key is 1 to ${MAX_NAME_BYTES} bytes without a backslash, ${JSON.stringify(given)} is not`,
    );
  return given;
}

function markers(value: unknown): Marker[] {
  if (value === undefined) return [];
  if (!isMembers(value)) return texts(value, "when").map((key) => ({ path: path(key) }));
  return Object.entries(value).map(([key, wanted]) =>
    wanted === null ? { path: path(key) } : { path: path(key), value: String(wanted) },
  );
}

function keys(value: unknown): Key[] {
  if (value === undefined) return [];
  if (!isMembers(value)) throw new FormatError("keys has to be keys with their fields");
  return Object.entries(value).map(([key, field]) => {
    const [name, type] = String(field).split(":");
    const found: Key = { path: path(key), field: oneOf(name, PATTERN_FIELDS, `keys: the field of ${key}`) };
    return type === undefined ? found : { ...found, type: oneOf(type, TYPED, `keys: the type of ${key}`) };
  });
}

function examples(value: unknown): Example[] {
  if (!Array.isArray(value) || value.length === 0)
    throw new FormatError("examples is missing: at least one line");
  return value.map((entry, i) => {
    const isOne = isMembers(entry) && (typeof entry.line === "string") !== isMembers(entry.record);
    if (!isOne || !isMembers(entry.event))
      throw new FormatError(`example ${i + 1} has to be a line (or a record) and the event that it gives`);
    return entry as unknown as Example;
  });
}

/**
 * Reads a format file.
 *
 * @param text YAML
 * @throws FormatError with what is wrong in it
 */
export function readFormat(source: string): Format {
  let members: unknown;
  try {
    members = parse(source);
  } catch (cause) {
    throw new FormatError(`it is no YAML: ${(cause as Error).message}`, { cause });
  }
  if (!isMembers(members)) throw new FormatError("it has to be members such as name, kind and patterns");
  const unknown = Object.keys(members).find((name) => !MEMBERS.includes(name));
  if (unknown) throw new FormatError(`there is no member ${unknown}; they are ${MEMBERS.join(", ")}`);
  const name = text(members, "name");
  if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(name))
    throw new FormatError(
      `the name ${JSON.stringify(name)} has to be small letters, digits and dashes, 40 at most`,
    );
  const kind = oneOf(members.kind, FORMAT_KINDS, "kind");
  const format: Format = {
    name,
    title: text(members, "title"),
    kind,
    documentation: texts(members.documentation, "documentation"),
    programs: texts(members.programs, "programs"),
    headers: patterns(members.headers, kind === "wrapper" ? kind : "app", "headers"),
    patterns: patterns(members.patterns, kind, "patterns"),
    values: values(members.values),
    when: markers(members.when),
    keys: keys(members.keys),
    examples: examples(members.examples),
    text: source,
  };
  if (members.service !== undefined) format.service = text(members, "service");
  if (members.code !== undefined) format.code = text(members, "code");
  checkWhole(format);
  return format;
}

function fieldsOf(items: readonly Item[]): (PatternField | null)[] {
  return items.flatMap((item) => {
    if (item.is === "optional") return fieldsOf(item.items);
    return item.is === "text" || item.is === "typed" || item.is === "choice" ? [item.field] : [];
  });
}

/** What only shows when all members are known. */
function checkWhole(format: Format): void {
  const reads = format.patterns.length + format.headers.length + format.keys.length;
  if (reads === 0 && !format.code) throw new FormatError("it has neither patterns, headers nor keys");
  for (const header of format.headers) {
    if (!fieldsOf(header.items).includes("message")) throw new FormatError("a header needs a {message}");
  }
  for (const { kind, items } of format.patterns) {
    if ((kind === "wrapper") !== fieldsOf(items).includes("line"))
      throw new FormatError("a wrapper, and nothing else, has a pattern with {line}");
  }
  const hasPairs = [...format.patterns, ...format.headers].some(({ items }) =>
    items.some(({ is }) => is === "pairs"),
  );
  if (format.keys.length && !format.when.length && !hasPairs && !format.code)
    throw new FormatError("keys need `when`, the keys that tell such a record, or a pattern with {pairs}");
}
