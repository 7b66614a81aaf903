/**
 * What corrections do at a site with software of its own: the first 70 % of its lines stored, corrections given, trained,
 * the last 30 % scored by the model in service and by the candidate.
 *
 *   node build/bench/loop/corrections.js [--site works|depot]… [--choice CHOICE]… [--corrections N]… [--effort SHARE] [--seed N]
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { defaultModulePath } from "../../host/module.ts";
import { type RealSiteName, realSite } from "../../simulate/sites/index.ts";
import { migrate } from "../../store/migrate.ts";
import { openStore } from "../../store/open.ts";
import { train } from "../../trainer/train/train.ts";
import { CHOICES, type Choice, correct } from "./correct.ts";
import { figuresText, siteFigures } from "./figures.ts";
import { fillSite } from "./fill.ts";

const { values } = parseArgs({
  options: {
    site: { type: "string", multiple: true, default: ["works", "depot"] },
    choice: { type: "string", multiple: true, default: [...CHOICES] },
    corrections: { type: "string", multiple: true, default: ["0", "10", "30", "100"] },
    effort: { type: "string", default: "1" },
    seed: { type: "string", default: "1" },
  },
});

const START = Date.UTC(2026, 9, 5, 6) / 1000;
/** Hours in which the site `works` has some 18,000 lines. */
const HOURS = 74;
const STORED_SHARE = 0.7;

const module = readFileSync(defaultModulePath());
const seed = Number(values.seed);
const dataDir = mkdtempSync(join(tmpdir(), "smartlog-bench-"));
const store = await openStore({ dataDir });
try {
  await migrate(store.url);
  for (const name of values.site as RealSiteName[]) {
    const lines = [...realSite(name, { seed, start: START, end: START + HOURS * 3600 })];
    const stored = Math.floor(lines.length * STORED_SHARE);
    const cut = Math.ceil(lines[stored]?.time ?? 0);
    await store.pool.query("truncate smartlog.events, smartlog.templates");
    const truths = await fillSite(store.pool, module, lines.slice(0, stored));
    console.log(
      `${name}: ${lines.length} lines\n  in service: ${figuresText(siteFigures(module, lines, cut))}`,
    );
    const without = values.corrections.includes("0") ? ([["false-alarms", 0]] as const) : [];
    const runs: (readonly [Choice, number])[] = [
      ...without,
      ...(values.choice as Choice[]).flatMap((choice) =>
        values.corrections
          .map(Number)
          .filter(Boolean)
          .map((count) => [choice, count] as const),
      ),
    ];
    for (const [choice, count] of runs) {
      await store.pool.query("truncate smartlog.feedback");
      const given = await correct(store.pool, truths, count, choice, seed);
      const began = performance.now();
      const { candidate, decision } = await train({
        db: store.pool,
        module,
        from: new Date(START * 1000),
        to: new Date(cut * 1000),
        effort: Number(values.effort),
      });
      const seconds = ((performance.now() - began) / 1000).toFixed(0);
      console.log(
        `  ${given} ${choice}: ${figuresText(siteFigures(candidate.module, lines, cut))}\n` +
          `    ${decision.publish ? "published" : "REFUSED"} in ${seconds} s: ${decision.reasons.join("\n      ")}`,
      );
    }
  }
} finally {
  await store.close();
  rmSync(dataDir, { recursive: true, force: true });
}
