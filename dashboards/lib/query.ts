import type { Builder, Dataquery } from "@grafana/grafana-foundation-sdk/cog";

/** Grafana's Postgres data source, chosen by the variable `datasource`: never a fixed uid. */
export const DATASOURCE = { type: "grafana-postgresql-datasource", uid: "${datasource}" };

/** How Grafana reads the rows: a table as it is, or a series for each text of the column `metric`. */
export type Format = "table" | "time_series";

interface SqlTarget {
  refId: string;
  datasource: { type: string; uid: string };
  format: Format;
  rawSql: string;
  rawQuery: true;
  editorMode: "code";
}

/** SQL as the target of a panel. Lines are kept, their common indentation is not. */
export function sql(rawSql: string, format: Format = "table", refId = "A"): Builder<Dataquery> {
  const target: SqlTarget = {
    refId,
    datasource: DATASOURCE,
    format,
    rawSql: dedent(rawSql),
    rawQuery: true,
    editorMode: "code",
  };
  return { build: () => target as unknown as Dataquery };
}

/** A series for each text of the column `metric`; needs a column `time`. */
export function series(rawSql: string, refId = "A"): Builder<Dataquery> {
  return sql(rawSql, "time_series", refId);
}

export function dedent(text: string): string {
  const lines = text.replace(/^\n/, "").trimEnd().split("\n");
  const depths = lines
    .filter((line) => line.trim() !== "")
    .map((line) => line.length - line.trimStart().length);
  const depth = Math.min(...depths);
  return lines.map((line) => line.slice(depth)).join("\n");
}

/** The value that stands for All. Grafana puts it in as it is, so it brings its own quotes. */
export const ALL = "'*'";

/**
 * `column in (…)`, for a variable that may be All: `'*' in ('*')` is true for every row, and an empty list can't occur.
 */
function among(column: string, variable: string): string {
  return `('*' in ($\{${variable}:sqlstring}) or ${column} in ($\{${variable}:sqlstring}))`;
}

export const KIND_FILTER = among("kind", "kind");
const LABEL_FILTER = among("label", "label");
export const SEVERITY_FILTER = among("severity", "severity");

/** What the variables select in a rollup, at any time. */
export const CHOSEN_SITE = among("site", "site");
export const CHOSEN_SITE_AND_KIND = `${CHOSEN_SITE} and ${KIND_FILTER}`;
export const CHOSEN_SITE_AND_LABEL = `${CHOSEN_SITE} and ${LABEL_FILTER}`;
export const CHOSEN = `${CHOSEN_SITE_AND_KIND}
  and ${LABEL_FILTER}`;

/** The same in the range; shorter where the panel is about one kind, or about labels. */
export const ROLLUP_FILTER = `$__timeFilter(at) and ${CHOSEN}`;
export const SITE_AND_KIND_FILTER = `$__timeFilter(at) and ${CHOSEN_SITE_AND_KIND}`;
export const SITE_AND_LABEL_FILTER = `$__timeFilter(at) and ${CHOSEN_SITE_AND_LABEL}`;

/** The same in `events`; the site is named as the rollups name it. */
const EVENT_SITE_FILTER = `$__timeFilter(time) and ${among("coalesce(host, service, tag, '')", "site")}`;
export const EVENT_SITE_AND_LABEL_FILTER = `${EVENT_SITE_FILTER} and ${LABEL_FILTER}`;
export const EVENT_FILTER = `${EVENT_SITE_FILTER}
  and ${KIND_FILTER} and ${LABEL_FILTER}`;

/** The choice of muted events: `hide` (also where nothing is chosen), `show`, or `only` these. */
export const MUTED = "${muted:sqlstring}";
/** What of `events` that choice leaves. */
export const MUTED_FILTER = `('show' = ${MUTED} or coalesce(muted, false) = ('only' = ${MUTED}))`;
/** The rollups that it leaves, for panels about what isn't ordinary; a group without events has to be left out there. */
export const CHOSEN_ROLLUP = `rollup('\${interval}', ${MUTED})`;

