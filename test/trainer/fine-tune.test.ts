/** Fine-tuning on a site that is unlike the corpora. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Filter } from "../../host/filter.ts";
import { BUILT_MODULE } from "../../host/module.ts";
import { Random } from "../../simulate/lib/random.ts";
import { addRehearsal, rehearsalParts } from "../../trainer/examples/rehearsal.ts";
import { Rows } from "../../trainer/examples/rows.ts";
import { fineTune } from "../../trainer/learn/fine-tune.ts";
import { decodeModule } from "../../trainer/model/decode.ts";

const module = readFileSync(BUILT_MODULE);

describe("learning on", () => {
  it("keeps what is ordinary as it was where anew it would be worse elsewhere", () => {
    const { learnt: from, schema } = decodeModule(module);
    const compiled = new WebAssembly.Module(Uint8Array.from(module));
    const rows = new Rows(schema.dense.length, 12_000);
    const filter = Filter.load(compiled);
    // A site whose people call every second ordinary line an anomaly.
    let n = 0;
    for (const [part, lines] of rehearsalParts(6000, 1))
      for (const { line, record, time } of lines) {
        if (part !== "app" && part !== "syslog") continue;
        const features = line.anomaly === 1 ? undefined : filter.features(record, time);
        if (!features) continue;
        const isCalledAnomaly = n++ % 2 === 1;
        rows.add(features, {
          labels: isCalledAnomaly ? { anomaly: 1 } : {},
          from: isCalledAnomaly ? "feedback" : "none",
          weight: 1,
          stands: 1,
          isOrdinary: true,
        });
      }
    expect(rows.size).toBeGreaterThan(600);
    addRehearsal(compiled, 2000, 2, rows, () => {});
    const validationFrom = rows.size;
    addRehearsal(compiled, 3000, 3, rows, () => {});
    const bins = rows.bins.slice();
    const all = Uint32Array.from({ length: rows.size }, (_, i) => i);
    const { learnt, ordinary } = fineTune(from, {
      schema,
      rows,
      train: all.subarray(0, validationFrom),
      validation: all.subarray(validationFrom),
      rng: new Random(4),
      standard: from,
      take: (step) => step.fit(),
      onProgress: () => {},
    });
    expect(ordinary.isRefitted).toBe(false);
    expect(ordinary.worseKinds).not.toEqual([]);
    expect(learnt.linear.anomaly).toEqual(from.linear.anomaly);
    expect(learnt).toMatchObject({ edges: from.edges, centroids: from.centroids, pca: from.pca });
    expect(Buffer.compare(rows.bins, bins)).toBe(0);
  });
});
