import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Panel } from "@grafana/grafana-foundation-sdk/dashboard";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { RULES } from "../../dashboards/alerting/rules.ts";
import { generatedFiles } from "../../dashboards/files.ts";
import { DASHBOARDS } from "../../dashboards/pages/index.ts";
import { PACKAGE_ROOT } from "../../host/module.ts";

const files = generatedFiles();

test.each(Object.keys(files))("%s is what its TypeScript makes (else: npm run dashboards)", (path) => {
  expect(existsSync(join(PACKAGE_ROOT, path))).toBe(true);
  expect(readFileSync(join(PACKAGE_ROOT, path), "utf8")).toBe(files[path]);
});

test("no file is left of a dashboard that isn't made any more", () => {
  const found = readdirSync(join(PACKAGE_ROOT, "dashboards")).filter((name) => name.endsWith(".json"));
  expect(found.sort()).toEqual(
    Object.keys(DASHBOARDS)
      .map((name) => `${name}.json`)
      .sort(),
  );
});

test.each(Object.entries(DASHBOARDS))("%s explains, links and asks as all of them do", (_name, dashboard) => {
  const text = JSON.stringify(dashboard);
  expect(dashboard.uid).toMatch(/^smartlog-/);
  expect(dashboard.refresh).toBeTruthy();
  const variables = (dashboard.templating?.list ?? []).map(({ name }) => name);
  expect(variables).toEqual(expect.arrayContaining(["datasource", "site", "kind", "label", "interval"]));
  expect(new Set(text.match(/"datasource":\{[^}]*\}"\}/g))).toEqual(
    new Set(['"datasource":{"type":"grafana-postgresql-datasource","uid":"${datasource}"}']),
  );
  const ids = new Set<number>();
  for (const panel of dashboard.panels ?? []) {
    if (panel.type === "row") continue;
    const { id = 0, title, description = "", fieldConfig, gridPos } = panel as Panel;
    ids.add(id);
    expect(description.length, `${title}: description`).toBeGreaterThan(30);
    expect(fieldConfig?.defaults.noValue, `${title}: no value`).toBeTruthy();
    const { x, w } = gridPos ?? { x: 0, w: 0 };
    expect(x + w, `${title}: width`).toBeLessThanOrEqual(24);
  }
  expect(ids.size).toBe(dashboard.panels?.length);
  expect(text).toContain("Model changes");
  expect(text).not.toMatch(/\$\{(site|kind|label|severity|source|template|search)(:raw|:csv)?\}/);
});

test("panels don't cover one another", () => {
  for (const dashboard of Object.values(DASHBOARDS)) {
    const taken = new Map<string, string>();
    for (const panel of dashboard.panels ?? []) {
      const { title, gridPos } = panel as {
        title?: string;
        gridPos: { x: number; y: number; w: number; h: number };
      };
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect(taken.get(`${x},${y}`), `${dashboard.title}: ${title}`).toBeUndefined();
          taken.set(`${x},${y}`, title ?? "");
        }
      }
    }
  }
});

test("links lead to dashboards that exist", () => {
  const uids = Object.values(DASHBOARDS).map(({ uid }) => uid);
  for (const [, uid] of JSON.stringify(DASHBOARDS).matchAll(/\/d\/([\w-]+)\?/g)) expect(uids).toContain(uid);
});

test("only the environment's names stand after a $ where Grafana would put in the environment", () => {
  for (const name of ["contact-points", "policies", "templates"]) {
    const names = (files[`dashboards/alerting/${name}.yaml`] as string).match(/\$\w+/g) ?? [];
    for (const found of names) expect(found).toMatch(/^\$SMARTLOG_/);
  }
  const example = readFileSync(join(PACKAGE_ROOT, "deploy/grafana/grafana.env"), "utf8");
  const used = Object.entries(files)
    .filter(([path]) => path.includes("alerting"))
    .flatMap(([, text]) => text.match(/\$SMARTLOG_\w+/g) ?? []);
  const provisioned = ["datasources/smartlog.yaml", "dashboards/smartlog.yaml"].flatMap(
    (path) =>
      readFileSync(join(PACKAGE_ROOT, "deploy/grafana/provisioning", path), "utf8").match(
        /\$SMARTLOG_\w+/g,
      ) ?? [],
  );
  for (const name of [...used, ...provisioned])
    expect(example).toMatch(new RegExp(`^${name.slice(1)}=.+`, "m"));
});

test("every receiver that a policy names is a contact point, and routes match what rules are labelled", () => {
  const read = (name: string) => parse(files[`dashboards/alerting/${name}.yaml`] as string);
  const names = read("contact-points").contactPoints.map((point: { name: string }) => point.name);
  const [policy] = read("policies").policies;
  for (const { receiver } of [policy, ...policy.routes]) expect(names).toContain(receiver);
  for (const rule of read("rules").groups[0].rules) {
    expect(rule.labels.team).toBe("smartlog");
    expect(rule.data.map(({ refId }: { refId: string }) => refId)).toContain(rule.condition);
  }
});

test("whoever sets up e-mail only hears of every alert", () => {
  const [policy] = parse(files["dashboards/alerting/policies.yaml"] as string).policies;
  expect(policy.receiver).toBe("smartlog-email");
  expect(policy.routes[0]).toMatchObject({ receiver: "smartlog-email", continue: true });
  for (const route of policy.routes.slice(0, -1)) expect(route.continue).toBe(true);
});

// What Grafana's provisioning refuses, and then doesn't start: found in its source, since the schema doesn't say so.
test("every rule names a panel by dashboard and number, in its fields and in both annotations", () => {
  const [group] = parse(files["dashboards/alerting/rules.yaml"] as string).groups;
  expect(group.rules).toHaveLength(RULES.length);
  for (const { title, dashboardUid, panelId, annotations, noDataState, execErrState, data } of group.rules) {
    const dashboard = Object.values(DASHBOARDS).find(({ uid }) => uid === dashboardUid);
    expect(
      dashboard?.panels?.map(({ id }) => id),
      title,
    ).toContain(panelId);
    expect(annotations.__dashboardUid__).toBe(dashboardUid);
    expect(annotations.__panelId__).toBe(String(panelId));
    expect([noDataState, execErrState]).toEqual(["OK", "Error"]);
    for (const { datasourceUid, relativeTimeRange } of data) {
      expect(["__expr__", "$SMARTLOG_DATASOURCE_UID"]).toContain(datasourceUid);
      expect(relativeTimeRange.from).toBeGreaterThan(relativeTimeRange.to);
    }
  }
});

test("the folder of alerting's files holds nothing that isn't one", () => {
  const folder = join(PACKAGE_ROOT, "deploy/grafana/provisioning");
  const names = readdirSync(folder, { recursive: true, withFileTypes: true });
  for (const entry of names) if (entry.isFile()) expect(entry.name).toMatch(/\.yaml$/);
});