/** The rollups of the step that the time axes have. */
export const ROLLUP = "rollup('${interval}')";

/** Seconds of one step of the time axis. */
export const STEP_SECONDS = "extract(epoch from interval '${interval}')";

/** The name that stands for all that are not among the first ten. */
export const REST = "the rest";
export const TOP_MOST = 10;

/**
 * Counts over time that are honest about what is not known: 0 in steps that were watched (smartlog.watched), nothing in those for
 * which nothing was shipped.
 *
 * @param select rows of (at, metric, value)
 * @param value what the numbers are called
 * @param before further CTEs, each with its comma
 */
export function counts(select: string, value = "events", before = ""): Builder<Dataquery> {
  return series(`
with ${before}counted as (
${dedent(select)}
)
select $__timeGroupAlias(at, '\${interval}', NULL), metric, sum(value) as ${value}
from (
  select at, metric, value from counted
  union all
  select at, metric, 0 from (select distinct metric from counted) each
  cross join watched('\${interval}', $__timeFrom(), $__timeTo()) at
) known
group by 1, 2 order by 1`);
}

/** As {@link counts}, of the ten names with most in the range, and of the rest together: the sums stay right. */
export function topCounts(select: string, value: string): Builder<Dataquery> {
  const before = `every as (
${dedent(select)}
), most as (
  select metric as name from every group by 1 order by sum(value) desc, 1 limit ${TOP_MOST}
), `;
  return counts(
    `select at, case when metric in (select name from most) then metric else '${REST}' end as metric, value from every`,
    value,
    before,
  );
}

/** The ten names with most, and the rest together as the last row. @param select rows of (name, n) */
export function topRanking(select: string, value: string): Builder<Dataquery> {
  return sql(`
with every as (
${dedent(select)}
), ranked as (
  select *, row_number() over (order by n desc, name) as rank from every where name is not null
)
select case when rank <= ${TOP_MOST} then name else '${REST}' end as name, sum(n)::bigint as ${value}
from ranked
group by 1 order by min(rank)`);
}

/** The time of the same length before the range. */
export const BEFORE = "$__timeFrom()::timestamptz - ($__timeTo()::timestamptz - $__timeFrom()::timestamptz)";

/** Of a rollup, in the range and in the period before it. */
export const NOW_AND_BEFORE = `at >= ${BEFORE} and at <= $__timeTo()`;
const IS_NOW = "at >= $__timeFrom()::timestamptz";

/** One row of (now, before) for {@link change}. */
export function nowAndBefore(sum: string, from: string, filter: string): string {
  return `select coalesce(sum(${sum}) filter (where ${IS_NOW}), 0) as now, coalesce(sum(${sum}) filter (where not ${IS_NOW}), 0) as before
from ${from}
where ${NOW_AND_BEFORE} and ${filter}`;
}

/**
 * How much more or less a number is than in the period before; no row where there is nothing to compare with. Its name says which,
 * and of how many.
 *
 * @param select one row of (now, before)
 */
export function change(select: string, refId: string): Builder<Dataquery> {
  return series(
    `
select $__timeTo()::timestamptz as time,
  case when now >= before then '▲' else '▼' end || ' from ' || to_char(before, 'FM999,999,999,990') || ' in the period before' as metric,
  abs(now / before - 1)::float8 as change
from (
${dedent(select)}
) compared
where before > 0 and (
  -- Of a period that was not watched for most of its time the number says nothing.
  select 2 * count(*) * interval '\${interval}' >= $__timeTo()::timestamptz - $__timeFrom()::timestamptz
  from watched('\${interval}', ${BEFORE}, $__timeFrom())
)`,
    refId,
  );
}

/** How {@link change} is shown. */
export const CHANGE_OPTIONS = [
  { id: "unit", value: "percentunit" },
  { id: "decimals", value: 0 },
  { id: "color", value: { mode: "fixed", fixedColor: "text" } },
  { id: "links", value: [] },
];
