import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PACKAGE_ROOT } from "../../host/module.ts";

test("docs/doctor.md has each code of what --try finds", () => {
  const source = readFileSync(join(PACKAGE_ROOT, "cli/doctor/try/findings.ts"), "utf8");
  const call = /(?:findings\.(?:ok|warning)|#(?:note|error|add))\(([^`]*?)(?=`|this|notTried)/g;
  const words = [...source.matchAll(call)].flatMap(([, head = ""]) =>
    Array.from(head.matchAll(/"([\w-]+)"/g), ([, word]) => word as string),
  );
  const codes = words.filter((word) => !["ok", "note", "warning", "error", "forward"].includes(word));
  expect(codes).toEqual(
    expect.arrayContaining(["lines-lost", "scoring-drops", "events-refused", "not-tried"]),
  );
  const page = readFileSync(join(PACKAGE_ROOT, "docs", "doctor.md"), "utf8");
  expect(codes.filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
});
