import {
  colourBy,
  colouredColumn,
  LABEL_COLOURS,
  SEVERITY_COLOURS,
  scoreColumn,
  VERDICT_COLOURS,
} from "../lib/colours.ts";
import { page } from "../lib/dashboard.ts";
import { beforeColumn, eventColumn, exploreColumn, SERIES_NAME, toEvents } from "../lib/links.ts";
import { overTime, rows } from "../lib/panels.ts";
import { CHOSEN_ROLLUP, counts, MUTED, ROLLUP_FILTER, SEVERITY_FILTER, sql } from "../lib/query.ts";
import { severity, typed } from "../lib/variables.ts";

/** What the variables select, the newest first, as far back as was looked in the time that a person waits. */
const search = (most: number) => `smartlog.search(
          $__timeFrom(), $__timeTo(), array[\${site:sqlstring}], array[\${kind:sqlstring}], array[\${label:sqlstring}],
          array[\${severity:sqlstring}], \${source:sqlstring}, \${template:sqlstring}, \${search:sqlstring}, ${most},
          muting => ${MUTED})`;
/** For a picture; a search that finds more ends there, and says so. */
const MOST_COUNTED = 50_000;
const MOST_LISTED = 200;

/** Rollups know the rest. */
const NOTHING_TYPED = ["source", "template", "search"]
  .map((name) => `$\{${name}:sqlstring} = ''`)
  .join(" and ");

export default page({
  uid: "smartlog-explore",
  title: "Explore",
  description: "The events themselves, with what was extracted and why they were judged so.",
  variables: [
    severity(),
    typed("source", "Address", "An address, or a part of the net such as 203.0.113 or 2001:db8::/32"),
    typed("template", "Template", "A template's eight hex digits"),
    typed("search", "Text", "Any part of the line, path, user agent, user, host, name or reason"),
  ],
  panels: [
    overTime({
      title: "Events found",
      description:
        "The events below over time. With an address, template or text: as far back as the search came, which the last row of the table tells.",
      width: 24,
      height: 7,
      unit: "short",
      axis: "events",
      link: toEvents({ label: SERIES_NAME }),
      bars: true,
      stacked: true,
      empty: "no event fits",
      overrides: colourBy(LABEL_COLOURS),
      query: counts(`
        select date_bin('\${interval}', at, 'epoch') as at, label as metric, sum(events) as value
        from (
          select at, label, events from ${CHOSEN_ROLLUP}
          where ${ROLLUP_FILTER} and ${SEVERITY_FILTER} and ${NOTHING_TYPED}
          union all
          select (event).time, (event).label, 1
          from ${search(MOST_COUNTED)}
          where not (${NOTHING_TYPED}) and searched_to is null
        ) found
        group by 1, 2 having sum(events) > 0`),
    }),
    rows({
      title: "Events",
      description:
        "The newest 200 that fit. Click an id: all of it, the reasons, and buttons to correct the verdict; a time: what lies before it. Where not all of the range was searched, the last row says how far back it was.",
      width: 24,
      height: 18,
      empty: "no event fits",
      overrides: [
        beforeColumn("time"),
        { name: "line", properties: [{ id: "custom.minWidth", value: 400 }] },
        colouredColumn("severity", SEVERITY_COLOURS),
        colouredColumn("verdict", VERDICT_COLOURS),
        scoreColumn("score"),
        eventColumn("id"),
        exploreColumn("template", "template"),
      ],
      query: sql(`
        select coalesce(searched_to, (event).time) as time, smartlog.event_hex((event).id) as id,
          case when 'bot:welcome' = any ((event).why) then 'welcome' else (event).label end as verdict, (event).severity, (event).score, (event).kind, host((event).ip) as source,
          array_to_string((event).why, ', ') as reasons,
          case
            when searched_to is null then smartlog.line((event).record)
            else 'searched back to this time; choose it to go on with what lies before'
          end as line,
          (event).username as user, coalesce((event).host, (event).service) as host, (event).status, (event).tpl as template,
          (select text from templates where tpl = (event).tpl) as pattern
        from ${search(MOST_LISTED)}`),
    }),
  ],
});
