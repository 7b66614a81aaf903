/** Whether incidents are looked for, and people told. */
import { VALUE } from "./parts.ts";
import type { AlertRule } from "./rule.ts";

export const WATCH_RULES: readonly AlertRule[] = [
  {
    uid: "smartlog-incidents-not-judged",
    title: "Incidents are not looked for",
    severity: "critical",
    counts: { what: "minutes" },
    summary: `Incidents were not looked for in the last ${VALUE} minutes`,
    description:
      "No rule of incidents can fire meanwhile. `smartlog serve` looks for them; where no server runs, `smartlog watch` or its crontab does: start one, or see its log.",
    panel: "incidents / Last judged",
    holds: "5m",
    // Where nobody ever did: since the first event of the day.
    sql: `
      select 'all' as incidents, floor(extract(epoch from now() - since) / 60)::float8 as value
      from (
        select coalesce(
          (select judged_at from incident_state where judged_at > '-infinity'),
          (select min(at) from intake where stored > 0 and at > now() - interval '1 day')) as since
      ) judged
      where since < now() - interval '10 minutes'`,
  },
  {
    uid: "smartlog-channel-fails",
    title: "A channel takes no messages",
    severity: "high",
    counts: { what: "minutes" },
    summary: `The channel {{ $labels.channel }} ({{ $labels.type }}) has taken no message for ${VALUE} minutes`,
    description: "What it answers: `smartlog watch status`. Messages wait, and are sent when it takes them.",
    panel: "incidents / Channels",
    holds: "5m",
    sql: `
      select channel, type, floor(extract(epoch from now() - failing_since) / 60)::float8 as value
      from channels
      where failing_since < now() - interval '30 minutes'`,
  },
];
