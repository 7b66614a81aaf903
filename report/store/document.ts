/** A report of some days as a document: the ten lines, and what is behind them in charts and tables. */
import { DAY_MS, daysOf } from "../../store/report/range.ts";
import type { Report, Section } from "../document/report.ts";
import type { DayCounts, Facts } from "./collect.ts";
import { footOf, linesOf, verdict } from "./report.ts";
import { faultsSection, incidentsSection, loginsSection, stateSection } from "./state-sections.ts";
import { attacksSection, peopleSection, robotsSection, trafficSection } from "./web-sections.ts";
import { rangeText } from "./words.ts";

/** All that is known of the days; texts of logs are in it as they are. */
export function documentOf(facts: Facts): Report {
  const lines = linesOf(facts);
  const days = everyDay(facts);
  const sections = [
    incidentsSection(facts),
    trafficSection(facts, days),
    peopleSection(facts, days),
    robotsSection(facts),
    attacksSection(facts),
    loginsSection(facts, days),
    faultsSection(facts),
    stateSection(facts),
  ];
  return {
    title: `SmartLog on ${facts.host}: ${verdict(lines)}`,
    subtitle: `${rangeText(facts.range)}, whole days (UTC)`,
    lines: lines.map(({ topic, text, look }) => ({
      text: `${topic}: ${text}`,
      tone: look ? ("warning" as const) : ("plain" as const),
    })),
    sections: sections.filter((section): section is Section => section !== null),
    notes: [footOf(facts)],
  };
}

/** Each day of the range, those without lines, too. */
function everyDay(facts: Facts): DayCounts[] {
  const known = new Map(facts.days.map((day) => [day.day.getTime(), day]));
  return Array.from({ length: daysOf(facts.range) }, (_, i) => {
    const day = new Date(facts.range.from.getTime() + i * DAY_MS);
    return known.get(day.getTime()) ?? emptyDay(day);
  });
}

function emptyDay(day: Date): DayCounts {
  const nothing = { requests: 0, bytes: 0 };
  return {
    day,
    events: { normal: 0, bot: 0, attack: 0, anomaly: 0 },
    people: nothing,
    robots: nothing,
    visitors: 0,
  };
}
