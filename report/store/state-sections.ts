/** Sections of what happened on the machines and in SmartLog: incidents, logins, faults, its own state. */
import type { Section } from "../document/report.ts";
import type { DayCounts, Facts } from "./collect.ts";
import { diskLine, modelLine } from "./state-lines.ts";
import { byDay } from "./web-sections.ts";
import { shortDay } from "./words.ts";

export function incidentsSection({ incidents }: Facts): Section {
  const open = new Set(incidents.open.worst.map(({ id }) => id));
  const others = incidents.worst.filter(({ id }) => !open.has(id));
  return {
    id: "incidents",
    title: "Incidents",
    parts: [
      {
        kind: "table",
        title: "The worst, open ones first",
        columns: [
          { title: "Incident", unit: "code" },
          { title: "Severity", unit: "severity" },
          { title: "State", unit: "text" },
          { title: "Class", unit: "text" },
          { title: "First", unit: "time" },
          { title: "Last", unit: "time" },
          { title: "Lines", unit: "count" },
          { title: "Number", unit: "text" },
        ],
        rows: [...incidents.open.worst, ...others].map((each) => [
          each.title,
          each.severity,
          each.state,
          each.class,
          each.first.getTime(),
          each.last.getTime(),
          each.events,
          each.id,
        ]),
      },
    ],
  };
}

export function loginsSection({ logins }: Facts, days: readonly DayCounts[]): Section | null {
  if (!logins) return null;
  const known = new Map(logins.days.map((day) => [day.day.getTime(), day]));
  const of = (pick: "failed" | "succeeded") => days.map(({ day }) => known.get(day.getTime())?.[pick] ?? 0);
  return {
    id: "logins",
    title: "Logins",
    note: "Lines: of one try a program may write several. Succeeded are those from an address: no sudo, no job of cron.",
    parts: [
      byDay("Lines a day", "count", days, [
        { name: "Failed", colour: "attacks", values: of("failed") },
        { name: "Succeeded", colour: "people", values: of("succeeded") },
      ]),
      {
        kind: "table",
        title: "Accounts that most failed at",
        columns: [
          { title: "Account", unit: "code" },
          { title: "Failed", unit: "count" },
          { title: "Addresses", unit: "count" },
        ],
        rows: logins.top.map(({ account, failed, sources }) => [account, failed, sources]),
      },
    ],
  };
}

export function faultsSection({ faults }: Facts): Section {
  return {
    id: "faults",
    title: "Faults",
    ...(faults.isFirstWeek
      ? { note: "The store is as young as these days: all patterns are new to it." }
      : {}),
    parts: [
      {
        kind: "table",
        title: "New patterns of faults",
        columns: [
          { title: "Pattern", unit: "code" },
          { title: "Severity", unit: "severity" },
          { title: "Fault", unit: "text" },
          { title: "Where", unit: "code" },
          { title: "Lines", unit: "count" },
          { title: "First", unit: "time" },
        ],
        rows: faults.fresh.map(({ text, severity, fault, site, events, firstSeen }) => [
          text,
          severity,
          fault,
          site,
          events,
          firstSeen.getTime(),
        ]),
      },
    ],
  };
}

export function stateSection(facts: Facts): Section {
  const { days } = facts.alarms;
  return {
    id: "smartlog",
    title: "SmartLog itself",
    note: `Disk: ${diskLine(facts).text}. Model: ${modelLine(facts).text}.`,
    parts:
      facts.alarms.promised === null
        ? []
        : [
            {
              kind: "chart",
              title: "Alarms a day",
              shape: "columns",
              unit: "count",
              labels: days.map(({ day }) => shortDay(day)),
              series: [{ name: "Alarms", colour: "anomalies", values: days.map(({ alarms }) => alarms) }],
              note: `At most ${facts.alarms.promised} a day were promised.`,
            },
          ],
  };
}
