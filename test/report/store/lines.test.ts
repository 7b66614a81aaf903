/** The ten lines of a report: what they say, and when a person should look. */
import { describe, expect, it, test } from "vitest";
import type { Facts } from "../../../report/store/collect.ts";
import { linesOf, textOf, titleOf, verdict } from "../../../report/store/report.ts";
import type { AnsweredAttack } from "../../../store/report/answered.ts";
import type { NewFault } from "../../../store/report/faults.ts";
import type { ReportIncident } from "../../../store/report/incidents.ts";
import { facts } from "./facts.ts";

const line = (topic: string, other: Partial<Facts>) =>
  linesOf(facts(other)).find((each) => each.topic === topic);
const HOSTILE = "\u001b[2J\u202e<script>alert(1)</script>\nFrom: root\r\n| x |";

const ATTACK: AnsweredAttack = {
  time: new Date("2026-11-28T10:00:00Z"),
  id: "0123456789abcdef",
  severity: "high",
  site: "shop.example",
  ip: "203.0.113.7",
  country: "DE",
  method: "GET",
  path: "/.env",
  status: 200,
  hit: "path:/.env",
  why: ["probe:dotfile"],
};
const FAULT: NewFault = {
  tpl: "0000000a",
  kind: "syslog",
  text: "I/O error, dev *",
  severity: "high",
  fault: "fault:disk",
  site: "db1",
  events: 41,
  firstSeen: new Date("2026-11-28T10:00:00Z"),
};
const INCIDENT: ReportIncident = {
  id: "7",
  class: "login-after-failures",
  title: "root logged in on web1 after 40 failures",
  severity: "critical",
  state: "open",
  first: new Date("2026-11-28T10:00:00Z"),
  last: new Date("2026-11-28T10:05:00Z"),
  events: 41,
};

test("an ordinary week is ten lines that say that all is well", () => {
  expect(textOf(facts())).toBe(`SmartLog on web1: all is well, 23 to 29 Nov 2026

  Incidents  14 (1 high, 3 medium, 10 low); none open
  People     about 4,200 visitors (−4 %); 512,000 requests; 3.1 GB (31 % of all)
  Robots     6.9 GB (69 % of all), 688,000 requests: GPTBot 4.1 GB (verified), Googlebot 1.2 GB (verified, besides 2 impostors), Bytespider 900 MB (can't be checked), curl 100 MB, 1 more by name
  Attacks    3,120 requests, none answered 2xx
  Logins     12 succeeded from 2 addresses, none after guessing; 8,211 lines of failures from 120 addresses at 34 accounts
  Faults     none new
  Lines      1,234,567 (+3 %): web 1,200,000, logins 34,567; all read
  Disk       3.2 GB used, 210 MB more a day, 41 GB free, full in 195 days if nothing is dropped
  Model      2026-11-29.1, serves since 29 Nov 2026
  Alarms     21 of unusual patterns; at most 10 a day were promised, kept on each day

Whole days (UTC), 23 to 29 Nov 2026. Robots are named by their user agents; visitors are addresses with a browser, within some 3 %.`);
});

