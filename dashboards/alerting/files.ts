/** Grafana's provisioning files for alerts. Grafana puts in the `$NAMES` that are left in them (see deploy/grafana). */
import { stringify } from "yaml";
import { dedent } from "../lib/query.ts";
import { type AlertRule, RULES } from "./rules.ts";
import { TEMPLATES } from "./templates.ts";

const FOLDER = "SmartLog";
const GROUP = "smartlog";
const EVALUATED_EVERY = "1m";
const DATASOURCE_UID = "$SMARTLOG_DATASOURCE_UID";
/** Grafana's own engine for conditions. */
const EXPRESSION_UID = "__expr__";
const LOOKS_BACK_SECONDS = 600;

/** Paths in the checkout, and what belongs there. */
export function alertingFiles(): Record<string, string> {
  const head = "# Made by `npm run dashboards` from dashboards/alerting/*.ts: change those.\n";
  const file = (content: object) => head + stringify({ apiVersion: 1, ...content }, { lineWidth: 0 });
  return {
    "dashboards/alerting/rules.yaml": file({ groups: [ruleGroup()] }),
    "dashboards/alerting/contact-points.yaml": file({ contactPoints: contactPoints() }),
    "dashboards/alerting/policies.yaml": file({ policies: [policy()] }),
    "dashboards/alerting/templates.yaml": file({ templates: TEMPLATES }),
  };
}

function ruleGroup() {
  return { orgId: 1, name: GROUP, folder: FOLDER, interval: EVALUATED_EVERY, rules: RULES.map(rule) };
}

function rule({ uid, title, severity, unit, summary, description, dashboard, holds, sql }: AlertRule) {
  return {
    uid,
    title,
    condition: "C",
    for: holds,
    // No row: nothing is wrong.
    noDataState: "OK",
    execErrState: "Error",
    labels: { team: "smartlog", severity },
    annotations: { summary, description, unit, __dashboardUid__: dashboard, link: `/d/${dashboard}` },
    data: [
      {
        refId: "A",
        relativeTimeRange: { from: LOOKS_BACK_SECONDS, to: 0 },
        datasourceUid: DATASOURCE_UID,
        model: { refId: "A", format: "table", rawQuery: true, editorMode: "code", rawSql: dedent(sql) },
      },
      {
        refId: "C",
        relativeTimeRange: { from: LOOKS_BACK_SECONDS, to: 0 },
        datasourceUid: EXPRESSION_UID,
        model: {
          refId: "C",
          type: "threshold",
          expression: "A",
          conditions: [{ evaluator: { type: "gt", params: [0] } }],
        },
      },
    ],
  };
}

function contactPoints() {
  const message = { title: '{{ template "smartlog.title" . }}' };
  return [
    {
      orgId: 1,
      name: "smartlog-email",
      receivers: [
        {
          uid: "smartlog-email",
          type: "email",
          settings: {
            addresses: "$SMARTLOG_ALERT_EMAIL",
            subject: message.title,
            message: '{{ template "smartlog.text" . }}',
            singleEmail: true,
          },
        },
      ],
    },
    {
      orgId: 1,
      name: "smartlog-slack",
      receivers: [
        {
          uid: "smartlog-slack",
          type: "slack",
          settings: {
            url: "$SMARTLOG_ALERT_SLACK_URL",
            ...message,
            text: '{{ template "smartlog.text" . }}',
          },
        },
      ],
    },
    {
      orgId: 1,
      name: "smartlog-webhook",
      receivers: [
        {
          uid: "smartlog-webhook",
          type: "webhook",
          settings: {
            url: "$SMARTLOG_ALERT_WEBHOOK_URL",
            httpMethod: "POST",
            ...message,
            message: '{{ template "smartlog.text" . }}',
          },
        },
      ],
    },
  ];
}

/** Critical and high ones go to Slack at once and to the webhook; the rest by e-mail, gathered. */
function policy() {
  const smartlog = ["team", "=", "smartlog"];
  const urgent = ["severity", "=~", "critical|high"];
  return {
    orgId: 1,
    receiver: "smartlog-email",
    // One message for one source or site, however its sample lines and counts change.
    group_by: ["grafana_folder", "alertname", "source", "site"],
    group_wait: "30s",
    group_interval: "5m",
    repeat_interval: "12h",
    routes: [
      {
        receiver: "smartlog-webhook",
        object_matchers: [smartlog, urgent],
        continue: true,
        group_wait: "10s",
        repeat_interval: "4h",
      },
      {
        receiver: "smartlog-slack",
        object_matchers: [smartlog, urgent],
        group_wait: "10s",
        repeat_interval: "4h",
      },
    ],
  };
}
