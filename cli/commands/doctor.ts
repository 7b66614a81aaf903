import { Command } from "commander";
import type { Subject } from "../doctor/examine.ts";
import type { Finding } from "../doctor/finding.ts";
import type { TryWish } from "../doctor/try/from-files.ts";
import { tryText } from "../doctor/try/print.ts";
import type { TryReport } from "../doctor/try/report.ts";
import { asCalled } from "../lib/called.ts";
import { printable } from "../lib/output.ts";
import { positive } from "../lib/publishing.ts";
import { connectionString } from "../lib/store.ts";

const EXAMPLES = `
Examples:
  set -a; . /etc/fluent-bit/smartlog.env; set +a      the variables that the configuration uses
  smartlog doctor --config /etc/fluent-bit/fluent-bit.yaml
  smartlog doctor --config /etc/fluent-bit/fluent-bit.conf --try --sample forward=lines.txt
  smartlog doctor --module /etc/fluent-bit/filter.wasm      or .aot
  smartlog doctor --config fluent-bit.conf --database-url postgres://admin@db/smartlog

Reads Fluent Bit's YAML and classic formats, files that they include, and \${VARIABLES} from the environment.
Fluent Bit itself is looked for in SMARTLOG_FLUENT_BIT, then on PATH; a filter that was compiled ahead of time (.aot) is
run in it, on lines made here, in a folder of its own. Nothing is changed anywhere: what is tried in
Postgres is rolled back. --try runs the filters of the configuration as they are, in a temporary folder, between the sample and
files: no offset database is moved, no port and no output of it is used. Exit code 1 when there is a problem; warnings alone are 0.
`;

const MARKS = { ok: "ok      ", warning: "WARNING ", problem: "PROBLEM " } as const;

type Options = Subject & TryWish & { try?: boolean; json?: boolean };

/** `smartlog doctor`. */
export function doctorCommand(): Command {
  return new Command("doctor")
    .summary("check a Fluent Bit configuration, a filter and a database before they go live")
    .description(
      "Looks for what makes a shipper lose, double or not score events, and says for each finding what to do.",
    )
    .option("--config <file>", "Fluent Bit's configuration, YAML or classic")
    .option(
      "--module <file>",
      "the filter (default: the configuration's wasm_path, else the one that was built)",
    )
    .option(
      "--database-url <url>",
      "Postgres as an administrator (default: as the configuration's pgsql output, else DATABASE_URL)",
      connectionString,
    )
    .option("--try", "run the configuration for a moment in Fluent Bit, with the last lines of its inputs")
    .option("--lines <number>", "with --try: lines of each file, and of the journal", positive, 200)
    .option(
      "--sample <input=file>",
      "with --try: lines for an input: by its alias, name (tail.0), tag or plugin",
      collect,
      [],
    )
    .option("--json", "the findings as one JSON object")
    .addHelpText("after", EXAMPLES)
    .action(async (options: Options) => {
      // Loaded here: what other commands don't need.
      const { examine } = await import("../doctor/examine.ts");
      const findings = await examine(options);
      const tried = options.try ? await import("../doctor/try/from-files.ts") : undefined;
      const report = await tried?.tryFile(options, process.env);
      process.stdout.write(`${options.json ? asJson(findings, report) : asText(findings)}\n`);
      if (report && !options.json) process.stdout.write(`\n${asCalled(tryText(report))}\n`);
      if (findings.some(({ state }) => state === "problem")) process.exitCode = 1;
    });
}

function collect(value: string, before: string[]): string[] {
  return [...before, value];
}

function asJson(findings: readonly Finding[], report: TryReport | undefined): string {
  return JSON.stringify({ ...totals(findings), findings, ...(report ? { try: report } : {}) });
}

function totals(findings: readonly Finding[]): { problems: number; warnings: number } {
  const number = (wanted: Finding["state"]) => findings.filter(({ state }) => state === wanted).length;
  return { problems: number("problem"), warnings: number("warning") };
}

function asText(findings: readonly Finding[]): string {
  const out: string[] = [];
  let area = "";
  for (const finding of findings) {
    if (finding.area !== area) out.push(...(area ? [""] : []), finding.area);
    area = finding.area;
    out.push(`  ${MARKS[finding.state]} ${asCalled(printable(finding.message))}`);
    if (finding.remedy) out.push(`             -> ${asCalled(printable(finding.remedy))}`);
  }
  const { problems, warnings } = totals(findings);
  out.push("", `${problems} problems, ${warnings} warnings`);
  return out.join("\n");
}
