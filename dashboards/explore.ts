import { colourBy, colouredColumn, gaugeColumn, LABEL_COLOURS, SEVERITY_COLOURS } from "./lib/colours.ts";
import { page } from "./lib/dashboard.ts";
import { eventColumn } from "./lib/links.ts";
import { overTime, rows } from "./lib/panels.ts";
import { EVENT_FILTER, ROLLUP_FILTER, SEVERITY_FILTER, series, sql } from "./lib/query.ts";
import { severity, typed } from "./lib/variables.ts";

/**
 * Those that the variables select, at most 20,000, the newest. A text is looked for only in these, so that a text that
 * occurs nowhere doesn't read a month.
 */
const NEWEST = `
          select * from events
          where ${EVENT_FILTER}
            and ${SEVERITY_FILTER}
            and (\${source:sqlstring} = '' or ip = smartlog.address(\${source:sqlstring}))
            and (\${template:sqlstring} = '' or tpl = \${template:sqlstring})
          order by time desc
          limit 20000`;

const FOUND = `
        (\${search:sqlstring} = ''
          or position(lower(\${search:sqlstring}) in lower(concat_ws(' ', path, ua, username, host, service, qname, array_to_string(why, ' ')))) > 0
          or position(lower(\${search:sqlstring}) in lower(smartlog.line(record))) > 0)`;

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
    typed("source", "Address", "An address, or a part of the net such as 203.0.113.7"),
    typed("template", "Template", "A template's eight hex digits"),
    typed("search", "Text", "Any part of the line, path, user agent, user, host, name or reason"),
  ],
  panels: [
    overTime({
      title: "Events found",
      description:
        "The events below over time: all of them, or, with an address, template or text, those among the newest 20,000.",
      width: 24,
      height: 6,
      unit: "short",
      bars: true,
      stacked: true,
      empty: "no event fits",
      overrides: colourBy(LABEL_COLOURS),
      query: series(`
        select $__timeGroupAlias(at, '\${interval}', 0), label as metric, sum(events) as events
        from (
          select at, label, events from rollup('\${interval}')
          where ${ROLLUP_FILTER} and ${SEVERITY_FILTER} and ${NOTHING_TYPED}
          union all
          select time, label, 1
          from (${NEWEST}
          ) newest
          where not (${NOTHING_TYPED}) and ${FOUND.trim()}
        ) found
        group by 1, 2 order by 1`),
    }),
    rows({
      title: "Events",
      description:
        "The newest 200 that fit. Click an id: all of it, the reasons, and buttons to correct the verdict.",
      width: 24,
      height: 18,
      empty: "no event fits",
      overrides: [
        { name: "time", properties: [{ id: "custom.width", value: 170 }] },
        { name: "line", properties: [{ id: "custom.minWidth", value: 400 }] },
        colouredColumn("severity", SEVERITY_COLOURS),
        colouredColumn("verdict", LABEL_COLOURS),
        gaugeColumn("score", "none"),
        eventColumn("id"),
      ],
      query: sql(`
        select time, smartlog.event_hex(id) as id, label as verdict, severity, score, kind, host(ip) as source,
          array_to_string(why, ', ') as reasons, smartlog.line(record) as line, username as user,
          coalesce(host, service) as host, status, tpl as template
        from (${NEWEST}
        ) newest
        where ${FOUND.trim()}
        order by time desc
        limit 200`),
    }),
  ],
});
