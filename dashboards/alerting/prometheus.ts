/** Rules for Prometheus: an alert for each class of incidents, as Grafana's (rules/incidents.ts), by the server's metrics. */
import { stringify } from "yaml";
import { CLASSES } from "./rules/incidents.ts";

const HEAD = `# Made by \`npm run dashboards\` from rules/*.yaml: change those. An alert for each class of incidents, while one is open that
# is more than low. For who is told by Alertmanager: where \`smartlog watch\` tells people, they would hear of each twice.
`;
/** The server's page with what is open, by its address as Prometheus knows it. */
const PAGE = "http://{{ $labels.instance }}/incidents?state=open";

export function prometheusRules(): string {
  const names = CLASSES.map((rule) => rule.class);
  const rules = [
    ...CLASSES.map((rule) =>
      alert(alertName(rule.class), `class="${rule.class}"`, {
        summary: `${rule.title}: {{ $value }} open`,
        description: rule.do,
        page: `${PAGE}&class=${rule.class}`,
      }),
    ),
    alert("SmartLogOwnRule", `class!~"${names.join("|")}"`, {
      summary: "{{ $labels.class }}: {{ $value }} open",
      description: "A rule of your own found it: see who and what on the page.",
      page: `${PAGE}&class={{ $labels.class }}`,
    }),
  ];
  return HEAD + stringify({ groups: [{ name: "smartlog-incidents", rules }] }, { lineWidth: 0 });
}

function alert(name: string, classes: string, annotations: Record<string, string>) {
  return {
    alert: name,
    expr: `sum without (state) (smartlog_incidents{${classes}, state="open", severity!="low"}) > 0`,
    labels: { team: "smartlog" },
    annotations,
  };
}

/** SmartLogBruteForce, of brute-force: alerts are named in camel case (https://prometheus.io/docs/practices/alerting/#naming). */
export function alertName(className: string): string {
  return `SmartLog${className.replace(/(?:^|-)(.)/g, (_, first: string) => first.toUpperCase())}`;
}
