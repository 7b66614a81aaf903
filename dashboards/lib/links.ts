import {
  type DashboardLink,
  DashboardLinkType,
  type DynamicConfigValue,
} from "@grafana/grafana-foundation-sdk/dashboard";
import type { NamedOverride } from "./colours.ts";

/** Variables of every dashboard. Each by itself: one that the link sets must not come twice. */
const CARRIED = ["datasource", "site", "kind", "label", "muted", "server"];

/** To another dashboard, with the time range, the variables, and what was clicked on in the place of theirs. */
function dashboardUrl(uid: string, parameters: Record<string, string> = {}): string {
  const kept = CARRIED.filter((name) => !(name in parameters)).map((name) => `&$\{${name}:queryparam}`);
  const own = Object.entries(parameters).map(([name, value]) => `&var-${name}=${value}`);
  return `/d/${uid}?\${__url_time_range}${kept.join("")}${own.join("")}`;
}

/** What Explore can be narrowed by. */
export type Filters = Partial<
  Record<"site" | "kind" | "label" | "severity" | "source" | "template" | "search", string>
>;
/** What a column's cell is in Explore's variables. */
export type ExploreBy = "site" | "source" | "template" | "search";

/** What a series is called. */
export const SERIES_NAME = "${__field.name:percentencode}";
/** What the row of the number that was clicked on has in another column. */
export const ofRow = (column: string) => `\${__data.fields.${column}:percentencode}`;

/** The link of a number to the events behind it. */
export function toEvents(filters: Filters, title = "The events behind it"): DynamicConfigValue {
  return { id: "links", value: [{ title, url: dashboardUrl("smartlog-explore", filters) }] };
}

/** The series or column of a name leads to its events. */
export function exploreSeries(name: string, filters: Filters): NamedOverride {
  return { name, properties: [toEvents(filters)] };
}

/** A column whose cells lead to their events, with what else the panel is about. */
export function exploreColumn(name: string, by: ExploreBy, filters: Filters = {}): NamedOverride {
  const own = { ...filters, [by]: "${__value.text:percentencode}" };
  return { name, properties: [toEvents(own, "The events of ${__value.text}")] };
}

/** A column of patterns whose cells lead to their events, by the fingerprint in another column of the row. */
export function patternColumn(name: string, templateColumn = "template"): NamedOverride {
  const url = dashboardUrl("smartlog-explore", { template: `\${__data.fields.${templateColumn}}` });
  return { name, properties: [{ id: "links", value: [{ title: "The events of this pattern", url }] }] };
}

/**
 * A column of event ids whose cells lead to the server's page for that event. The link names the event's time, from
 * another column of the row: by it the page is found at once among years of events.
 */
export function eventColumn(name: string, timeColumn = "time"): NamedOverride {
  const url = `\${server}/events/\${__value.text}?at=\${__data.fields.${timeColumn}.numeric}`;
  return {
    name,
    properties: [
      {
        id: "links",
        value: [{ title: "Look at it, or correct it", url }],
      },
      { id: "custom.width", value: 160 },
    ],
  };
}

/** A column of incidents' numbers whose cells lead to the server's page for that incident. */
export function incidentColumn(name: string): NamedOverride {
  const url = "${server}/incidents/${__value.text}";
  return {
    name,
    properties: [
      { id: "links", value: [{ title: "Who, what, three lines; acknowledge or mute it", url }] },
      { id: "custom.width", value: 90 },
    ],
  };
}

/** A column of times whose cells lead to the same view of what lies before. */
export function beforeColumn(name: string): NamedOverride {
  return {
    name,
    properties: [
      {
        id: "links",
        value: [
          {
            title: "What lies before",
            url: "/d/smartlog-explore?from=${__from}&to=${__value.raw}&${__all_variables}",
          },
        ],
      },
      { id: "custom.width", value: 170 },
    ],
  };
}

/** The link on a panel, with what the panel is about. */
export function panelLink(title: string, uid: string, filters: Filters = {}): { build(): DashboardLink } {
  return {
    build: () => ({
      title,
      type: DashboardLinkType.Link,
      url: dashboardUrl(uid, { ...filters }),
      icon: "",
      tooltip: "",
      tags: [],
      asDropdown: false,
      targetBlank: false,
      includeVars: false,
      keepTime: false,
    }),
  };
}

/** Row of links to all dashboards of SmartLog, on top of each. */
export const ALL_DASHBOARDS: { build(): DashboardLink } = {
  build: () => ({
    title: "SmartLog",
    type: DashboardLinkType.Dashboards,
    icon: "external link",
    tooltip: "",
    tags: ["smartlog"],
    asDropdown: false,
    targetBlank: false,
    includeVars: true,
    keepTime: true,
  }),
};
