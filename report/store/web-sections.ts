/** Sections of what came: traffic, people, robots, attacks. */
import type { Chart, Section } from "../document/report.ts";
import type { DayCounts, Facts } from "./collect.ts";
import { identityText, type RobotTraffic } from "./robots.ts";
import { shortDay } from "./words.ts";

/** From so many days on columns are too thin. */
const MANY_DAYS = 40;
const MOST_BARS = 12;
const MOST_ROBOTS = 50;

/** Columns of a few days, lines of many. */
export function byDay(
  title: string,
  unit: Chart["unit"],
  days: readonly DayCounts[],
  series: Chart["series"],
): Chart {
  const labels = days.map(({ day }) => shortDay(day));
  return { kind: "chart", title, shape: days.length > MANY_DAYS ? "lines" : "columns", unit, labels, series };
}

export function trafficSection({ lines }: Facts, days: readonly DayCounts[]): Section {
  const of = (label: keyof DayCounts["events"]) => days.map(({ events }) => events[label]);
  return {
    id: "lines",
    title: "Lines",
    parts: [
      byDay("Lines a day", "count", days, [
        { name: "Normal", colour: "people", values: of("normal") },
        { name: "Robots", colour: "robots", values: of("bot") },
        { name: "Attacks", colour: "attacks", values: of("attack") },
        { name: "Anomalies", colour: "anomalies", values: of("anomaly") },
      ]),
      {
        kind: "table",
        title: "By log type",
        columns: [
          { title: "Log type", unit: "text" },
          { title: "Lines", unit: "count" },
        ],
        rows: Object.entries(lines.byKind).sort(([, a], [, b]) => b - a),
      },
    ],
  };
}

export function peopleSection({ people, web }: Facts, days: readonly DayCounts[]): Section | null {
  if (!people) return null;
  return {
    id: "people",
    title: "People",
    parts: [
      byDay("Visitors a day", "count", days, [
        { name: "Visitors", colour: "people", values: days.map(({ visitors }) => visitors) },
      ]),
      ...(web.bytes > 0
        ? [
            byDay("Bytes a day", "bytes", days, [
              { name: "People", colour: "people" as const, values: days.map((day) => day.people.bytes) },
              { name: "Robots", colour: "robots" as const, values: days.map((day) => day.robots.bytes) },
            ]),
          ]
        : []),
    ],
  };
}

export function robotsSection({ robots, web }: Facts): Section | null {
  if (!robots) return null;
  const { named } = robots;
  const hasBytes = web.bytes > 0 && named.some(({ bytes }) => bytes !== null);
  const took = (robot: RobotTraffic) => (hasBytes ? robot.bytes : robot.requests);
  const most = named.slice(0, MOST_BARS);
  return {
    id: "robots",
    title: "Robots",
    note: "By the names in their user agents. `smartlog verify-bots` checks those whose makers say how: it looks at their addresses.",
    parts: [
      {
        kind: "chart",
        title: hasBytes ? "Bytes by robot" : "Requests by robot",
        shape: "bars",
        unit: hasBytes ? "bytes" : "count",
        labels: most.map(({ name }) => name),
        series: [{ name: "Robots", colour: "robots", values: most.map(took) }],
      },
      {
        kind: "table",
        title: "Robots by name",
        columns: [
          { title: "Robot", unit: "text" },
          { title: "For", unit: "text" },
          { title: "Requests", unit: "count" },
          { title: "Bytes", unit: "bytes" },
          { title: "Is it", unit: "text" },
          { title: "Addresses verified", unit: "count" },
          { title: "Impostors", unit: "count" },
          { title: "Their bytes", unit: "bytes" },
        ],
        rows: named
          .slice(0, MOST_ROBOTS)
          .map((robot) => [
            robot.name,
            robot.group,
            robot.requests,
            robot.bytes,
            identityText(robot) || null,
            robot.verified,
            robot.impostors,
            robot.impostors > 0 ? robot.impostorBytes : null,
          ]),
      },
    ],
  };
}

export function attacksSection({ attacks }: Facts): Section | null {
  if (!attacks) return null;
  return {
    id: "attacks",
    title: "Attacks",
    parts: [
      {
        kind: "table",
        title: "Attacks that were answered with 2xx",
        note: "The worst, one of each path. An answer is no proof that one succeeded: some pages answer to anything.",
        columns: [
          { title: "Request", unit: "code" },
          { title: "Severity", unit: "severity" },
          { title: "Status", unit: "text" },
          { title: "By", unit: "code" },
          { title: "Site", unit: "code" },
          { title: "Seen by", unit: "code" },
          { title: "Time", unit: "time" },
        ],
        rows: attacks.examples.map(
          ({ method, path, severity, status, ip, country, site, hit, why, time }) => [
            `${method ?? ""} ${path ?? ""}`.trim(),
            severity,
            String(status),
            ip === null || country === null ? ip : `${ip} (${country})`,
            site,
            hit ?? why[0] ?? null,
            time.getTime(),
          ],
        ),
      },
    ],
  };
}
