import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { DASHBOARDS } from "../../dashboards/pages/index.ts";
import { PACKAGE_ROOT } from "../../host/module.ts";

/** What @grafana/schema says, as JSON has it: a name in an enumeration is a text there. */
const WIRE = `
import type { Dashboard } from "@grafana/schema";
import type * as schema from "@grafana/schema";
type Wire<T> = T extends string ? \`\${T}\` : T extends number | boolean | null | undefined ? T
  : T extends readonly (infer E)[] ? Wire<E>[] : T extends object ? { [K in keyof T]: Wire<T[K]> } : T;
type Target = { refId: string; datasource: schema.DataSourceRef; rawSql: string; rawQuery: true; editorMode: "code"; format: "table" | "time_series" };
`;

/** The options of each kind of panel, from the same package. */
const PANEL_OPTIONS: Readonly<Record<string, string>> = {
  timeseries: "timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen",
  stat: "stat/panelcfg/x/StatPanelCfg_types.gen",
  table: "table/panelcfg/x/TablePanelCfg_types.gen",
  barchart: "barchart/panelcfg/x/BarChartPanelCfg_types.gen",
  bargauge: "bargauge/panelcfg/x/BarGaugePanelCfg_types.gen",
  piechart: "piechart/panelcfg/x/PieChartPanelCfg_types.gen",
  heatmap: "heatmap/panelcfg/x/HeatmapPanelCfg_types.gen",
  geomap: "geomap/panelcfg/x/GeomapPanelCfg_types.gen",
  nodeGraph: "nodegraph/panelcfg/x/NodeGraphPanelCfg_types.gen",
};

/** What the package leaves to data sources (checked apart), or lacks (`auto` of interval variables). */
function withoutQueries(key: string, value: unknown): unknown {
  if (["rawSql", "rawQuery", "editorMode", "format", "auto", "auto_min", "auto_count"].includes(key))
    return undefined;
  return value;
}

test("every dashboard, panel and query has the shape that Grafana's own schema package says", () => {
  const folder = join(PACKAGE_ROOT, "build", "schema-check");
  mkdirSync(folder, { recursive: true });
  let source = WIRE;
  for (const [type, path] of Object.entries(PANEL_OPTIONS))
    source += `import type { Options as ${type}_Options } from "@grafana/schema/dist/esm/raw/composable/${path}";\n`;
  let checks = 0;
  for (const name of Object.keys(DASHBOARDS)) {
    const json = readFileSync(join(PACKAGE_ROOT, "dashboards", `${name}.json`), "utf8");
    source += `export const ${name}: Wire<Dashboard> = ${JSON.stringify(JSON.parse(json, withoutQueries), null, 1)};\n`;
    for (const { id, type, options, targets } of JSON.parse(json).panels) {
      expect(Object.keys(PANEL_OPTIONS), "kinds of panels").toContain(type);
      source += `export const ${name}_${id}: Wire<Partial<${type}_Options>> = ${JSON.stringify(options)};\n`;
      source += `export const ${name}_${id}_targets: Target[] = ${JSON.stringify(targets)};\n`;
      checks++;
    }
  }
  writeFileSync(join(folder, "check.ts"), source);
  const flags =
    "--ignoreConfig --noEmit --strict --skipLibCheck --target es2023 --module nodenext --moduleResolution nodenext --types node".split(
      " ",
    );
  const tsc = join(PACKAGE_ROOT, "node_modules", "typescript", "bin", "tsc");
  const { stdout, status } = spawnSync(process.execPath, [tsc, ...flags, "check.ts"], {
    cwd: folder,
    encoding: "utf8",
  });
  expect(stdout).toBe("");
  expect(status).toBe(0);
  expect(checks).toBeGreaterThan(40);
});
