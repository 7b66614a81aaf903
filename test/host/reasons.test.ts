import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PACKAGE_ROOT } from "../../host/module.ts";
import { reasonText } from "../../host/reasons.ts";

test("every reason that docs/event.md names has words of its own", () => {
  const page = readFileSync(join(PACKAGE_ROOT, "docs", "event.md"), "utf8");
  const reasons = [...page.matchAll(/^\| `([a-z]+:[a-z0-9-]+)` \|/gm)].map(([, reason]) => reason as string);
  expect(reasons.length).toBeGreaterThan(100);
  expect(reasons.filter((reason) => reasonText(reason) === reason)).toEqual([]);
  expect(new Set(reasons.map(reasonText)).size).toBe(new Set(reasons).size);
});

test("a reason that is not known is said as it is, whatever it is called", () => {
  for (const reason of ["bot:new", "__proto__", "constructor", "<b>", ""])
    expect(reasonText(reason)).toBe(reason);
});
