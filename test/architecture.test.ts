/** Which folder may know which: arrows only go down, and there are no circles. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { circles, importGraph } from "./imports.ts";

/** What each folder may import, besides itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  filter: [],
  host: [],
  faults: ["host"],
  formats: ["host"],
  simulate: ["formats", "host"],
  store: ["rules", "host"],
  crawlers: ["host"],
  rules: ["host"],
  dashboards: ["rules", "host"],
  report: ["store", "formats", "crawlers", "host"],
  blocklist: ["store", "crawlers", "host"],
  watch: ["report", "store", "rules", "host"],
  trainer: ["store", "simulate", "faults", "formats", "crawlers", "host"],
  server: ["watch", "report", "blocklist", "store", "crawlers", "rules", "dashboards", "host"],
  cli: [
    "server",
    "watch",
    "report",
    "blocklist",
    "trainer",
    "store",
    "simulate",
    "rules",
    "formats",
    "crawlers",
    "dashboards",
    "host",
  ],
  // Nothing of the product imports these three. Scripts and tests may use the benches' own tools.
  bench: [
    "server",
    "watch",
    "report",
    "blocklist",
    "trainer",
    "store",
    "simulate",
    "rules",
    "formats",
    "crawlers",
    "dashboards",
    "host",
  ],
  scripts: [
    "bench",
    "server",
    "watch",
    "trainer",
    "store",
    "simulate",
    "rules",
    "formats",
    "crawlers",
    "dashboards",
    "host",
  ],
  test: [
    "bench",
    "cli",
    "server",
    "watch",
    "report",
    "blocklist",
    "trainer",
    "store",
    "simulate",
    "rules",
    "faults",
    "formats",
    "crawlers",
    "dashboards",
    "host",
  ],
};

/** The filter's folders: each may import those before it. */
const FILTER_LAYERS = ["memory", "text", "schema", "model", "record", "parse", "features", "score", "output"];

/** The command's entry point, in the repository's root, counts as a part of `cli`. */
const ENTRY = "cli.ts";

const graph = importGraph([...Object.keys(MAY_IMPORT), ENTRY]);
const partOf = (file: string) => (file === ENTRY ? "cli" : (file.split("/")[0] as string));
const arrows = [...graph].flatMap(([from, imports]) =>
  imports.filter(({ target }) => graph.has(target)).map(({ target }) => [from, target] as const),
);

describe("the import graph", () => {
  test("has arrows, so that the rules are tested on something", () => {
    expect(arrows.length).toBeGreaterThan(1_000);
    const into = new Set(arrows.map(([, to]) => partOf(to)));
    expect([...into]).toEqual(expect.arrayContaining(["host", "store", "simulate", "trainer", "server"]));
  });

  test("goes down only", () => {
    const up = arrows.filter(([from, to]) => {
      const [source, target] = [partOf(from), partOf(to)];
      return source !== target && !MAY_IMPORT[source]?.includes(target);
    });
    expect(up.map((arrow) => arrow.join(" → ")).sort()).toEqual([]);
  });

  test("keeps the sites to measure on out of what models learn from", () => {
    const readers = arrows.filter(
      ([from, to]) => to.startsWith("simulate/sites/") && !from.startsWith("simulate/sites/"),
    );
    expect(readers.length).toBeGreaterThan(0);
    expect(readers.filter(([from]) => !/^(bench|test)\//.test(from))).toEqual([]);
  });

  test("goes down only, among the filter's stages", () => {
    const layerOf = (file: string) => FILTER_LAYERS.indexOf(file.split("/")[1] as string);
    const inFilter = arrows.filter(([from, to]) => partOf(from) === "filter" && partOf(to) === "filter");
    const up = inFilter.filter(
      ([from, to]) => layerOf(from) >= 0 && !(layerOf(to) >= 0 && layerOf(to) <= layerOf(from)),
    );
    expect(inFilter.length).toBeGreaterThan(300);
    expect(up.map((arrow) => arrow.join(" → "))).toEqual([]);
  });

  test("has no circle", () => {
    expect(circlesOfEntries()).toEqual([]);
  });
});

test("every error has a code and a next step: SmartLogError is the base of all", () => {
  const product = Object.keys(MAY_IMPORT).filter((part) => !["bench", "scripts", "test"].includes(part));
  const others = [...graph.keys()].filter(
    (file) => product.includes(partOf(file)) && /class \w+ extends Error\b/.test(readFileSync(file, "utf8")),
  );
  expect(others).toEqual(["host/error.ts"]);
});

/**
 * Circles among what lies side by side in a folder: its files, and its folders each as one with all that is in them.
 * A circle of files that spans folders is one of the folders, where their paths part. Imports of types count.
 */
function circlesOfEntries(): string[] {
  const entries = new Map<string, Set<string>>();
  for (const [from, to] of arrows) {
    if (partOf(from) === "test") continue;
    const [source, target] = [from.split("/"), to.split("/")];
    const shared = source.findIndex((name, depth) => name !== target[depth]);
    const entry = source.slice(0, shared + 1).join("/");
    if (!entries.has(entry)) entries.set(entry, new Set());
    entries.get(entry)?.add(target.slice(0, shared + 1).join("/"));
  }
  return circles(entries).map((circle) => circle.join(" "));
}