describe("a person should look at", () => {
  it.each<[string, Partial<Facts>, RegExp]>([
    [
      "Incidents",
      {
        incidents: {
          ...facts().incidents,
          open: { total: 2, bySeverity: { critical: 1, low: 1 }, worst: [INCIDENT] },
        },
      },
      /^14 \(.*\); 2 open: root logged in on web1 after 40 failures$/,
    ],
    [
      "Attacks",
      { attacks: { requests: 3120, answered: 2, bySeverity: { high: 2 }, examples: [ATTACK] } },
      /^3,120 requests, 2 answered 2xx, as GET \/\.env by 203\.0\.113\.7 \(DE\): 200$/,
    ],
    [
      "Logins",
      { logins: { ...(facts().logins as NonNullable<Facts["logins"]>), breakIns: 1 } },
      /1 AFTER GUESSING/,
    ],
    [
      "Faults",
      { faults: { fresh: [FAULT], isFirstWeek: false } },
      /^1 new pattern: I\/O error, dev \* on db1, 41 ×$/,
    ],
    ["Lines", { lines: { ...facts().lines, unread: 200_000 } }, /; 16 % not read$/],
    [
      "Lines",
      { lines: { ...facts().lines, newestArrival: new Date("2026-11-28T20:00Z") } },
      /nothing has come since 28 Nov 20:00/,
    ],
    [
      "Lines",
      { isEmpty: true, lastDay: new Date("2025-05-29Z") },
      /^none; the last that came are of 29 May 2025$/,
    ],
    ["Disk", { disk: { ...facts().disk, freeBytes: 1e9, daysLeft: 4 } }, /1 GB free, full in 4 days/],
    ["Disk", { disk: { ...facts().disk, freeBytes: 20e9, daysLeft: 15 } }, /full in 15 days/],
    [
      "Model",
      { model: { ...facts().model, vain: { count: 3, reason: "it got worse" } } },
      /the last 3 trainings brought none: it got worse$/,
    ],
    [
      "Alarms",
      { alarms: { promised: 3, days: facts().alarms.days.map((day) => ({ ...day, promised: 3 })) } },
      /^21 of .*exceeded on 3 days$/,
    ],
  ])("%s, and the title says so", (topic, other, text) => {
    const found = line(topic, other);
    expect(found).toMatchObject({ look: true, text: expect.stringMatching(text) });
    expect(titleOf(facts(other))).toBe(`SmartLog on web1: look at ${topic.toLowerCase()}, 23 to 29 Nov 2026`);
  });

  it("nothing that needs nobody", () => {
    for (const [topic, other] of [
      ["Attacks", { attacks: { requests: 9, answered: 9, bySeverity: { low: 9 }, examples: [] } }],
      ["Faults", { faults: { fresh: [{ ...FAULT, severity: "medium" }], isFirstWeek: false } }],
      [
        "Incidents",
        {
          incidents: {
            ...facts().incidents,
            open: { total: 1, bySeverity: { medium: 1 }, worst: [INCIDENT] },
          },
        },
      ],
      // Retention keeps it from growing.
      [
        "Disk",
        { disk: { ...facts().disk, freeBytes: 20e9, daysLeft: 15, droppedBefore: new Date("2026-09-01Z") } },
      ],
      ["Model", { model: { ...facts().model, vain: { count: 1, reason: "too few events" } } }],
    ] as [string, Partial<Facts>][])
      expect(line(topic, other), topic).toMatchObject({ look: false });
  });

  it("several things, in a sentence", () => {
    const all = linesOf(facts()).map((each) => ({
      ...each,
      look: ["Disk", "Model", "Logins"].includes(each.topic),
    }));
    expect(verdict(all)).toBe("look at logins, disk and model");
  });
});

test("what was not logged is not said to be nothing", () => {
  const none = facts({ people: null, robots: null, attacks: null, logins: null });
  const text = textOf(none);
  expect(text.match(/no line of a web server came/g)).toHaveLength(3);
  expect(text).toContain("no line of a login log came");
  expect(textOf(facts({ web: { requests: 10, bytes: 0 } }))).toMatch(
    /Robots +688,000 requests \(.* of all\): GPTBot 90,000 requests/,
  );
});

test("a change is told where there is enough to compare with", () => {
  const { people } = facts() as { people: NonNullable<Facts["people"]> };
  const change = (visitorsBefore: number | null, visitors = 4211) =>
    line("People", { people: { ...people, visitors, visitorsBefore } })?.text.split(";")[0];
  expect(change(2100)).toBe("about 4,200 visitors (+101 %)");
  expect(change(4200)).toBe("about 4,200 visitors");
  expect(change(null)).toBe("about 4,200 visitors");
  expect(change(5)).toBe("about 4,200 visitors");
  expect(change(30)).toBe("about 4,200 visitors (140 times as many)");
  expect(change(3, 1)).toBe("about 1 visitor");
});

test("texts out of logs stay in their line, and reach no terminal as they are", () => {
  const hostile = facts({
    incidents: {
      ...facts().incidents,
      open: { total: 1, bySeverity: { low: 1 }, worst: [{ ...INCIDENT, title: HOSTILE }] },
    },
    attacks: {
      requests: 1,
      answered: 1,
      bySeverity: { low: 1 },
      examples: [{ ...ATTACK, path: HOSTILE, method: HOSTILE }],
    },
    faults: { fresh: [{ ...FAULT, text: HOSTILE, site: HOSTILE }], isFirstWeek: false },
    model: { id: HOSTILE, servesSince: null, vain: { count: 1, reason: HOSTILE } },
  });
  const text = textOf(hostile);
  expect(text.split("\n")).toHaveLength(14);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  for (const each of linesOf(hostile)) expect(each.text.length, each.topic).toBeLessThan(260);
});
