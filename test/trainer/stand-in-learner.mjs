/** A learner that takes no time: its candidate is the module in service under another name. */
import { Filter } from "../../build/host/filter.js";
import { embedModel } from "../../build/trainer/model/embed.js";
import { readModel } from "../../build/trainer/model/read.js";
import { joinSections, splitSections } from "../../build/trainer/model/sections.js";

/**
 * @param {string} id of the candidate
 * @param {boolean} publish what it decides
 */
export function standInLearner(id, publish = true) {
  return async ({ module, from, to }) => {
    const filter = Filter.load(module);
    const sections = splitSections(filter.modelBytes());
    sections.set("MDID", Buffer.from(id, "ascii"));
    const blob = joinSections(sections, filter.schema.hash);
    const head = { precision: 0.9, recall: 0.8, f1: 0.85, auc: 0.95 };
    return {
      candidate: {
        id,
        parent: readModel(module).id,
        blob,
        module: embedModel(module, blob),
        windowFrom: from,
        windowTo: to,
        counts: { web: 10 },
        metrics: { threat: head, bot: head, anomaly: head, psi: { path_length: 0.3 } },
      },
      decision: {
        publish,
        reasons: [publish ? "It is no worse." : "It is worse on web.", "So they say."],
        tooFar: [],
      },
      steps: [],
      templates: new Map(),
      report: "# Report\n\n![scores](scores.svg)\n",
      charts: { "scores.svg": "<svg/>" },
      stages: [{ name: "learn", seconds: 0.1 }],
      peakRssMb: 100,
      annotators: [],
    };
  };
}
