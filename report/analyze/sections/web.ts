import type { Chart, Section, Table } from "../../document/report.ts";
import type { Figures } from "../figures/figures.ts";
import type { RobotJson, TargetJson, WebJson } from "../figures/web.ts";
import { type Column, named, timeOf } from "./lib.ts";
import { timelineOf } from "./timeline.ts";

const HOURS = 24;
const SENDERS = ["people", "robots", "attacks"] as const;

/** Requests: visitors, pages, who leads here, what fails. */
export function webSections(figures: Figures): Section[] {
  const { web } = figures;
  if (!web) return [];
  return [
    {
      id: "visitors",
      title: "Visitors",
      note: VISITORS,
      parts: [
        requests(figures),
        ...(web.days.length > 1 ? [visitors(figures, web)] : []),
        days(web),
        hoursOfDay(figures),
      ],
    },
    { id: "robots", title: "Robots", note: ROBOTS, parts: [robotBytes(web), robots(web)] },
    {
      id: "pages",
      title: "Pages",
      parts: [targets("Pages", web.pages), targets("Files", web.files), notFound(web), referrers(web)],
    },
    { id: "answers", title: "Answers", parts: answers(web) },
    { id: "clients", title: "Clients", note: CLIENTS, parts: clients(web) },
  ];
}

const VISITORS =
  "A visitor is an address with a user agent that was answered other than 4xx, counted once a day. People are those that no line shows to be a robot or to attack.";
const ROBOTS =
  "By the names in their user agents, which anybody can use; --verify-bots asks the makers' name servers who is who.";
const CLIENTS =
  "Countries say where a net is registered. Ranges: ip-location-db, data of the NRO, CC BY 4.0.";

function requests(figures: Figures): Chart {
  const timeline = timelineOf(figures);
  return {
    kind: "chart",
    title: `Requests ${timeline.step === "hour" ? "an hour" : "a day"}`,
    shape: "columns",
    unit: "count",
    labels: timeline.labels,
    series: SENDERS.map((name) => ({ name, colour: name, values: timeline.of(name) })),
  };
}

function visitors(figures: Figures, { days }: WebJson): Chart {
  const known = new Map(days.map((day) => [day.day, day]));
  const timeline = timelineOf(figures);
  // Of a short log the timeline has hours; a day without visitors is a hole that the reader shall see.
  const names = timeline.step === "day" ? timeline.labels : [...known.keys()];
  const people = names.map((name) => known.get(name)?.people_visitors ?? 0);
  const all = names.map((name) => known.get(name)?.visitors.count ?? 0);
  return {
    kind: "chart",
    title: "Visitors a day",
    shape: "columns",
    unit: "count",
    labels: names,
    series: [
      { name: "people", colour: "people", values: people },
      {
        name: "robots and attackers",
        colour: "robots",
        values: all.map((each, i) => each - (people[i] ?? 0)),
      },
    ],
  };
}

function days({ days }: WebJson): Table {
  return {
    kind: "table",
    title: "Days",
    columns: [
      { title: "Day", unit: "text" },
      { title: "Visitors", unit: "count" },
      { title: "of them people", unit: "count" },
      { title: "Requests", unit: "count" },
      { title: "People", unit: "count" },
      { title: "Robots", unit: "count" },
      { title: "Attacks", unit: "count" },
      { title: "5xx", unit: "count" },
      { title: "Traffic", unit: "bytes" },
    ],
    rows: days.map((day) => [
      day.day,
      day.visitors.count,
      day.people_visitors,
      day.requests,
      day.people,
      day.robots,
      day.attacks,
      day.errors,
      day.bytes,
    ]),
    ...(days.some(({ visitors }) => visitors.is_estimate)
      ? { note: "Days with very many visitors: their number is an estimate, within 1 % or so." }
      : {}),
  };
}

function hoursOfDay({ hours }: Figures): Chart {
  const rows = Array.from({ length: HOURS }, () => ({ people: 0, robots: 0, attacks: 0 }));
  for (const { hour, people, robots, attacks } of hours) {
    const row = rows[Number(hour.slice(11, 13))];
    if (!row) continue;
    row.people += people;
    row.robots += robots;
    row.attacks += attacks;
  }
  return {
    kind: "chart",
    title: "Requests by the hour of the day",
    shape: "columns",
    unit: "count",
    labels: rows.map((_, hour) => `${String(hour).padStart(2, "0")}:00`),
    series: SENDERS.map((name) => ({ name, colour: name, values: rows.map((row) => row[name]) })),
  };
}

function robotBytes({ robots }: WebJson): Chart {
  const rows = [...robots.rows].sort((a, b) => b.bytes - a.bytes).slice(0, 10);
  return {
    kind: "chart",
    title: "Traffic by robot",
    shape: "bars",
    unit: "bytes",
    labels: rows.map(({ name }) => name),
    series: [{ name: "traffic", colour: "robots", values: rows.map(({ bytes }) => bytes) }],
  };
}

