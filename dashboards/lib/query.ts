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

/** What the variables select, in a rollup. */
export const ROLLUP_FILTER = `$__timeFilter(at) and ${among("site", "site")}
  and ${KIND_FILTER} and ${LABEL_FILTER}`;

/** The same in a rollup where the panel is about one kind, or about labels. */
const SITE_FILTER = `$__timeFilter(at) and ${among("site", "site")}`;
export const SITE_AND_KIND_FILTER = `${SITE_FILTER} and ${KIND_FILTER}`;
export const SITE_AND_LABEL_FILTER = `${SITE_FILTER} and ${LABEL_FILTER}`;

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

/** Seconds of one step of the time axis. */
export const STEP_SECONDS = "extract(epoch from interval '${interval}')";
