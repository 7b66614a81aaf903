/**
 * An alert rule for each class of incidents (rules/*.yaml), so that Grafana and `smartlog watch` say the same. What makes an
 * incident is decided there; here it is an alert while it is open.
 */
import { loadRules } from "../../../rules/lib/load.ts";
import { VALUE } from "./parts.ts";
import type { AlertRule } from "./rule.ts";

export const CLASSES = loadRules();

/** Those that are told: low ones need nobody, parts of others are told with them, acknowledged and muted ones are in hand. */
const TOLD = "state = 'open' and severity <> 'low' and parent is null";
/** So many of a class are open at most. */
const MOST = 200;
const GRAVEST_FIRST = "array_position(array['critical', 'high', 'medium'], severity)";

export const INCIDENT_RULES: readonly AlertRule[] = [
  ...CLASSES.map((rule) => ({
    ...ofIncidents(rule.title, `class = '${rule.class}'`),
    uid: `smartlog-${rule.class}`,
    title: rule.title,
    description: rule.do,
  })),
  {
    ...ofIncidents(
      "{{ $labels.rule }}",
      `class not in (${CLASSES.map(({ class: name }) => `'${name}'`).join(", ")})`,
    ),
    uid: "smartlog-own-rule",
    title: "A rule of your own",
    description: "See who and what on the incident's page.",
  },
];

/** @param what in words, may use labels */
function ofIncidents(what: string, classes: string): Omit<AlertRule, "uid" | "title" | "description"> {
  const detail = (label: string, words: string) =>
    `{{ if $labels.${label} }} ${words} {{ $labels.${label} }}{{ end }}`;
  return {
    counts: { what: "events" },
    summary: `${what}: ${VALUE} events${detail("source", "from")}${detail("user", "as")}${detail("service", "of")}${detail("site", "on")}`,
    panel: "incidents / Incidents now",
    events:
      "{{ if $labels.source }}var-source={{ urlquery $labels.source }}{{ else if $labels.site }}var-site={{ urlquery $labels.site }}{{ end }}",
    holds: "0s",
    // What changes while it lasts (the title's counts, sites that come later, further lines) is on the incident's page.
    sql: `
      select id::text as incident, class as rule, severity, coalesce(host(source), network::text, '') as source,
        case when source is null then '' else smartlog.country(source) end as country, coalesce(username, '') as user,
        coalesce(service, '') as service, case when strpos(key, site) > 0 then site else '' end as site,
        coalesce((select left(line, 200) from incident_samples where incident = incidents.id and nth = 1), '') as sample,
        events::float8 as value
      from incidents
      where ${classes} and ${TOLD}
      order by ${GRAVEST_FIRST}, incidents.id
      limit ${MOST}`,
  };
}
