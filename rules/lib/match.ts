/** Conditions on events: what a rule counts. */
import { isIP } from "node:net";
import { RuleError } from "./error.ts";

export type Value =
  | { is: string | boolean }
  /** `*` stands for any text. */
  | { like: string }
  /** Both ends included; undefined: open. */
  | { from?: number; to?: number }
  | { network: string };

/** The field has one of the values, or with `not` none of them. */
export interface Test {
  field: Field;
  not: boolean;
  values: Value[];
}

/** All of its tests hold. */
export type Condition = Test[];

type Type = "text" | "number" | "flag" | "network";

/** What conditions may name. docs/event.md says what each is. */
export const FIELDS = {
  kind: "text",
  label: "text",
  severity: "text",
  /** Any of `why`. */
  reason: "text",
  status: "number",
  method: "text",
  path: "text",
  agent: "text",
  user: "text",
  outcome: "text",
  /** host, else service, else tag: as the rollups name it. */
  site: "text",
  host: "text",
  service: "text",
  tag: "text",
  level: "text",
  action: "text",
  proto: "text",
  qname: "text",
  qtype: "text",
  rcode: "text",
  template: "text",
  message: "text",
  /** What an event of kind rate or session tells of, such as `site shop.example` or `template 1f2e3d4c`. */
  subject: "text",
  source: "network",
  dst: "network",
  port: "number",
  ms: "number",
  bytes: "number",
  score: "number",
  threat: "number",
  bot: "number",
  anomaly: "number",
  /** Of an event of kind rate: the usual count, in the time that it tells of. */
  usual: "number",
  /** The source has been verified as the crawler that it claims to be. */
  verified: "flag",
  /** The source is a private address. */
  private: "flag",
  /** The answer has the size of those to other attacks, or of those to people's requests for that path: a page for whatever is asked. */
  "catch-all": "flag",
  /** The line says that there is no such account. */
  "no-such-account": "flag",
} as const satisfies Record<string, Type>;

export type Field = keyof typeof FIELDS;

const MOST_VALUES = 200;
const MOST_CHARACTERS = 500;

/** Reads a map of fields, or a list of such maps of which one has to hold. */
export function readMatch(value: unknown, field: string): Condition[] {
  if (Array.isArray(value)) {
    if (value.length === 0) throw new RuleError(`${field} has no condition`);
    return value.map((each, n) => readCondition(each, `${field}[${n}]`));
  }
  return [readCondition(value, field)];
}

function readCondition(value: unknown, where: string, not = false): Condition {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new RuleError(`${where} has to be a map of fields, such as { kind: web, status: 404 }`);
  return Object.entries(value).flatMap(([name, wanted]) => {
    if (name === "not" && !not) return readCondition(wanted, `${where}.not`, true);
    if (!Object.hasOwn(FIELDS, name))
      throw new RuleError(
        `${where} names ${name}, which events do not have; they have ${Object.keys(FIELDS).join(", ")}`,
      );
    const list = Array.isArray(wanted) ? wanted : [wanted];
    if (list.length === 0 || list.length > MOST_VALUES)
      throw new RuleError(`${where}.${name} has to have 1 to ${MOST_VALUES} values`);
    const field = name as Field;
    return [{ field, not, values: list.map((each) => readValue(FIELDS[field], each, `${where}.${name}`)) }];
  });
}

function readValue(type: Type, value: unknown, where: string): Value {
  if (type === "flag") {
    if (typeof value !== "boolean") throw new RuleError(`${where} has to be true or false`);
    return { is: value };
  }
  const text = typeof value === "number" ? String(value) : value;
  if (typeof text !== "string" || text.length > MOST_CHARACTERS || text.includes("\0"))
    throw new RuleError(`${where} has to be text of at most ${MOST_CHARACTERS} characters`);
  if (type === "number") return readNumbers(text, where);
  if (type === "network") {
    if (!isNetwork(text))
      throw new RuleError(`${where} has to be an address or a network, such as 192.0.2.0/24`);
    return { network: text };
  }
  return text.includes("*") ? { like: text } : { is: text };
}

const NUMBER = String.raw`-?\d{1,12}(?:\.\d{1,6})?`;

/** `404`, `5xx`, `500-503`, `>= 100`, `<= 10`. */
function readNumbers(text: string, where: string): Value {
  const xx = /^([1-9])xx$/.exec(text);
  if (xx) return { from: Number(xx[1]) * 100, to: Number(xx[1]) * 100 + 99 };
  const [, least, most] = new RegExp(`^(?:>=\\s*(${NUMBER})|<=\\s*(${NUMBER}))$`).exec(text) ?? [];
  if (least !== undefined) return { from: Number(least) };
  if (most !== undefined) return { to: Number(most) };
  const [, from, to] = new RegExp(`^(${NUMBER})(?:\\s*-\\s*(${NUMBER}))?$`).exec(text) ?? [];
  if (from === undefined)
    throw new RuleError(`${where} has to be a number, a range such as 500-599 or 5xx, or such as ">= 100"`);
  return { from: Number(from), to: Number(to ?? from) };
}

function isNetwork(text: string): boolean {
  const [address = "", length, more] = text.split("/");
  const family = isIP(address);
  const isLength =
    length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= (family === 4 ? 32 : 128));
  return family !== 0 && more === undefined && isLength;
}
