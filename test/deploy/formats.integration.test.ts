/** The configurations in both formats, compared as a real Fluent Bit resolves them. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PACKAGE_ROOT } from "../../host/module.ts";
import { FluentBit, findFluentBit } from "../contract/fluent-bit.ts";
import { type Site, shipperEnvironment, site } from "../contract/shipped.ts";
import { type TestStore, testStore } from "../store/test-store.ts";

const FOLDER = join(PACKAGE_ROOT, "deploy/fluent-bit");
const binary = findFluentBit();

let at: Site;
let store: TestStore;
beforeAll(async () => {
  if (!binary) return;
  at = site();
  writeFileSync(join(at.logs, "access.log"), "");
  store = await testStore();
});
afterAll(async () => {
  at?.remove();
  await store?.close();
});

/** What Fluent Bit says of each section when it has initialised it: settings, routes; and how it keeps chunks. */
async function resolved(config: string): Promise<{ sections: string[]; storage: string[] }> {
  const env = { ...(await shipperEnvironment(store, at)), SMARTLOG_HTTP_PORT: "0" };
  const fluentBit = new FluentBit(binary as string, ["-c", config, "--sosreport"], {
    ...env,
    SMARTLOG_APPLICATION_LOGS: join(at.folder, "application", "*.log"),
  });
  await fluentBit.stop("SIGCONT"); // it ends by itself
  const [, report = ""] = fluentBit.log.split("[SERVER] Runtime configuration");
  // Inputs in any order, so without their numbers; that of filters counts.
  const inputs = report.replace(/^( {4}Name\t\t(?:tail|storage_backlog))\.\d.*$/gm, "$1");
  const sections = inputs.split(/\n\n+/).sort();
  const storage = fluentBit.log
    .split("\n")
    .filter((line) => /\[storage\] ver|queue memory limit/.test(line))
    .map((line) => line.replace(/^\[.*?\]/, ""));
  return { sections, storage };
}

/** The keys and values of the service section, which Fluent Bit shows in part only. */
function service(text: string, section: RegExp): Record<string, string> {
  const [, body = ""] = section.exec(text) ?? [];
  return Object.fromEntries(
    [...body.matchAll(/^\s+([a-z_.]+):? (.+)$/gm)].map(([, key = "", value = ""]) => [key, value]),
  );
}

/** `fluent-bit.yaml` and `fluent-bit.conf`, extended as the headers of the other files say. */
function withStackTraces(): { yaml: string; conf: string } {
  const files = { yaml: join(at.folder, "with.yaml"), conf: join(at.folder, "with.conf") };
  const read = (name: string) => readFileSync(join(FOLDER, name), "utf8");
  const yaml = `includes:\n  - ${FOLDER}/stack-traces.yaml\n`;
  writeFileSync(files.yaml, yaml + read("fluent-bit.yaml"));
  const conf = read("fluent-bit.conf")
    .replace("[SERVICE]", `[SERVICE]\n    parsers_file ${FOLDER}/stack-traces-parsers.conf`)
    .replace("[FILTER]", `@INCLUDE ${FOLDER}/stack-traces.conf\n\n[FILTER]`);
  writeFileSync(files.conf, conf);
  return files;
}

test.skipIf(!binary)("fluent-bit.conf is fluent-bit.yaml", async () => {
  const yaml = join(FOLDER, "fluent-bit.yaml");
  const conf = join(FOLDER, "fluent-bit.conf");
  const inYaml = await resolved(yaml);
  expect(inYaml.sections.join("\n")).toMatch(/Routes\s+pgsql\.0/);
  expect(inYaml.storage).toHaveLength(2);
  expect(await resolved(conf)).toEqual(inYaml);
  const settings = service(readFileSync(yaml, "utf8"), /^service:\n([\s\S]*?)^pipeline:/m);
  expect(Object.keys(settings)).toContain("hot_reload");
  expect(service(readFileSync(conf, "utf8"), /^\[SERVICE\]\n([\s\S]*?)^\[INPUT\]/m)).toEqual(settings);
});

test.skipIf(!binary)("stack-traces.conf is stack-traces.yaml", async () => {
  const { yaml, conf } = withStackTraces();
  const inYaml = await resolved(yaml);
  expect(inYaml.sections.join("\n")).toMatch(/multiline\.parser\s+smartlog-logger/);
  expect((await resolved(conf)).sections).toEqual(inYaml.sections);
});
