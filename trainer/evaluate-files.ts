/**
 * `npm run evaluate -- FILE… [--module PATH] [--out DIR]`: judges a module on labelled NDJSON and writes a report.
 *
 * Exit codes: 0 done, 1 failed, 2 wrong use.
 */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { Command } from "commander";
import { evaluateSet, type SetResult } from "./evaluate/evaluate.ts";
import { figure, percent } from "./evaluate/figures.ts";
import type { Metrics } from "./evaluate/metrics.ts";
import { calibrationChart } from "./report/charts.ts";
import { evaluationReport } from "./report/evaluation.ts";

const program = new Command("evaluate")
  .description(
    "Judges the filter on labelled NDJSON (.gz too): rows with a line and any of threat, bot, anomaly as 0 or 1; " +
      "with a session, anomaly is the session's; event is the line's template",
  )
  .argument("<file...>", "labelled sets; each is scored in file order")
  .option("--module <path>", "the module to judge (default: the one that the build made)")
  .option("--out <dir>", "where report.md and its charts go", "evaluation")
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
program.parse();
const options = program.opts<{ module?: string; out: string }>();

const missing = program.args.find((file) => !existsSync(file));
if (missing !== undefined) {
  console.error(`evaluate: there is no file ${missing}`);
  process.exit(2);
}
try {
  mkdirSync(options.out, { recursive: true });
  const results: SetResult[] = [];
  const charts = new Map<string, string>();
  for (const file of program.args) {
    const result = { ...(await evaluateSet(file, options.module)), name: basename(file) };
    results.push(result);
    for (const { head, reliability, all } of result.heads) {
      const name = `${basename(file).replace(/\W+/g, "-")}-${head}.svg`;
      writeFileSync(join(options.out, name), calibrationChart(`${result.name}: ${head}`, reliability));
      charts.set(`${result.name}:${head}`, name);
      console.log(
        `${result.name} ${head}: AUC ${figure(all.auc)}, F1 ${figure(all.f1)}, recall ${figure(all.recall)}, ` +
          `false positives ${percent(all.falsePositiveRate)}`,
      );
    }
    if (result.grouping) {
      const { accuracy, pairF1, groupF1, groups, templates } = result.grouping;
      console.log(
        `${result.name} templates: grouping accuracy ${figure(accuracy)}, F1 over pairs ${figure(pairF1)}, ` +
          `F1 of groups ${figure(groupF1)}, ${groups} groups of ${templates}`,
      );
    }
    if (result.sessions) {
      const { lineByLine, atEnd, auc } = result.sessions;
      const said = ({ precision, recall, f1, falsePositiveRate }: Metrics) =>
        `F1 ${figure(f1)}, precision ${figure(precision)}, recall ${figure(recall)}, false positives ${percent(falsePositiveRate)}`;
      console.log(`${result.name} sessions, line by line: ${said(lineByLine)}, AUC ${figure(auc)}`);
      if (atEnd) console.log(`${result.name} sessions, at the end: ${said(atEnd)}`);
    }
  }
  writeFileSync(join(options.out, "report.md"), evaluationReport(results, charts));
  console.log(`report: ${join(options.out, "report.md")}`);
} catch (error) {
  console.error(`evaluate: ${(error as Error).message}`);
  process.exit(1);
}
