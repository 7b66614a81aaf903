import { type DashboardLink, DashboardLinkType } from "@grafana/grafana-foundation-sdk/dashboard";
import type { NamedOverride } from "./colours.ts";

const CARRIED = "${__url_time_range}&${__all_variables}";

/** To another dashboard, with the time range, all variables, and what was clicked on. */
function dashboardUrl(uid: string, parameters: Record<string, string> = {}): string {
  const own = Object.entries(parameters).map(([name, value]) => `&var-${name}=${value}`);
  return `/d/${uid}?${CARRIED}${own.join("")}`;
}

/** What a column's cell is in Explore's variables. */
export type ExploreBy = "source" | "template" | "search";

/** A column whose cells lead to their events. */
export function exploreColumn(name: string, by: ExploreBy): NamedOverride {
  return {
    name,
    properties: [
      {
        id: "links",
        value: [
          {
            title: "The events of ${__value.text}",
            url: dashboardUrl("smartlog-explore", { [by]: "${__value.text:percentencode}" }),
          },
        ],
      },
    ],
  };
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

/** The link on a panel. */
export function panelLink(title: string, uid: string): { build(): DashboardLink } {
  return {
    build: () => ({
      title,
      type: DashboardLinkType.Link,
      url: dashboardUrl(uid),
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
