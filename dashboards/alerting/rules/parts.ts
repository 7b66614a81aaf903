/** Parts of summaries and of queries that several rules have. */

export const SOURCE = "{{ $labels.source }}";
export const EVENTS_OF_SOURCE = "var-source={{ urlquery $labels.source }}";
/** The value, without an exponent however large it is. */
export const VALUE = '{{ printf "%.0f" $values.A.Value }}';

/** The site of an event, as the rollups name it. */
export const SITE = "coalesce(host, service, tag, '')";

/**
 * The first three lines of today that fit; just after midnight of the day before, which is when what is told of happened.
 * See AlertRule for why the first.
 */
export function firstLines(condition: string): string {
  return `(
        select string_agg(left(smartlog.line(record), 200), E'\\n' order by time, id)
        from (
          select time, id, record from events
          where time >= date_trunc('day', now() - interval '2 hours', 'UTC') and ${condition}
          order by time, id limit 3
        ) first_ones
      ) as sample`;
}
