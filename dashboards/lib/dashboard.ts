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
export function page({ uid, title, description, from = "now-24h", panels, variables = [] }: Page): Dashboard {
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
  for (const panel of panels) dashboard.withPanel(panel);
  const built = dashboard.build();
  for (const [index, panel] of (built.panels ?? []).entries()) panel.id = index + 1;
  return withoutLeftovers(built);
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
