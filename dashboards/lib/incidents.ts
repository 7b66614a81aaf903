/** Panels of incidents that more than one page has. */
import { colourBy, colouredColumn, SEVERITY_COLOURS, STATE_COLOURS } from "./colours.ts";
import { incidentColumn } from "./links.ts";
import { number, rows } from "./panels.ts";
import { sql } from "./query.ts";

/** The sites that are chosen, among those that an incident is about or was seen on. */
const INCIDENT_SITE = `('*' in (\${site:sqlstring}) or site in (\${site:sqlstring}) or sites && array[\${site:sqlstring}])`;
/** Not closed, and not a part of another, which tells of it. */
const NOW = `state <> 'closed' and parent is null and ${INCIDENT_SITE}`;
/** Incidents that went on in the range. */
export const INCIDENT_FILTER = `last >= $__timeFrom()::timestamptz and first <= $__timeTo()::timestamptz and ${INCIDENT_SITE}`;

export const SEVERITY_ORDER = "array_position(array['critical', 'high', 'medium', 'low'], severity)";

const columnWidth = (name: string, width: number) => ({
  name,
  properties: [{ id: "custom.width", value: width }],
});

/** Columns that every list of incidents has. */
export const INCIDENT_COLUMNS = [
  incidentColumn("incident"),
  colouredColumn("severity", SEVERITY_COLOURS),
  colouredColumn("state", STATE_COLOURS),
  columnWidth("class", 140),
  columnWidth("since", 170),
  columnWidth("last", 170),
  columnWidth("events", 90),
];

/** How many want somebody now, by severity. */
export function openNow(width: number, height: number) {
  return number({
    title: "Open incidents",
    description:
      "Incidents that nobody has acknowledged or muted and that go on, by severity; whatever range is chosen. Low ones need nobody.",
    width,
    height,
    unit: "short",
    decimals: 0,
    reduce: "lastNotNull",
    empty: "none",
    overrides: colourBy(SEVERITY_COLOURS),
    query: sql(`
        select count(*) filter (where severity = 'critical') as critical, count(*) filter (where severity = 'high') as high,
          count(*) filter (where severity = 'medium') as medium, count(*) filter (where severity = 'low') as low
        from incidents
        where state = 'open' and ${NOW}`),
  });
}

/** What is not closed, the gravest first. */
export function incidentsNow(width: number, height: number, most: number) {
  return rows({
    title: "Incidents now",
    description: `What goes on now, whatever range is chosen: the gravest first, ${most} at most. One thing that happened is one row, however many events it has. Click its number: who, three lines, and buttons to acknowledge or mute it.`,
    width,
    height,
    empty: "nothing goes on",
    overrides: INCIDENT_COLUMNS,
    query: sql(`
        select id as incident, severity, state, first as since, title, events
        from incidents
        where ${NOW}
        order by ${SEVERITY_ORDER}, state = 'open' desc, last desc
        limit ${most}`),
  });
}
