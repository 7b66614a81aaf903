import { alertingFiles } from "./alerting/files.ts";
import { prometheusRules } from "./alerting/prometheus.ts";
import { DASHBOARDS } from "./pages/index.ts";

/** What is generated: paths in the checkout, and what belongs there. */
export function generatedFiles(): Record<string, string> {
  const files: Record<string, string> = {};
  for (const [name, dashboard] of Object.entries(DASHBOARDS))
    files[`dashboards/${name}.json`] = `${JSON.stringify(dashboard, null, 2)}\n`;
  return {
    ...files,
    ...alertingFiles(),
    "deploy/prometheus/smartlog-incidents.rules.yml": prometheusRules(),
  };
}
