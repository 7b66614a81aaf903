/** deploy/prometheus/ by Prometheus' and Alertmanager's own tools; the metrics that its rules read, by the real server. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { alertName } from "../../dashboards/alerting/prometheus.ts";
import { CLASSES } from "../../dashboards/alerting/rules/incidents.ts";
import { PACKAGE_ROOT } from "../../host/module.ts";
import { findBinary } from "../contract/shipper.ts";
import { temporaryFolder } from "../folder.ts";
import { type TestServer, testServer } from "../server/test-server.ts";
import { storeIncident } from "../store/incident.ts";

const FOLDER = join(PACKAGE_ROOT, "deploy/prometheus");
const RULES = ["smartlog.rules.yml", "smartlog-incidents.rules.yml"];

const promtool = findBinary("promtool", "SMARTLOG_PROMTOOL", "Prometheus' promtool");
const amtool = findBinary("amtool", "SMARTLOG_AMTOOL", "Alertmanager's amtool");

function run(binary: string | undefined, args: string[], input = ""): string {
  const { status, stdout, stderr } = spawnSync(binary as string, args, { encoding: "utf8", input });
  expect(status, `${args.join(" ")}\n${stdout}${stderr}`).toBe(0);
  return `${stdout}${stderr}`;
}

/** What the README makes of /etc/prometheus. */
const etc = temporaryFolder();
beforeAll(() => {
  mkdirSync(join(etc, "smartlog"));
  for (const name of ["prometheus.yml", "alertmanager.yml"]) cpSync(join(FOLDER, name), join(etc, name));
  for (const name of RULES) cpSync(join(FOLDER, name), join(etc, "smartlog", name));
  writeFileSync(join(etc, "smartlog/token"), "secret");
});

describe.skipIf(!promtool)("promtool", () => {
  test("takes the configuration, with both files of rules", () => {
    const said = run(promtool, ["check", "config", join(etc, "prometheus.yml")]);
    for (const name of RULES) expect(said).toContain(name);
    expect(said).toContain("2 rule files found");
  });

  test("finds nothing in the rules to complain of", () => {
    run(promtool, ["check", "rules", "--lint-fatal", ...RULES.map((name) => join(FOLDER, name))]);
  });

  test("sees the alerts of SmartLog's health fire when they have to, and only then", () => {
    run(promtool, ["test", "rules", join(import.meta.dirname, "prometheus/smartlog.test.yml")]);
  });

  test("sees an alert for each class of incidents: for open ones above low, with what to do", () => {
    const names = [...CLASSES.map((rule) => rule.class), "my-own"];
    const series = (name: string, severity: string, state: string, values: string) => ({
      series: `smartlog_incidents{job="smartlog", instance="a:8470", class="${name}", severity="${severity}", state="${state}"}`,
      values,
    });
    const alerts = names.map((name) => {
      const rule = CLASSES.find((each) => each.class === name);
      return {
        alertname: rule ? alertName(name) : "SmartLogOwnRule",
        exp_alerts: [
          {
            exp_labels: {
              job: "smartlog",
              instance: "a:8470",
              team: "smartlog",
              class: name,
              severity: "critical",
            },
            exp_annotations: {
              summary: `${rule?.title ?? "my-own"}: 2 open`,
              description: rule?.do ?? "A rule of your own found it: see who and what on the page.",
              page: `http://a:8470/incidents?state=open&class=${name}`,
            },
          },
        ],
      };
    });
    const file = join(etc, "incidents.test.yml");
    writeFileSync(
      file,
      stringify({
        rule_files: [join(FOLDER, "smartlog-incidents.rules.yml")],
        evaluation_interval: "1m",
        tests: [
          {
            interval: "1m",
            input_series: names.flatMap((name) => [
              series(name, "critical", "open", "0x4 2x4 0x4"),
              series(name, "low", "open", "9x12"),
              series(name, "critical", "muted", "9x12"),
              series(name, "high", "acknowledged", "9x12"),
            ]),
            alert_rule_test: alerts.flatMap((alert) => [
              { eval_time: "4m", alertname: alert.alertname },
              { eval_time: "6m", ...alert },
              { eval_time: "11m", alertname: alert.alertname },
            ]),
          },
        ],
      }),
    );
    run(promtool, ["test", "rules", file]);
  });
});

