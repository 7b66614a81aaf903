/** Grafana's provisioning files for alerts. Grafana puts in the `$NAMES` that are left in them (see deploy/grafana). */
import { stringify } from "yaml";
import { dedent } from "../lib/query.ts";
import { DASHBOARDS } from "../pages/index.ts";
import type { AlertRule } from "./rules/rule.ts";
import { RULES } from "./rules.ts";
import { TEMPLATES } from "./templates.ts";

const FOLDER = "SmartLog";
const GROUP = "smartlog";
const EVALUATED_EVERY = "1m";
const DATASOURCE_UID = "$SMARTLOG_DATASOURCE_UID";
/** Grafana's own engine for conditions. */
const EXPRESSION_UID = "__expr__";
const LOOKS_BACK_SECONDS = 600;
/** Where people reach this Grafana; its setting may end in a slash. */
const GRAFANA = '{{ reReplaceAll "/+$" "" externalURL }}';

/** Paths in the checkout, and what belongs there. */
export function alertingFiles(): Record<string, string> {
  const head = "# Made by `npm run dashboards` from dashboards/alerting/*.ts: change those.\n";
  const file = (content: object) =>
    head + stringify({ apiVersion: 1, ...content }, { lineWidth: 0, aliasDuplicateObjects: false });
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

function rule({ uid, title, severity, counts, summary, description, panel, events, holds, sql }: AlertRule) {
  const [dashboardUid, panelId] = panelOf(panel);
  return {
    uid,
    title,
    condition: "C",
    for: holds,
    // No row: nothing is wrong.
    noDataState: "OK",
    execErrState: "Error",
    dashboardUid,
    panelId,
    labels: { team: "smartlog", ...(severity ? { severity } : {}) },
    annotations: {
      summary,
      count: `{{ printf "%.${counts.decimals ?? 0}f" $values.A.Value }} ${counts.what}`,
      description,
      ...(events ? { events: `${GRAFANA}/d/smartlog-explore?from=now-24h&to=now&${events}` } : {}),
      // Grafana refuses one of these without the other, and links messages by them.
      __dashboardUid__: dashboardUid,
      __panelId__: String(panelId),
    },
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
          datasource: { type: EXPRESSION_UID, uid: EXPRESSION_UID },
          type: "threshold",
          expression: "A",
          conditions: [{ type: "query", evaluator: { type: "gt", params: [0] } }],
        },
      },
    ],
  };
}

/** Uid of the dashboard and number of the panel that `overview / Kinds` names. */
function panelOf(name: string): [uid: string, id: number] {
  const [file = "", title = ""] = name.split(" / ");
  const dashboard = DASHBOARDS[file];
  const panel = dashboard?.panels?.find((each) => "title" in each && each.title === title);
  if (!dashboard?.uid || !panel?.id) throw new Error(`an alert rule names a panel that isn't there: ${name}`);
  return [dashboard.uid, panel.id];
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

/**
 * All go by e-mail; critical and high ones at once, to Slack and the webhook too. With e-mail alone set up, none is missed.
 */
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
    routes: ["smartlog-email", "smartlog-webhook", "smartlog-slack"].map((receiver) => ({
      receiver,
      object_matchers: [smartlog, urgent],
      // The next one gets it as well; the last has none behind it.
      continue: receiver !== "smartlog-slack",
      group_wait: "10s",
      repeat_interval: "4h",
    })),
  };
}
