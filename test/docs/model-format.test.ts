/** docs/model-format.md against the default model and what checks it. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Filter } from "../../host/filter.ts";
import { MODULE_MAX_BYTES } from "../../trainer/model/check.ts";
import { splitSections } from "../../trainer/model/sections.ts";
import { DEFAULT_BLOB } from "../../trainer/paths.ts";
import { readDocument, rowsOf, sectionOf } from "./markdown.ts";

const document = readDocument("docs/model-format.md");
const blob = readFileSync(DEFAULT_BLOB);
const sections = splitSections(blob);
const documented = rowsOf(sectionOf(document, "Sections"));
const sizes = new Map(
  rowsOf(sectionOf(document, "Sizes of the default model")).map(([part, bytes]) => [
    part as string,
    Number(bytes?.replace(/\D/g, "")),
  ]),
);

test("the page about the model format has each section of a model, and no other", () => {
  const inService = splitSections(Filter.load().modelBytes());
  // What users and people set is in a module that has some, and what is known of a site's sessions.
  expect(documented.map(([name]) => name).sort()).toEqual(
    [...inService.keys(), "BDGT", "FMTU", "LKEY", "MASK", "PRXN", "PRXY", "SESS", "TGHT", "MUTE"].sort(),
  );
});

test("the page gives the frame that the default model has", () => {
  const frame = rowsOf(sectionOf(document, "Frame"));
  const contentOf = (byte: string) => frame.find(([at]) => at === byte)?.[2] ?? "";
  expect(contentOf("0")).toContain(blob.toString("ascii", 0, 4));
  expect(contentOf("0")).toContain(`0x${blob.readUInt32LE(0).toString(16)}`);
  expect(contentOf("4")).toContain(`: ${blob.readUInt32LE(4)}`);
  expect(blob.readUInt32LE(12)).toBe(blob.length);
  expect(blob.readUInt32LE(20)).toBe(sections.size);
});

test("the page gives the sizes that the default model has", () => {
  const { capacity } = Filter.load().modelRegion;
  expect(document).toContain(`${capacity.toLocaleString("en")} bytes in its memory`);
  expect(document).toContain(`(of ${MODULE_MAX_BYTES.toLocaleString("en")})`);
  for (const [name, body] of sections) {
    const part = [...sizes.keys()].find((each) => each.startsWith(name));
    if (part !== undefined) expect(sizes.get(part), name).toBe(body.length);
  }
  expect(sizes.get("blob (of 262,144)")).toBe(blob.length);
});
