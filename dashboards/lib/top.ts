/**
 * Who and what is seen most. The store keeps such lists for all events together: where a site, kind or verdict is
 * chosen, they are counted from the events themselves, of those the newest.
 */
import { MUTED, MUTED_FILTER } from "./query.ts";

/** Of each dimension of `top()`: what it is in `events`. */
const IN_EVENTS = {
  source: "host(ip)",
  path: "split_part(left(path, 300), '?', 1)",
  ua: "left(ua, 300)",
} as const;

const NEWEST = 20_000;

/** As 0036_charts.sql counts requests. */
const OF_REQUESTS = {
  page: "case when label = 'normal' and coalesce(status, 200) < 400 and not smartlog.is_asset(split_part(left(path, 300), '?', 1)) then split_part(left(path, 300), '?', 1) end",
  missing: "case when status = 404 then split_part(left(path, 300), '?', 1) end",
  referrer:
    "case when label = 'normal' then nullif(lower(substring(ref from '^https?://([^/?#:]{1,255})')), lower(host)) end",
} as const;

/** For descriptions. */
export const TOP_OF_CHOSEN = `With a site, kind or verdict chosen: of its newest ${NEWEST.toLocaleString("en-US")} events.`;

const nothingChosen = (variables: readonly string[]) =>
  `(${variables.map((name) => `'*' in ($\{${name}:sqlstring})`).join(" and ")} and ${MUTED} not in ('show', 'only'))`;
const SUSPICIOUS = `label <> 'normal' and ${MUTED_FILTER}`;

/**
 * Rows of (name, events, suspicious, errors, score), several for a name, in parentheses.
 *
 * @param filter what is chosen, in `events`
 * @param variables those that the filter knows
 */
export function topRows(
  dimension: keyof typeof IN_EVENTS,
  filter: string,
  variables: readonly string[] = ["site", "kind", "label"],
): string {
  const name = IN_EVENTS[dimension];
  return `(
          select name, events, suspicious, errors, score
          from top($__timeFrom(), $__timeTo())
          where dimension = '${dimension}' and ${nothingChosen(variables)}
          union all
          select ${name}, count(*), count(*) filter (where ${SUSPICIOUS}), count(*) filter (where status >= 400),
            coalesce(max(score) filter (where ${SUSPICIOUS}), 0)
          from (
            select ip, path, ua, label, muted, status, score from events
            where ${filter} and not ${nothingChosen(variables)}
              and ${name} is not null
            order by time desc limit ${NEWEST}
          ) newest
          group by 1
        ) counted`;
}

/** Rows of (name, events) of web requests, several for a name; parameters as of {@link topRows}. */
export function topWeb(
  dimension: keyof typeof OF_REQUESTS,
  filter: string,
  variables: readonly string[],
): string {
  return `(
          select name, events
          from top($__timeFrom(), $__timeTo())
          where dimension = '${dimension}' and ${nothingChosen(variables)}
          union all
          select ${OF_REQUESTS[dimension]}, count(*)
          from (
            select label, status, path, ref, host from events
            where ${filter} and not ${nothingChosen(variables)}
            order by time desc limit ${NEWEST}
          ) newest
          group by 1
        ) counted`;
}
