/** A model out of its module, and into it again. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { BUILT_MODULE } from "../../host/module.ts";
import { checkCanaries } from "../../trainer/judge/canaries.ts";
import { MODULE_MAX_BYTES } from "../../trainer/model/check.ts";
import { decodeModule } from "../../trainer/model/decode.ts";
import { learntSections } from "../../trainer/model/encode-learnt.ts";
import { buildCandidate } from "../../trainer/train/candidate.ts";

const module = readFileSync(BUILT_MODULE);

describe("a model in service", () => {
  it("comes out of its module and goes back byte for byte", () => {
    const { learnt, sections } = decodeModule(module);
    for (const [name, body] of learntSections(learnt))
      expect(body.equals(sections.get(name) as Buffer), name).toBe(true);
  });

  it("tells every canary right", () => {
    const wrong = checkCanaries(
      new WebAssembly.Module(Uint8Array.from(module)),
      new WebAssembly.Module(Uint8Array.from(module)),
    ).filter(({ label, incumbent }) => label !== incumbent);
    expect(wrong).toEqual([]);
  });
});

describe("a candidate", () => {
  it("knows as many templates as there is room for in the module, however many the site has", () => {
    const incumbent = decodeModule(module);
    const meta = { histogram: "x".repeat(3000) };
    const templates = { frequent: (most: number) => Array.from({ length: most }, (_, i) => i + 1) };
    const { module: made } = buildCandidate(incumbent, module, {
      id: "2026-01-01.1",
      meta,
      learnt: incumbent.learnt,
      templates,
    });
    expect(made.length).toBeLessThanOrEqual(MODULE_MAX_BYTES);
    expect(decodeModule(made).learnt.templates.length).toBeGreaterThanOrEqual(500);
  });
});
