import pg from "pg";
import { brokenDays } from "../../store/alarms.ts";
import { dataDir } from "../../store/data-dir.ts";
import type { Store } from "../../store/open.ts";
import type { MergeResult } from "../../store/partitions/months.ts";
import type { StoreStatus } from "../../store/status.ts";
import { printable } from "../lib/output.ts";
import { dataOf, type StoreChoice } from "../lib/store.ts";

/** `smartlog db status` for people. */
export function statusText(status: StoreStatus): string {
  const { lagSeconds: lag } = status;
  const lines: [name: string, value: string][] = [
    ["schema", status.schema],
    [
      "size",
      `${gigabytes(status.databaseBytes)}, events ${gigabytes(status.eventsBytes)} in ${status.partitions} partitions`,
    ],
    ["events", `${status.eventsCounted.toLocaleString("en")} counted`],
    ["oldest", status.oldest ?? "none"],
    ["newest", status.newest ?? "none"],
    [
      "rate",
      `${status.rate5m.toFixed(1)}/s in the last 5 min, ${status.rate24h.toFixed(1)}/s in the last day`,
    ],
    [
      "lag",
      lag === null ? "nothing came in the last 5 min" : `at most ${lag.toFixed(1)} s in the last 5 min`,
    ],
    [
      "doubles",
      `${status.duplicates24h.toLocaleString("en")} came again in the last day, and were not stored`,
    ],
    [
      "rejected",
      `${status.rejected24h.toLocaleString("en")} in the last day, ${status.rejected.toLocaleString("en")} kept`,
    ],
    ...status.rejectedReasons.map(({ reason, rows }): [string, string] => ["", `${rows} x ${reason}`]),
    [
      "templates",
      `${status.templates.toLocaleString("en")}, ${status.newTemplates24h.toLocaleString("en")} new in the last day`,
    ],
    ["words", wordsText(status.words)],
    ...alarmLines(status.alarms),
    ...(status.vainTrainings.count > 0
      ? [
          [
            "training",
            `no new model ${status.vainTrainings.count === 1 ? "the last time" : `${status.vainTrainings.count} times in a row`}: ${printable(status.vainTrainings.reason)}`,
          ] as [string, string],
        ]
      : []),
    ["ready until", status.partitionsUntil ?? "the next batch makes its partitions"],
    ...(status.future.length
      ? [
          ["to come", `events in ${status.future.join(", ")}: a clock was ahead when they came`] as [
            string,
            string,
          ],
        ]
      : []),
  ];
  return lines.map(([name, value]) => `${name.padEnd(12)} ${value}`).join("\n");
}

/** What a search for words reads by an index. */
export function wordsText({ available, wanted, days, indexed }: StoreStatus["words"]): string {
  if (!wanted) return "not indexed, as the settings say: searches read the lines";
  if (!available)
    return "not indexed, for want of pg_trgm: searches read the lines. As an administrator: create extension pg_trgm";
  return days === 0
    ? "no day is over that needs an index"
    : `${indexed} of ${days} days that are over are indexed`;
}

/** What is promised of alarms, and whether it was kept; nothing where nothing ever was. */
function alarmLines(alarms: StoreStatus["alarms"]): [name: string, value: string][] {
  if (!alarms) return [];
  const { alarmsADay, days } = alarms;
  const { broken, told } = brokenDays(days);
  const counts = days.map(({ alarms }) => alarms.toLocaleString("en")).join(", ");
  return [
    [
      "alarms",
      alarmsADay === null
        ? "no budget any more"
        : `at most ${alarmsADay.toLocaleString("en")} a day promised`,
    ],
    ["", `${counts} so far today, by day`],
    ...(told === 0
      ? []
      : [
          [
            "",
            broken === 0 ? "what held then was kept" : `more than held then on ${broken} of ${told} days`,
          ] as [string, string],
        ]),
  ];
}

/** Which database is migrated, without its password: a forgotten DATABASE_URL would otherwise look like a success. */
export function databaseNote({ embedded, url }: Store, choice: StoreChoice): string {
  if (embedded)
    return `the database is that of \`smartlog start\`, in ${dataDir(dataOf(choice, false))}; a server of your own is named by DATABASE_URL`;
  const { host, port, database } = new pg.Client(url);
  return `the database is ${database} at ${host.startsWith("/") ? host : `${host}:${port}`}`;
}

/** Why a month is still days; the next run tries again. */
export function postponedText({ name, reason }: MergeResult["postponed"][number]): string {
  return reason === "in use"
    ? `${name} was not merged: a transaction has been reading events for long`
    : `${name} was not merged: the disk has no room for a copy and its log`;
}

export function gigabytes(bytes: number): string {
  const units = ["bytes", "KB", "MB", "GB", "TB"];
  let power = 0;
  while (bytes >= 1024 ** (power + 1) && power < units.length - 1) power++;
  return `${(bytes / 1024 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}
