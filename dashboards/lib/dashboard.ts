import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import {
  AnnotationQueryBuilder,
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  type Panel,
  type VariableModel,
  VariableType,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { ALL_DASHBOARDS } from "./links.ts";
import { DATASOURCE, sql } from "./query.ts";
import { commonVariables } from "./variables.ts";

export interface Page {
  uid: string;
  title: string;
  description: string;
  /** Shown at first: from how long ago. */
  from?: string;
  panels: Builder<Panel>[];
  /** Shown above them, and numbered behind them: links name panels by number. */
  above?: Builder<Panel>[];
  /** Besides the common ones. */
  variables?: Builder<VariableModel>[];
}

const MODEL_CHANGES = `
  select served_from as time, 'Model ' || id as title,
    coalesce(nullif(reason, ''), 'in service from here') as text, status as tags
  from models
  where served_from is not null and $__timeFilter(served_from)
  order by served_from`;

/** A dashboard with everything that all of SmartLog's have. */
export function page({
  uid,
  title,
  description,
  from = "now-24h",
  panels,
  above = [],
  variables = [],
}: Page): Dashboard {
  const dashboard = new DashboardBuilder(`SmartLog / ${title}`)
    .uid(uid)
    .description(description)
    .tags(["smartlog"])
    .editable()
    .timezone("browser")
    .tooltip(DashboardCursorSync.Crosshair)
    .time({ from, to: "now" })
    .refresh("1m")
    .variables([...commonVariables(), ...variables])
    .links([ALL_DASHBOARDS])
    .annotations([
      new AnnotationQueryBuilder()
        .name("Model changes")
        .datasource(DATASOURCE)
        .enable(true)
        .iconColor("semi-dark-purple")
        .target(sql(MODEL_CHANGES)),
    ]);
  for (const panel of [...above, ...panels]) dashboard.withPanel(panel);
  const built = dashboard.build();
  for (const [index, panel] of (built.panels ?? []).entries()) {
    panel.id = index < above.length ? panels.length + index + 1 : index - above.length + 1;
    sayWhatIsLeftOut(panel as Panel);
  }
  return withoutLeftovers(built);
}

/** Variables that people take for granted, by what they are called on the page. */
const NARROWING = { site: "site", kind: "kind", label: "verdict" };

const OR = new Intl.ListFormat("en", { type: "disjunction" });

/** A number that doesn't follow a variable says so. */
function sayWhatIsLeftOut(panel: Panel): void {
  const text = JSON.stringify(panel.targets ?? []);
  const left = Object.entries(NARROWING)
    .filter(([name]) => !text.includes(`$\{${name}:`))
    // A panel about one kind or verdict says that in its title.
    .filter(([name]) => !new RegExp(`\\b${name} (=|<>|in) ['(]`).test(text))
    .map(([, called]) => called);
  if (left.length > 0) panel.description += ` Not narrowed by ${OR.format(left)}.`;
}

/** Takes out what the SDK sets by itself and Grafana 13's schema doesn't know. */
function withoutLeftovers(dashboard: Dashboard): Dashboard {
  for (const variable of dashboard.templating?.list ?? []) {
    if (variable.type === VariableType.Interval) continue;
    delete variable.auto;
    delete variable.auto_min;
    delete variable.auto_count;
  }
  for (const panel of dashboard.panels ?? []) {
    if (panel.type === "table") delete (panel as Panel).options?.footer;
  }
  return dashboard;
}
