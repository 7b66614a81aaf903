/** Weeks of training as a table and as a chart. */
import type { News } from "../../simulate/sites/types.ts";
import { bar, line, picture, text } from "../../trainer/report/charts.ts";
import { SINCE } from "./week-lines.ts";

/** Shares of people's lines that are called, and of hostile ones that are not. */
export interface Shares {
  falseAlarms: number;
  misses: number;
  /** Of hostile lines that are not called attacks; robots' or not. */
  noAttacks: number;
}

export interface Week {
  /** From 1. */
  week: number;
  /** By the model that served, on arrival. */
  served: Shares;
  /** By the default model. */
  byDefault: Shares;
  published: boolean;
  /** Whether the model of the week before was taken back. */
  undone: boolean;
  corrections: number;
}

type Sites = readonly (readonly [site: string, weeks: readonly Week[]])[];

const percent = (share: number) => (share * 100).toFixed(1);

const mean = (weeks: readonly Week[], of: (week: Week) => number) =>
  weeks.reduce((sum, week) => sum + of(week), 0) / Math.max(1, weeks.length);

/** A row for each site: the last four weeks, and the models. */
export function weeksTable(sites: Sites): string {
  const rows = sites.map(([site, weeks]) => {
    const last = weeks.slice(-4);
    const cell = (of: (week: Week) => number) => percent(mean(last, of));
    const count = (is: (week: Week) => boolean) => weeks.filter(is).length;
    return (
      `| \`${site}\` | ${cell(({ byDefault }) => byDefault.falseAlarms)} → ${cell(({ served }) => served.falseAlarms)} ` +
      `| ${cell(({ byDefault }) => byDefault.misses)} → ${cell(({ served }) => served.misses)} ` +
      `| ${cell(({ byDefault }) => byDefault.noAttacks)} → ${cell(({ served }) => served.noAttacks)} ` +
      `| ${count(({ published }) => published)}, ${count(({ undone }) => undone)} ` +
      `| ${weeks.reduce((sum, { corrections }) => sum + corrections, 0)} |`
    );
  });
  return [
    "| site | false alarms, % of people's lines, default → trained | misses, % of hostile lines | called no attack, % of them | models published, undone | corrections |",
    "|---|---|---|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}

const NEWS: Record<News, string> = {
  failing: "a failing client",
  pages: "pages",
  crawler: "a crawler",
  attacks: "attacks",
};
const COLOURS = { falseAlarms: "#ee6666", misses: "#5470c6" };
const NAMES = { falseAlarms: "false alarms", misses: "misses" } as const;
const LEFT = 56;
const RIGHT = 540;
const PANEL = { height: 150, gap: 56, top: 74 };

/** A panel for each site: shares by week, those of the default model dashed; a mark for each model published or undone. */
export function weeksChart(sites: Sites): string {
  const parts = [
    ...(["falseAlarms", "misses"] as const).flatMap((measure, i) => [
      bar(LEFT + i * 100, 34, 12, 10, COLOURS[measure]),
      text(LEFT + i * 100 + 18, 43, NAMES[measure], "start"),
    ]),
    text(LEFT + 200, 43, "dashed: default model; ▲ published, ▼ undone", "start"),
    ...sites.flatMap(([site, weeks], i) => panel(site, weeks, PANEL.top + i * (PANEL.height + PANEL.gap))),
  ];
  const news = Object.entries(SINCE).map(([name, week]) => `${NEWS[name as News]} (${week})`);
  const height = PANEL.top + sites.length * (PANEL.height + PANEL.gap);
  return picture("Weeks of training", height + 10, [
    ...parts,
    text(LEFT, height, `New, from week: ${news.join(", ")}.`, "start"),
  ]);
}

function panel(site: string, weeks: readonly Week[], top: number): string[] {
  const bottom = top + PANEL.height;
  const most = Math.max(
    0.05,
    ...weeks.flatMap(({ served, byDefault }) => [...Object.values(served), ...Object.values(byDefault)]),
  );
  const x = (week: number) => LEFT + ((week - 0.5) / Math.max(1, weeks.length)) * (RIGHT - LEFT);
  const y = (share: number) => bottom - (share / most) * PANEL.height;
  const curve = (of: (week: Week) => number, colour: string, style: string) =>
    `<polyline points="${weeks.map((week) => `${x(week.week).toFixed(1)},${y(of(week)).toFixed(1)}`).join(" ")}" fill="none" stroke="${colour}" ${style}/>`;
  return [
    text(LEFT, top - 8, site, "start"),
    ...[0, most / 2, most].map(
      (share) =>
        line(LEFT, y(share), RIGHT, y(share), `stroke="#ddd"`) +
        text(LEFT - 6, y(share) + 4, `${percent(share)} %`, "end"),
    ),
    ...(["falseAlarms", "misses"] as const).flatMap((measure) => [
      curve(({ byDefault }) => byDefault[measure], COLOURS[measure], `stroke-dasharray="4 4"`),
      curve(({ served }) => served[measure], COLOURS[measure], `stroke-width="2"`),
    ]),
    ...weeks.map(({ week, published, undone }) =>
      text(x(week), bottom + 30, `${undone ? "▼" : ""}${published ? "▲" : ""}`),
    ),
    ...weeks.map(({ week }) => text(x(week), bottom + 16, `${week}`)),
  ];
}
