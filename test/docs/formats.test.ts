/** docs/formats.md is what the format files make. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { formatsDocument } from "../../formats/lib/document.ts";
import { type Format, readFormat } from "../../formats/lib/format.ts";
import { builtInFormats } from "../../formats/lib/load.ts";
import { PACKAGE_ROOT } from "../../host/module.ts";

test("docs/formats.md is what the files make (else: npm run formats:docs)", () => {
  const written = readFileSync(join(PACKAGE_ROOT, "docs", "formats.md"), "utf8");
  expect(written).toBe(formatsDocument(builtInFormats()));
});

test("each format stands there once, with its maker's page and an example", () => {
  const text = formatsDocument(builtInFormats());
  for (const { name, examples } of builtInFormats()) {
    expect(text.split(`### ${name}\n`)).toHaveLength(2);
    expect(text).toContain(examples[0]?.line ?? JSON.stringify(examples[0]?.record));
  }
});

test("bars and backquotes in a format don't break the page", () => {
  const format: Format = readFormat(
    "name: x\ntitle: a|b\nkind: app\ndocumentation: https://x.example/ section 2\npatterns: ['{user:word}|x']\nexamples: [{ line: '`a`|x', event: { kind: app, user: '`a`', ip: null } }]",
  );
  const text = formatsDocument([format]);
  expect(text).toContain("| [`x`](#x) | a\\|b | [maker](https://x.example/) |");
  expect(text).toContain("`kind` `app`, `user` `` `a` ``\n");
});
