import { colourBy, colouredColumn, gaugeColumn, LABEL_COLOURS, SEVERITY_COLOURS } from "./lib/colours.ts";
import { page } from "./lib/dashboard.ts";
import { eventColumn } from "./lib/links.ts";
import { overTime, rows } from "./lib/panels.ts";
import { EVENT_FILTER, EVENT_SEVERITY_FILTER, series, sql } from "./lib/query.ts";
import { severity, typed } from "./lib/variables.ts";

/**
 * Those that the variables select, at most 20,000, the newest. A text is looked for only in these, so that a text that
 * occurs nowhere doesn't read a month.
 */
const NEWEST = `
          select * from events
          where ${EVENT_FILTER}
            and ${EVENT_SEVERITY_FILTER}
            and (\${source:sqlstring} = '' or ip = smartlog.address(\${source:sqlstring}))
            and (\${template:sqlstring} = '' or tpl = \${template:sqlstring})
          order by time desc
          limit 20000`;

const FOUND = `
        (\${search:sqlstring} = ''
          or position(lower(\${search:sqlstring}) in lower(concat_ws(' ', path, ua, username, host, service, qname, array_to_string(why, ' ')))) > 0
          or position(lower(\${search:sqlstring}) in lower(smartlog.line(record))) > 0)`;

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
      description: "The events below over time (at most the newest 20,000).",
      width: 24,
      height: 6,
      unit: "short",
      bars: true,
      stacked: true,
      empty: "no event fits",
      overrides: colourBy(LABEL_COLOURS),
      query: series(`
        select $__timeGroupAlias(time, '\${interval}', 0), label as metric, count(*) as events
        from (${NEWEST}
        ) newest
        where ${FOUND.trim()}
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
