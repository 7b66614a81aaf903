/** The dashboards as the viewer knows them: the very files that Grafana is given. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PACKAGE_ROOT } from "../../../host/module.ts";
import type { Target } from "./run.ts";

export interface Variable {
  name: string;
  type: "datasource" | "query" | "custom" | "interval" | "textbox";
  label?: string;
  description?: string;
  hide?: number;
  query?: string;
  multi?: boolean;
  includeAll?: boolean;
  allValue?: string;
  auto_count?: number;
  auto_min?: string;
}

export interface Panel {
  id: number;
  type: string;
  title: string;
  description?: string;
  gridPos: { x: number; y: number; w: number; h: number };
  targets: Target[];
  options?: unknown;
  fieldConfig?: unknown;
  links?: unknown;
}

export interface Dashboard {
  uid: string;
  title: string;
  description?: string;
  time: { from: string; to: string };
  refresh?: string;
  panels: Panel[];
  templating: { list: Variable[] };
  annotations: { list: { name: string; enable: boolean; iconColor: string; target?: Target }[] };
}

/** The first ones of the menu; others follow by name. */
const ORDER = ["overview", "web", "access", "anomalies", "relations", "model", "pipeline", "explore"];

/** All dashboards in `dashboards/`, by uid, in the order of the menu. */
export function loadDashboards(folder = join(PACKAGE_ROOT, "dashboards")): Map<string, Dashboard> {
  if (!existsSync(folder))
    throw new Error(`there is no folder ${folder}; make its files with: npm run dashboards`);
  const names = readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => name.slice(0, -".json".length))
    .sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
  const dashboards = names.map(
    (name) => JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")) as Dashboard,
  );
  return new Map(dashboards.map((dashboard) => [dashboard.uid, dashboard]));
}

function rank(name: string): number {
  const at = ORDER.indexOf(name);
  return at < 0 ? ORDER.length : at;
}

/** Variables of several values that no query of a panel reads: what is chosen there doesn't change it. */
function ignored({ targets }: Panel, variables: readonly Variable[]): string[] {
  const reads = (name: string) =>
    targets.some(({ rawSql }) => new RegExp(`\\$(\\{${name}\\b|${name}\\b)`).test(rawSql));
  return variables.filter(({ name, multi }) => multi === true && !reads(name)).map(({ name }) => name);
}

/** A dashboard for the browser: without its SQL, which stays here. */
export function withoutSql(dashboard: Dashboard): unknown {
  const { annotations: _annotations, ...rest } = dashboard;
  return {
    ...rest,
    panels: dashboard.panels.map((panel) => ({
      ...panel,
      ignores: ignored(panel, dashboard.templating.list),
      targets: panel.targets.map(({ refId, format }) => ({ refId, format })),
    })),
    templating: {
      list: dashboard.templating.list.map(({ query, type, ...variable }) => ({
        ...variable,
        type,
        ...(type === "query" ? {} : { query }),
      })),
    },
  };
}
