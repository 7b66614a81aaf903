/** An incident's way through a real Prometheus and a real Alertmanager with the configurations of deploy/prometheus/. */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { parse, stringify } from "yaml";
import { PACKAGE_ROOT } from "../../host/module.ts";
import { freePort } from "../../store/embedded/port.ts";
import { findBinary, Shipper } from "../contract/shipper.ts";
import { temporaryFolder } from "../folder.ts";
import { type TestServer, testServer } from "../server/test-server.ts";
import { storeIncident } from "../store/incident.ts";

const FOLDER = join(PACKAGE_ROOT, "deploy/prometheus");
const TOKEN = "token-of-the-test";
/** A scrape, an evaluation and a group's wait, shortened; the server's figures are five seconds old at most. */
const TOLD_WITHIN_MS = 40_000;

const prometheus = findBinary("prometheus", "SMARTLOG_PROMETHEUS", "Prometheus");
const alertmanager = findBinary("prometheus-alertmanager", "SMARTLOG_ALERTMANAGER", "Alertmanager");

interface Alert {
  status: "firing" | "resolved";
  labels: Record<string, string>;
  annotations: Record<string, string>;
}

const folder = temporaryFolder();
const alerts: Alert[] = [];
let running: TestServer;
let receiver: Server;
let programs: Shipper[] = [];

beforeAll(async () => {
  if (!prometheus || !alertmanager) return;
  running = await testServer(0, TOKEN);
  receiver = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      alerts.push(...(JSON.parse(body) as { alerts: Alert[] }).alerts);
      response.end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  const told = await freePort();
  const judged = await freePort();
  writeConfigurations(told);
  programs = [
    new Shipper("Alertmanager", alertmanager, [
      `--config.file=${join(folder, "alertmanager.yml")}`,
      `--storage.path=${join(folder, "alertmanager")}`,
      `--web.listen-address=127.0.0.1:${told}`,
      "--cluster.listen-address=",
    ]),
    new Shipper("Prometheus", prometheus, [
      `--config.file=${join(folder, "prometheus.yml")}`,
      `--storage.tsdb.path=${join(folder, "prometheus")}`,
      `--web.listen-address=127.0.0.1:${judged}`,
    ]),
  ];
});
afterAll(async () => {
  await Promise.all(programs.map((program) => program.stop()));
  receiver?.close();
  await running?.close();
});

/** Those of deploy/, with this test's addresses, and without the waits that a test has no time for. */
function writeConfigurations(alertmanagerPort: number): void {
  const read = (name: string) => parse(readFileSync(join(FOLDER, name), "utf8"));
  const scraping = read("prometheus.yml");
  scraping.global = { scrape_interval: "1s", evaluation_interval: "1s" };
  scraping.alerting.alertmanagers[0].static_configs[0].targets = [`127.0.0.1:${alertmanagerPort}`];
  scraping.scrape_configs[0].static_configs[0].targets = [new URL(running.url).host];
  writeFileSync(join(folder, "prometheus.yml"), stringify(scraping));
  mkdirSync(join(folder, "smartlog"));
  writeFileSync(join(folder, "smartlog/token"), TOKEN);
  for (const name of ["smartlog.rules.yml", "smartlog-incidents.rules.yml"])
    copyFileSync(join(FOLDER, name), join(folder, "smartlog", name));
  const telling = read("alertmanager.yml");
  const quick = { group_wait: "1s", group_interval: "1s" };
  Object.assign(telling.route, quick);
  for (const route of telling.route.routes) Object.assign(route, quick);
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
  telling.receivers = telling.receivers.map(({ name }: { name: string }) => ({
    name,
    webhook_configs: [{ url, send_resolved: true }],
  }));
  writeFileSync(join(folder, "alertmanager.yml"), stringify(telling));
}

test.skipIf(!prometheus || !alertmanager)(
  "an incident is told with its severity and what to do, a low one is not; when it is closed, that is told",
  async () => {
    const { pool } = running.store;
    const id = await storeIncident(pool, { class: "login-after-failures", severity: "critical" });
    await storeIncident(pool, { class: "brute-force", severity: "low" });
    const said = (status: Alert["status"]) =>
      vi
        .waitUntil(() => alerts.find((alert) => alert.status === status), { timeout: TOLD_WITHIN_MS })
        .catch(() => expect.fail(`nothing is ${status}:\n${programs.map(({ log }) => log).join("\n")}`));
    expect(await said("firing")).toMatchObject({
      labels: {
        alertname: "SmartLogLoginAfterFailures",
        class: "login-after-failures",
        severity: "critical",
        team: "smartlog",
      },
      annotations: {
        summary: expect.stringContaining("1 open"),
        description: expect.stringMatching(/./),
        page: `${running.url}/incidents?state=open&class=login-after-failures`,
      },
    });
    await pool.query(
      "update smartlog.incidents set state = 'closed', closed_at = now(), closed_by = 'quiet' where id = $1",
      [id],
    );
    expect((await said("resolved"))?.labels.alertname).toBe("SmartLogLoginAfterFailures");
    expect(new Set(alerts.map(({ labels }) => labels.alertname))).toEqual(
      new Set(["SmartLogLoginAfterFailures"]),
    );
  },
  3 * TOLD_WITHIN_MS,
);
