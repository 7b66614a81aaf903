/** A rule out of a form's fields, as YAML: what people ask for most. All else can be written by hand. */
import { stringify } from "yaml";
import { RULE_SEVERITIES } from "../../../rules/lib/rule.ts";

/** What can be watched, by name: which events count, and by what. */
export const ANALYSES: Readonly<
  Record<string, { label: string; from?: string; match: Record<string, unknown> }>
> = {
  attack: { label: "attacks", match: { label: "attack" } },
  bot: { label: "robots", match: { label: "bot" } },
  anomaly: { label: "anomalies", match: { label: "anomaly" } },
  "failed-logins": { label: "failed logins", match: { kind: "auth", outcome: "failure" } },
  logins: { label: "logins that succeeded", match: { kind: "auth", outcome: "success" } },
  denied: { label: "packets that a firewall denied", match: { kind: "firewall", action: "deny" } },
  "dns-failures": {
    label: "names that were looked up in vain",
    match: { kind: "dns", rcode: ["NXDOMAIN", "SERVFAIL"] },
  },
  "server-errors": { label: "answers 5xx", from: "answers", match: { status: "5xx" } },
  "not-found": { label: "answers 4xx", from: "answers", match: { status: "4xx" } },
  requests: { label: "requests", match: { kind: "web" } },
  lines: { label: "all lines", match: {} },
};

/** What an event can be narrowed by, with what is typed there. */
export const NARROWED = {
  source: "address or network",
  user: "name",
  site: "host or service",
  service: "program",
  path: "as /wp-*",
  agent: "as *curl*",
  message: "as *out of memory*",
  reason: "as attack:sql-injection",
} as const;

export const COUNTED = {
  events: "events",
  sources: "different addresses",
  targets: "different targets",
  users: "different names",
  bytes: "bytes",
} as const;

export const GROUPED = ["source", "user", "site", "service", "network", "template"] as const;
export const UNITS = { s: "seconds", m: "minutes", h: "hours" } as const;
export const SEVERITIES = RULE_SEVERITIES;

type Fields = Record<string, unknown>;

/** YAML of what the fields say; what is wrong with it says whoever reads it as a rule. */
export function yamlOf(fields: Fields): string {
  const text = (name: string) => (typeof fields[name] === "string" ? (fields[name] as string).trim() : "");
  const analysis = Object.hasOwn(ANALYSES, text("analysis")) ? ANALYSES[text("analysis")] : ANALYSES.lines;
  const narrowed = Object.fromEntries(
    Object.keys(NARROWED).flatMap((name) => (text(name) === "" ? [] : [[name, text(name)]])),
  );
  const count = Object.hasOwn(COUNTED, text("count")) ? text("count") : "events";
  const number = /^\d{1,9}$/.test(text("number")) ? Number(text("number")) : text("number");
  const unit = Object.hasOwn(UNITS, text("unit")) ? text("unit") : "m";
  const channels = text("channels")
    .split(",")
    .map((each) => each.trim())
    .filter(Boolean);
  return stringify(
    {
      title: text("title"),
      ...(analysis?.from ? { from: analysis.from } : {}),
      match: { ...analysis?.match, ...narrowed },
      ...(text("per") === "" ? {} : { per: text("per") }),
      least: { [count]: number },
      within: `${text("within") || "10"}${unit}`,
      severity: text("severity") || "medium",
      do: text("do") || "Look at its lines.",
      ...(text("owner") === "" ? {} : { owner: text("owner") }),
      ...(channels.length === 0 ? {} : { channels }),
    },
    { lineWidth: 0 },
  );
}
