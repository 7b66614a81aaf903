/** Conditions of rules as SQL over base rows (rows.ts). */
import pg from "pg";
import type { Condition, Field, Test, Value } from "../../rules/lib/match.ts";

const text = pg.escapeLiteral;

/** Columns of the base rows by the fields of conditions. */
const COLUMNS: Readonly<Record<Exclude<Field, "reason" | "verified" | "private" | "catch-all">, string>> = {
  kind: "kind",
  label: "label",
  severity: "severity",
  status: "status",
  method: "method",
  path: "path",
  agent: "ua",
  user: "username",
  outcome: "outcome",
  site: "site",
  host: "host",
  service: "service",
  tag: "tag",
  level: "level",
  action: "action",
  proto: "proto",
  qname: "qname",
  qtype: "qtype",
  rcode: "rcode",
  template: "tpl",
  message: "message",
  subject: "subject",
  source: "ip",
  dst: "dst",
  port: "dport",
  ms: "ms",
  bytes: "bytes",
  score: "score",
  threat: "threat",
  bot: "bot",
  anomaly: "anomaly",
  usual: "usual",
  "no-such-account": "no_such_account",
};

/** SQL of one of several conditions; none: false. */
export function anyOf(conditions: readonly Condition[]): string {
  if (conditions.length === 0) return "false";
  return `(${conditions.map((each) => (each.length === 0 ? "true" : each.map(testSql).join(" and "))).join(" or ")})`;
}

function testSql({ field, not, values }: Test): string {
  const sql = `(${values.map((value) => valueSql(field, value)).join(" or ")})`;
  // A field that an event has not is none of the values.
  return not ? `${sql} is not true` : `${sql} is true`;
}

function valueSql(field: Field, value: Value): string {
  if (field === "reason") {
    return "like" in value
      ? `exists (select from unnest(why) r where r like ${text(likeOf(value.like))})`
      : `${text(textOf(value) ?? "")} = any (why)`;
  }
  if (field === "verified")
    return `${"is" in value && value.is === true ? "" : "not "}exists (select from smartlog.crawlers v where v.ip = base.ip and v.status = 'verified')`;
  if (field === "catch-all")
    return `${"is" in value && value.is === true ? "" : "not "}exists (select from smartlog.attack_answers a where a.site = base.site
      and a.size between smartlog.size_step(base.bytes) - 1 and smartlog.size_step(base.bytes) + 1 and (a.is_page or cardinality(a.targets) >= 3))`;
  if (field === "private") return `smartlog.is_private(ip) = ${"is" in value && value.is === true}`;
  const column = COLUMNS[field];
  if ("network" in value) return `${column} <<= ${text(value.network)}::inet`;
  if ("like" in value) return `${column} like ${text(likeOf(value.like))}`;
  if ("is" in value)
    return typeof value.is === "boolean" ? `${column} = ${value.is}` : `${column} = ${text(value.is)}`;
  const { from, to } = value;
  if (from !== undefined && from === to) return `${column} = ${from}`;
  return [from === undefined ? "" : `${column} >= ${from}`, to === undefined ? "" : `${column} <= ${to}`]
    .filter(Boolean)
    .join(" and ");
}

function likeOf(pattern: string): string {
  return pattern.replace(/[\\%_]/g, "\\$&").replaceAll("*", "%");
}

/** The text that a value is, or is like. */
export function textOf(value: Value): string | undefined {
  if ("is" in value) return String(value.is);
  return "like" in value ? value.like : undefined;
}