function robots({ robots, requests, bytes }: WebJson): Table {
  const isChecked = robots.rows.some(({ checked }) => checked);
  return named("Robots by name", robots, [
    ["Robot", "text", ({ name }) => name],
    ["Comes for", "text", ({ group }) => group || null],
    ["Requests", "count", ({ count }) => count],
    ["of all", "share", ({ count }) => count / requests],
    ["Traffic", "bytes", (row) => row.bytes],
    ["of all", "share", (row) => (bytes === 0 ? null : row.bytes / bytes)],
    ["4xx", "count", ({ refused }) => refused],
    ["Addresses", "count", ({ addresses }) => addresses.count],
    ...(isChecked ? [WHO] : []),
  ]);
}

const WHO: Column<RobotJson> = ["Who they are", "text", ({ checked }) => checkedText(checked)];
const TIME: Column<TargetJson> = ["95 % below", "ms", ({ p95 }) => p95];

function checkedText(checked: RobotJson["checked"]): string | null {
  if (!checked) return null;
  const parts = Object.entries(checked).filter(([, addresses]) => addresses > 0);
  return parts.map(([status, addresses]) => `${addresses} ${status}`).join(", ");
}

function targets(title: string, list: WebJson["pages"]): Table {
  const isTimed = list.rows.some(({ p95 }) => p95 !== null);
  return named(title, list, [
    ["Target", "code", ({ name }) => name],
    ["Requests", "count", ({ count }) => count],
    ["by people", "count", ({ people }) => people],
    ["Traffic", "bytes", ({ bytes }) => bytes],
    ["5xx", "count", ({ errors }) => errors],
    ...(isTimed ? [TIME] : []),
  ]);
}

function notFound({ not_found }: WebJson): Table {
  return named("Not found (404)", not_found, [
    ["Target", "code", ({ name }) => name],
    ["Requests", "count", ({ count }) => count],
    ["by people", "count", ({ people }) => people],
    ["A link to it", "code", ({ referrer }) => referrer || null],
  ]);
}

function referrers({ referrers }: WebJson): Table {
  return named("Sites that lead here, this one included", referrers, [
    ["Site", "code", ({ name }) => name],
    ["Requests", "count", ({ count }) => count],
    ["by people", "count", ({ people }) => people],
  ]);
}

function answers({ statuses, requests, durations, slowest, failing }: WebJson): Section["parts"] {
  const parts: Section["parts"] = [
    {
      kind: "table",
      title: "Statuses",
      columns: [
        { title: "Status", unit: "text" },
        { title: "Requests", unit: "count" },
        { title: "of all", unit: "share" },
      ],
      rows: statuses.map(({ status, count }) => [
        status === 0 ? "none" : String(status),
        count,
        count / requests,
      ]),
    },
    targets("Pages with server errors (5xx)", failing),
  ];
  if (durations.requests === 0) return parts;
  const { mean, p50, p90, p95, p99, most } = durations;
  const times = [
    ["half below", p50],
    ["90 % below", p90],
    ["95 % below", p95],
    ["99 % below", p99],
    ["mean", mean],
    ["longest", most],
  ] as const;
  return [
    ...parts,
    {
      kind: "chart",
      title: "Response times",
      shape: "bars",
      unit: "ms",
      labels: times.slice(0, 4).map(([name]) => name),
      series: [
        { name: "response time", colour: "plain", values: times.slice(0, 4).map(([, value]) => value) },
      ],
    },
    timeOf(times),
    targets("Slowest pages", slowest),
  ];
}

function clients(web: WebJson): Section["parts"] {
  const share = (title: string, rows: WebJson["browsers"]): Table => ({
    kind: "table",
    title,
    columns: [
      { title: "Name", unit: "text" },
      { title: "Requests of people", unit: "count" },
      { title: "of all", unit: "share" },
    ],
    rows: rows.map(({ name, people }) => [name, people, people / Math.max(1, web.by_sender.people.requests)]),
  });
  return [
    named("Addresses", web.hosts, [
      ["Address", "code", ({ name }) => name],
      ["Country", "text", ({ country }) => country || null],
      ["Requests", "count", ({ count }) => count],
      ["as a person", "count", ({ people }) => people],
      ["Traffic", "bytes", ({ bytes }) => bytes],
    ]),
    {
      kind: "table",
      title: "Countries",
      columns: [
        { title: "Country", unit: "text" },
        { title: "Requests", unit: "count" },
        { title: "by people", unit: "count" },
        { title: "Traffic", unit: "bytes" },
      ],
      rows: web.countries.map(({ country, requests, people, bytes }) => [
        country || "none",
        requests,
        people,
        bytes,
      ]),
    },
    share("Browsers", web.browsers),
    share("Systems", web.systems),
    named("User agents", web.agents, [
      ["User agent", "code", ({ name }) => name],
      ["Requests", "count", ({ count }) => count],
      ["as a person", "count", ({ people }) => people],
    ]),
    ...(web.sites.rows.length > 1
      ? [
          named("Sites", web.sites, [
            ["Site", "code", ({ name }) => name],
            ["Requests", "count", ({ count }) => count],
            ["by people", "count", ({ people }) => people],
            ["Traffic", "bytes", ({ bytes }) => bytes],
          ]),
        ]
      : []),
  ];
}
