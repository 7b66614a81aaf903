/** What dashboards and people ask, with the time each may take. `$1` is where the range begins. */
export interface BenchQuery {
  name: string;
  range: "30 days" | "7 days" | "1 day" | "6 hours";
  atMostMs: number;
  sql: string;
}

const PANEL_MS = 50;
const CHOSEN_STEP_MS = 100;
const LOOKUP_MS = 100;

const panel = (name: string, sql: string, range: BenchQuery["range"] = "30 days"): BenchQuery => ({
  name,
  range,
  atMostMs: PANEL_MS,
  sql,
});
const lookup = (name: string, sql: string): BenchQuery => ({
  name,
  range: "1 day",
  atMostMs: LOOKUP_MS,
  sql,
});

const top = (dimension: string, order: string) =>
  `select name, sum(events) as events, sum(suspicious) as suspicious, max(score) as score
   from smartlog.top_day where dimension = '${dimension}' and at >= $1 group by name order by ${order} desc limit 20`;

export const QUERIES: readonly BenchQuery[] = [
  panel(
    "events by 12 hours and label (auto step)",
    `select date_bin('12 hours', at, 'epoch') as at, label, sum(events) from smartlog.rollup('12h')
     where at >= $1 group by 1, 2 order by 1`,
  ),
  // Not a panel's own step over a month: somebody chose it.
  {
    name: "events by hour and label (step chosen)",
    range: "30 days",
    atMostMs: CHOSEN_STEP_MS,
    sql: "select at, label, sum(events) from smartlog.rollup('1h') where at >= $1 group by at, label order by at",
  },
  panel(
    "events by day and kind",
    "select at, kind, sum(events) from smartlog.rollup_day where at >= $1 group by at, kind order by at",
  ),
  panel(
    "traffic by day and site",
    "select at, site, sum(events), sum(bytes) from smartlog.rollup_day where at >= $1 group by at, site order by at",
  ),
  panel(
    "share of server errors by hour",
    `select at, sum(events) filter (where status_class = 5) / sum(events) as share
     from smartlog.rollup_hour where at >= $1 and kind = 'web' group by at order by at`,
  ),
  panel(
    "attacks by hour and severity, one site",
    `select at, severity, sum(events) from smartlog.rollup_hour
     where at >= $1 and label = 'attack' and site = 'www3.example' group by at, severity order by at`,
  ),
  panel(
    "mean duration by hour and site",
    `select at, site, sum(duration_us) / nullif(sum(timed), 0) / 1000 as ms
     from smartlog.rollup_hour where at >= $1 and timed > 0 group by at, site order by at`,
  ),
  panel(
    "totals by label",
    "select label, sum(events) from smartlog.rollup_day where at >= $1 group by label",
  ),
  panel("top sources", top("source", "events")),
  panel("most suspicious sources", top("source", "suspicious")),
  panel("most suspicious paths", top("path", "suspicious")),
  panel("top user agents", top("ua", "events")),
  panel(
    "top templates with their text",
    `select * from (${top("template", "events")}) t left join smartlog.templates on tpl = name`,
  ),
  panel(
    "events by hour and site",
    "select at, site, sum(events) from smartlog.rollup_hour where at >= $1 group by at, site order by at",
    "7 days",
  ),
  panel(
    "events by minute and label",
    "select at, label, sum(events) from smartlog.rollup_minute where at >= $1 group by at, label order by at",
    "6 hours",
  ),
  panel(
    "new templates",
    "select tpl, text, events from smartlog.templates where known_since >= $1 order by known_since desc limit 50",
    "1 day",
  ),
  lookup("one event by id", "select * from smartlog.events where time >= $1 and id = $2"),
  lookup(
    "a frequent source's last 100",
    "select * from smartlog.events where time >= $1 and ip = '10.0.0.0' order by time desc limit 100",
  ),
  lookup(
    "a rare source's last 100",
    "select * from smartlog.events where time >= $1 and ip = $3 order by time desc limit 100",
  ),
  lookup(
    "a frequent template's last 100",
    "select * from smartlog.events where time >= $1 and tpl = '00000000' order by time desc limit 100",
  ),
  lookup(
    "a rare template's last 100",
    "select * from smartlog.events where time >= $1 and tpl = $4 order by time desc limit 100",
  ),
  lookup(
    "the last 100 attacks",
    "select * from smartlog.events where time >= $1 and label = 'attack' order by time desc limit 100",
  ),
  lookup(
    "the last 100 events",
    "select * from smartlog.events where time >= $1 order by time desc limit 100",
  ),
];
