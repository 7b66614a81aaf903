/** All of deploy/vector/: files that go together, listed, and safe as they are. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { PACKAGE_ROOT } from "../../../host/module.ts";
import { temporaryFolder } from "../../folder.ts";
import { type Config, canRead, example, vector } from "./pipeline.ts";

const FOLDER = join(PACKAGE_ROOT, "deploy", "vector");
const NAMES = readdirSync(join(FOLDER, "sources"))
  .filter((name) => name.endsWith(".yaml"))
  .map((name) => name.replace(".yaml", ""));
const sourcesOf = (config: Config): Config[] => Object.values(config.sources);

describe.each(NAMES)("%s", (name) => {
  const config = example(name);

  test("the page lists it", () => {
    expect(readFileSync(join(FOLDER, "sources", "README.md"), "utf8")).toContain(`(${name}.yaml)`);
  });

  test("it listens on loopback only", () => {
    const addresses = JSON.stringify(config).match(/\d+\.\d+\.\d+\.\d+:\d+/g) ?? [];
    expect(addresses.filter((address) => !address.startsWith("127.0.0.1:"))).toEqual([]);
  });

  test("the server gets each of its records once, with a place", () => {
    const outputs = Object.keys({ ...config.sources, ...config.transforms });
    expect(outputs.filter((output) => output.startsWith("logs"))).toHaveLength(1);
    const text = JSON.stringify(config);
    expect([text.includes("file"), text.includes("offset")]).toEqual([true, true]);
  });
});

test.skipIf(!vector)("Vector takes all of them beside vector.yaml", () => {
  const folder = temporaryFolder();
  for (const name of ["secrets", "data"]) mkdirSync(join(folder, name));
  for (const name of ["token", "splunk", "heroku"]) writeFileSync(join(folder, "secrets", name), "x");
  const main = readFileSync(join(FOLDER, "vector.yaml"), "utf8")
    .replace("/etc/vector/secrets", join(folder, "secrets"))
    .replace("/var/lib/vector", join(folder, "data"));
  writeFileSync(join(folder, "vector.yaml"), main);
  const files = NAMES.filter((name) => sourcesOf(example(name)).every(({ type }) => canRead(type))).map(
    (name) => join(FOLDER, "sources", `${name}.yaml`),
  );
  const args = [
    "validate",
    "--no-environment",
    join(folder, "vector.yaml"),
    join(FOLDER, "stack-traces.yaml"),
  ];
  const { status, stdout, stderr } = spawnSync(vector, [...args, ...files], { encoding: "utf8" });
  expect([status, stdout + stderr]).toEqual([0, expect.stringContaining("Validated")]);
  expect(stdout + stderr).not.toMatch(/VRL compilation|deprecated/i);
});
