/** The fields of a search as SQL: what each is compared with, and what is shown of it. */
import type { FieldName } from "./grammar/fields.ts";

/** Of each field the expression over an event `e`. */
export const COLUMNS: Readonly<Record<FieldName, string>> = {
  kind: "e.kind",
  label: "e.label",
  severity: "e.severity",
  host: "e.host",
  service: "e.service",
  site: "coalesce(e.host, e.service, e.tag)",
  user: "e.username",
  ip: "e.ip",
  country: "smartlog.country(e.ip)::text",
  method: "e.method",
  path: "e.path",
  status: "e.status",
  bytes: "e.bytes",
  duration: "e.ms",
  agent: "e.ua",
  referrer: "e.ref",
  score: "e.score",
  bot: "e.bot",
  threat: "e.threat",
  anomaly: "e.anomaly",
  reason: "e.why",
  hit: "e.hit",
  template: "e.tpl",
  tag: "e.tag",
  level: "e.level",
  outcome: "e.outcome",
  qname: "e.qname",
  qtype: "e.qtype",
  rcode: "e.rcode",
  action: "e.action",
  proto: "e.proto",
  dst: "e.dst",
  sport: "e.sport",
  dport: "e.dport",
  iface: "e.iface",
  peer: "e.peer",
  session: "e.session",
  model: "e.model",
  crawler: "smartlog.crawler_status(e.ip, e.ua)",
  muted: "coalesce(e.muted, false)::text",
  mute: "e.mute",
  error: "e.error",
  id: "e.id",
};

/** The line that an event came from: 4,000 characters of it. The index of words is over this very expression. */
export const LINE = "smartlog.line(e.record)";

/** Columns that are `real`: 0.9 as one is not 0.9 as a `double precision`. */
export const REAL = new Set<FieldName>(["score", "bot", "threat", "anomaly", "duration"]);

/** What an answer can have besides fields. */
export const EXTRA = ["time", "line", "record", "pattern"] as const;
export type ShownName = FieldName | (typeof EXTRA)[number];
export const SHOWN_NAMES: readonly ShownName[] = [...EXTRA, ...(Object.keys(COLUMNS) as FieldName[])];

/** What is shown where nobody asks for other fields. */
export const DEFAULT_SHOWN: readonly ShownName[] = [
  "id",
  "time",
  "kind",
  "label",
  "severity",
  "score",
  "ip",
  "host",
  "service",
  "user",
  "method",
  "path",
  "status",
  "bytes",
  "duration",
  "reason",
  "hit",
  "template",
  "muted",
  "line",
];

/** Longer records are left out of an answer: a page of them would be a gigabyte. */
const MOST_RECORD_BYTES = 65_536;

const SHOWN: Readonly<Partial<Record<ShownName, string>>> = {
  id: "smartlog.event_hex(e.id)",
  time: `to_char(e.time at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
  line: LINE,
  record: `case when octet_length(e.record::text) <= ${MOST_RECORD_BYTES} then e.record end`,
  pattern: "(select t.text from smartlog.templates t where t.tpl = e.tpl)",
  ip: "host(e.ip)",
  dst: "host(e.dst)",
  peer: "host(e.peer)",
  muted: "coalesce(e.muted, false)",
};

/** An event with these fields as one JSON object. */
export function shownJson(names: readonly ShownName[]): string {
  const members = names.map((name) => `'${name}', ${SHOWN[name] ?? COLUMNS[name as FieldName]}`);
  return `json_build_object(${members.join(", ")})`;
}

export function isShown(name: string): name is ShownName {
  return (SHOWN_NAMES as readonly string[]).includes(name);
}