describe.skipIf(!amtool)("amtool", () => {
  const config = join(FOLDER, "alertmanager.yml");

  test("takes the configuration", () => {
    expect(run(amtool, ["check-config", config])).toContain("2 receivers");
  });

  test.each([
    ["critical", "smartlog-urgent"],
    ["high", "smartlog-urgent"],
    ["medium", "smartlog"],
  ])("sends %s alerts to %s", (severity, receiver) => {
    const labels = ["team=smartlog", `severity=${severity}`, "alertname=SmartLogScan"];
    const said = run(amtool, ["config", "routes", "test", "--config.file", config, ...labels]);
    expect(said).toMatch(new RegExp(`^${receiver}$`, "m"));
  });
});

describe("the server's metrics", () => {
  let running: TestServer;
  let text: string;
  beforeAll(async () => {
    running = await testServer(0);
    const { pool } = running.store;
    const brute = await storeIncident(pool, { class: "brute-force", severity: "high" });
    await storeIncident(pool, { class: "brute-force", severity: "high" });
    await storeIncident(pool, { class: "brute-force", severity: "low", parent: brute });
    await storeIncident(pool, { class: "scan", severity: "low", state: "closed" });
    await storeIncident(pool, { class: "scan", state: "muted", mutedUntil: new Date(Date.now() + 60_000) });
    await pool.query("update smartlog.incident_state set judged_at = to_timestamp(1795241942)");
    await pool.query("update smartlog.watch_state set planned_at = to_timestamp(1795241943)");
    await pool.query(`insert into smartlog.channels (channel, type, sent, failed, sent_at, failing_since)
      values ('mail', 'smtp', 7, 1, to_timestamp(1795241944), now()), ('a "b\\c', 'slack', 0, 0, null, null)`);
    await pool.query(
      `insert into smartlog.messages (owner, kind, severity, content) values ('Ann', 'told', 'high', '{}')`,
    );
    await pool.query(
      `insert into smartlog.deliveries (message, channel, state) select id, 'mail', 'waiting' from smartlog.messages`,
    );
    text = await (await fetch(`${running.url}/metrics`)).text();
  });
  afterAll(() => running?.close());

  test.each([
    'smartlog_incidents{class="brute-force",severity="high",state="open"} 2',
    'smartlog_incidents{class="scan",severity="medium",state="muted"} 1',
    'smartlog_incident_changes_total{class="brute-force",change="opened"} 3',
    'smartlog_incident_changes_total{class="scan",change="opened"} 2',
    "smartlog_incidents_judged_timestamp_seconds 1795241942",
    "smartlog_messages_planned_timestamp_seconds 1795241943",
    'smartlog_messages_total{channel="mail",result="sent"} 7',
    'smartlog_messages_total{channel="mail",result="failed"} 1',
    'smartlog_messages_waiting{channel="mail"} 1',
    'smartlog_channel_up{channel="mail",type="smtp"} 0',
    'smartlog_channel_up{channel="a \\"b\\\\c",type="slack"} 1',
    'smartlog_channel_last_sent_timestamp_seconds{channel="mail"} 1795241944',
  ])("have %s", (line) => {
    expect(text.split("\n")).toContain(line);
  });

  test("count neither what is closed nor parts of others as going on", () => {
    expect(text.match(/^smartlog_incidents\{.*/gm)).toHaveLength(2);
  });

  test("keep counting what became of incidents that are deleted since", async () => {
    await running.store.pool.query("delete from smartlog.incidents");
    const { rows } = await running.store.pool.query(
      "select class, changes::int as changes from smartlog.incident_changes order by class",
    );
    expect(rows).toEqual([
      { class: "brute-force", changes: 3 },
      { class: "scan", changes: 2 },
    ]);
  });

  test("are what the README lists, and the rules read", () => {
    const readme = readFileSync(join(PACKAGE_ROOT, "server/README.md"), "utf8");
    const named = (found: string) => [...found.matchAll(/\bsmartlog_[a-z_]+/g)].map(([name]) => name);
    const given = new Set([...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name]) => name));
    const listed = [...readme.matchAll(/^\| `(smartlog_[a-z_]+)/gm)].map(([, name]) => name);
    expect([...given].filter((name) => name?.startsWith("smartlog_")).sort()).toEqual(listed.sort());
    for (const file of RULES)
      for (const name of named(readFileSync(join(FOLDER, file), "utf8")))
        expect([...given], file).toContain(name);
  });

  test.skipIf(!promtool)("have names and forms that Prometheus' own check takes", () => {
    run(promtool, ["check", "metrics"], text);
  });
});
