import { readFileSync } from "node:fs";
import { minVersion, satisfies, subset } from "semver";
import { describe, expect, it } from "vitest";

interface Manifest {
  engines?: { node?: string };
  hasInstallScript?: boolean;
  allowScripts?: Record<string, boolean>;
}

const read = (name: string) => JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), "utf8"));
const own: Manifest = read("package.json");
const packages = Object.entries(read("package-lock.json").packages as Record<string, Manifest>).filter(
  ([path]) => path !== "",
);

describe("an installation", () => {
  const oldest = minVersion(own.engines?.node ?? "")?.version ?? "";

  it("needs no newer Node than this package says", () => {
    expect(subset(oldest, own.engines?.node ?? "")).toBe(true);
    const tooNew = packages
      .filter(([, { engines }]) => engines?.node && !satisfies(oldest, engines.node))
      .map(([path, { engines }]) => `${path} needs ${engines?.node}`);
    expect(tooNew).toEqual([]);
  });

  it("leaves no install script undecided, which npm would warn of", () => {
    const undecided = packages
      .filter(([, { hasInstallScript }]) => hasInstallScript)
      .map(([path]) => path.replace(/^.*node_modules\//, ""))
      .filter((name) => own.allowScripts?.[name] === undefined);
    expect(undecided).toEqual([]);
  });
});
