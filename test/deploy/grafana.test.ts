/** deploy/grafana/ beside what a Grafana has: Grafana's own rules for files of several hands, which it refuses otherwise. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { PACKAGE_ROOT } from "../../host/module.ts";

const read = (...path: string[]) => readFileSync(join(PACKAGE_ROOT, ...path), "utf8");
const provisioning = (kind: string) => parse(read("deploy/grafana/provisioning", kind, "smartlog.yaml"));

/** The provisioning of a Grafana that is in use. */
const OWN = {
  datasources: [{ name: "Postgres", uid: "main", isDefault: true }],
  providers: [{ name: "default", folder: "", options: { path: "/var/lib/grafana/dashboards" } }],
};

test("an organisation keeps its one default data source, and each name and uid is one", () => {
  const { apiVersion, datasources, deleteDatasources, prune } = provisioning("datasources");
  expect([apiVersion, deleteDatasources, prune]).toEqual([1, undefined, undefined]);
  const all = [...OWN.datasources, ...datasources];
  expect(all.filter(({ isDefault }) => isDefault)).toHaveLength(1);
  for (const key of ["name", "uid"]) expect(new Set(all.map((each) => each[key])).size).toBe(all.length);
});

test("dashboards come from a folder of their own into a folder of their own", () => {
  const { apiVersion, providers } = provisioning("dashboards");
  expect(apiVersion).toBe(1);
  const all = [...OWN.providers, ...providers];
  for (const key of ["name", "folder"]) expect(new Set(all.map((each) => each[key])).size).toBe(all.length);
  expect(new Set(all.map(({ options }) => options.path)).size).toBe(all.length);
});

test("alerts that are added replace nothing; the policy, which would, is not among them", () => {
  const [, names = ""] = /^for name in (.+); do$/m.exec(read("deploy/grafana/README.md")) ?? [];
  expect(names.split(" ")).toEqual(["rules", "contact-points", "templates"]);
  for (const name of names.split(" ")) {
    const file = parse(read("dashboards/alerting", `${name}.yaml`));
    const [kind, ...others] = Object.keys(file).filter((key) => key !== "apiVersion");
    expect([others, ["groups", "contactPoints", "templates"]]).toEqual([[], expect.arrayContaining([kind])]);
    for (const each of file[kind as string]) expect(each.name).toMatch(/^smartlog/);
  }
});

test("what every Grafana reads sets nothing of Grafana's own, neither its folders nor its network", () => {
  const names = [...read("deploy/grafana/grafana.env").matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
  for (const name of names) expect(name).toMatch(/^SMARTLOG_/);
  for (const file of readdirSync(join(PACKAGE_ROOT, "deploy/grafana"), {
    recursive: true,
    withFileTypes: true,
  }))
    if (file.isFile() && !file.name.endsWith(".md"))
      expect(read(join(file.parentPath, file.name).slice(PACKAGE_ROOT.length))).not.toContain("GF_PATHS_");
});
