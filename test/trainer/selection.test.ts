/** What a step is tried on. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Filter } from "../../host/filter.ts";
import { BUILT_MODULE } from "../../host/module.ts";
import { recordOfLine } from "../../host/record.ts";
import { shipperTime } from "../../host/time.ts";
import { Random } from "../../simulate/lib/random.ts";
import { decodeModule } from "../../trainer/model/decode.ts";
import type { Site } from "../../trainer/train/gather.ts";
import { HeldOutSample } from "../../trainer/train/held-out.ts";
import type { Run } from "../../trainer/train/run.ts";
import { selectionOf } from "../../trainer/train/selection.ts";
import { labelsOf } from "../../trainer/window/labels.ts";
import { request } from "./window-lines.ts";

const EVENTS = 600;

test("however many held-out events are corrected, there is room for them and for their corrections", () => {
  const module = readFileSync(BUILT_MODULE);
  const inService = new WebAssembly.Module(Uint8Array.from(module));
  const incumbent = decodeModule(module);
  const { schema } = incumbent;
  const facts = {
    from: new Date(0),
    to: new Date(2_000_000_000_000),
    events: EVENTS,
    kinds: { web: EVENTS },
    heldOutFrom: new Date(0),
  };
  // One in four annotated events is judged on: all of these.
  const ids = Array.from({ length: EVENTS }, (_, i) => `${i * 4}`);
  const heldOut = new HeldOutSample(facts, new Set(ids), schema, 100, new Random(1));
  const filter = Filter.load(inService);
  ids.forEach((id, i) => {
    const record = recordOfLine(Buffer.from(request(i, `/page/${i}`).line));
    const time = Date.UTC(2026, 10, 16, 8) / 1000 + i;
    const features = filter.features(record, shipperTime(time));
    if (features)
      heldOut.add(
        { id, time, label: "attack", source: "", path: "", ua: "", hit: "" } as never,
        features,
        undefined,
      );
  });
  const site = {
    facts,
    kinds: new Set(["web"]),
    heldOut,
    annotations: [],
    outside: [],
    corrected: new Map(ids.map((id) => [id, { id, labels: labelsOf("normal"), reliability: 1 }])),
  } as unknown as Site;
  const run = { incumbent, inService, rng: new Random(1), sized: () => 0 } as unknown as Run;
  const { uses } = selectionOf(run, site, () => {});
  expect(uses.filter((use) => use?.as === "site")).toHaveLength(EVENTS);
});
