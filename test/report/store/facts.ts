/** What a report was made of: an ordinary week of a small server, with what a test says otherwise. */
import type { Facts } from "../../../report/store/collect.ts";
import { robotsOf } from "../../../report/store/robots.ts";
import { DAY_MS } from "../../../store/report/range.ts";

export const RANGE = { from: new Date("2026-11-23Z"), to: new Date("2026-11-30Z") };

export function facts(other: Partial<Facts> = {}): Facts {
  return {
    host: "web1",
    generatedAt: new Date("2026-11-30T07:00:00Z"),
    range: RANGE,
    isEmpty: false,
    lastDay: new Date("2026-11-30Z"),
    lines: {
      total: 1_234_567,
      before: 1_200_000,
      unread: 0,
      byKind: { web: 1_200_000, auth: 34_567 },
      newestArrival: new Date("2026-11-30T06:59:00Z"),
    },
    days: Array.from({ length: 7 }, (_, i) => ({
      day: new Date(RANGE.from.getTime() + i * DAY_MS),
      events: { normal: 1000 + i, bot: 400, attack: 20, anomaly: 3 },
      people: { requests: 900, bytes: 9e8 },
      robots: { requests: 420, bytes: 4e8 },
      visitors: 600,
    })),
    people: { requests: 512_000, bytes: 31e8, visitors: 4211, visitorsBefore: 4390, requestsBefore: 512_100 },
    robots: {
      requests: 688_000,
      bytes: 69e8,
      named: robotsOf(
        [
          {
            ua: "Mozilla/5.0 (compatible; GPTBot/1.2; +https://openai.com/gptbot)",
            requests: 90_000,
            bytes: 41e8,
          },
          { ua: "Mozilla/5.0 (compatible; Googlebot/2.1)", requests: 60_000, bytes: 12e8 },
          { ua: "Googlebot-Image/1.0", requests: 1, bytes: 1 },
          { ua: "Mozilla/5.0 (compatible; Bytespider)", requests: 50_000, bytes: 9e8 },
          { ua: "curl/8.5.0", requests: 40_000, bytes: 1e8 },
          { ua: "Mozilla/5.0 (compatible; bingbot/2.0)", requests: 7, bytes: 5e6 },
          { ua: "Mozilla/5.0 (X11; Linux x86_64) Firefox/138.0", requests: 7, bytes: 9e9 },
        ],
        [
          {
            crawler: "GPTBot",
            verified: 12,
            claimed: 0,
            impostors: 0,
            impostorRequests: 0,
            impostorBytes: 0,
          },
          {
            crawler: "Googlebot",
            verified: 31,
            claimed: 1,
            impostors: 2,
            impostorRequests: 9,
            impostorBytes: 2e8,
          },
        ],
      ),
    },
    attacks: { requests: 3120, answered: 0, bySeverity: {}, examples: [] },
    web: { requests: 1_200_000, bytes: 100e8 },
    logins: {
      failed: 8211,
      succeeded: 12,
      sources: 120,
      accounts: 34,
      welcome: 2,
      breakIns: 0,
      days: [{ day: RANGE.from, failed: 8211, succeeded: 12 }],
      top: [{ account: "root", failed: 8000, sources: 119 }],
    },
    faults: { fresh: [], isFirstWeek: false },
    incidents: {
      total: 14,
      bySeverity: { high: 1, medium: 3, low: 10 },
      worst: [],
      open: { total: 0, bySeverity: {}, worst: [] },
    },
    disk: {
      databaseBytes: 32e8,
      bytesADay: 21e7,
      freeBytes: 41e9,
      sizeBytes: 80e9,
      daysLeft: 195,
      oldest: new Date("2026-09-01Z"),
      droppedBefore: null,
    },
    model: {
      id: "2026-11-29.1",
      servesSince: new Date("2026-11-29T03:31:00Z"),
      vain: { count: 0, reason: "" },
    },
    alarms: {
      promised: 10,
      days: Array.from({ length: 7 }, (_, i) => ({
        day: new Date(RANGE.from.getTime() + i * DAY_MS),
        promised: 10,
        alarms: i,
        anomalies: 9,
        faults: 1,
      })),
    },
    ...other,
  };
}
