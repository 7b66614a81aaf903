import { Command } from "commander";
import type { Examination, Subject } from "../doctor/examine.ts";
import type { Finding, Level } from "../doctor/finding.ts";
import { tryFindings } from "../doctor/try/findings.ts";
import type { TryWish } from "../doctor/try/from-files.ts";
import { tryText } from "../doctor/try/print.ts";
import type { TryReport } from "../doctor/try/report.ts";
import { asCalled } from "../lib/called.ts";
import { printable } from "../lib/output.ts";
import { positive } from "../lib/whole-number.ts";

const EXAMPLES = `
Examples:
  set -a; . /etc/fluent-bit/smartlog.env; set +a      the variables that the configuration uses
  smartlog doctor --config /etc/fluent-bit/fluent-bit.yaml
  smartlog doctor --config /etc/fluent-bit/fluent-bit.conf --try --sample forward=lines.txt
  smartlog doctor --module /etc/fluent-bit/filter.wasm      or .aot
  smartlog doctor --config fluent-bit.conf --database-url postgres://admin@db/smartlog

Reads Fluent Bit's YAML and classic formats, files that they include, and \${VARIABLES} from the environment; follows tags
through includes, expansion, rewrite_tag and routes to each output. Fluent Bit itself is looked for in SMARTLOG_FLUENT_BIT,
then on PATH: it checks the configuration, too (--dry-run); a filter that was compiled ahead of time (.aot) is run in it, on
lines made here, in a folder of its own. Nothing is changed anywhere: what is tried in Postgres is rolled back.

--try runs the configuration's own filters in a temporary folder, between the last lines of its inputs and files. No offset
database is moved, no buffer is written, no port and no output of it is used. What can't be tried so is left out, and said.

ERROR    events are lost, doubled or never scored
WARNING  it works, but less well or less safely than it could
NOTE     what can't be known here, or is worth knowing

Exit code 0 without an error, 1 with one, 2 when it was called wrongly. With --strict a warning counts as an error.
`;

const MARKS: Readonly<Record<Level, string>> = {
  ok: "ok      ",
  note: "NOTE    ",
  warning: "WARNING ",
  error: "ERROR   ",
};

interface Options extends Subject, TryWish {
  try?: boolean;
  json?: boolean;
  strict?: boolean;
}

/** `smartlog doctor`. */
export function doctorCommand(): Command {
  return new Command("doctor")
    .summary("check a Fluent Bit configuration, a filter and a database before they go live")
    .description(
      "Looks for what makes a shipper lose, double or not score events, and says for each finding what breaks and what to do.",
    )
    .option("--config <file>", "Fluent Bit's configuration, YAML or classic")
    .option(
      "--module <file>",
      "the filter (default: the configuration's wasm_path, else the one that was built)",
    )
    .option(
      "--database-url <url>",
      "Postgres as an administrator (default: as the configuration's pgsql outputs, else DATABASE_URL)",
    )
    .option("--try", "run the configuration for a moment in Fluent Bit, with the last lines of its inputs")
    .option("--lines <number>", "with --try: lines of each file, and of the journal", positive, 200)
    .option(
      "--sample <input=file>",
      "with --try: lines for an input: by its alias, name (tail.0), tag or plugin",
      collect,
      [],
    )
    .option("--strict", "exit with 1 for warnings, too")
    .option("--json", "the findings as one JSON object")
    .addHelpText("after", EXAMPLES)
    .action(async (options: Options) => {
      // Loaded here: what other commands don't need.
      const { examine } = await import("../doctor/examine.ts");
      const examination = await examine(options);
      const tried = options.try ? await import("../doctor/try/from-files.ts") : undefined;
      const report = await tried?.tryFile(options, process.env);
      if (report) examination.findings.push(...tryFindings(report));
      const { findings } = examination;
      process.stdout.write(`${options.json ? asJson(examination, report) : asText(findings)}\n`);
      if (report && !options.json) process.stdout.write(`\n${asCalled(tryText(report))}\n`);
      const { error, warning } = totals(findings);
      if (error > 0 || (options.strict && warning > 0)) process.exitCode = 1;
    });
}

function collect(value: string, before: string[]): string[] {
  return [...before, value];
}

function asJson({ findings, inputs }: Examination, report: TryReport | undefined): string {
  const { error, warning, note } = totals(findings);
  const trial = report ? { try: report } : {};
  return JSON.stringify({ errors: error, warnings: warning, notes: note, findings, inputs, ...trial });
}

function totals(findings: readonly Finding[]): Record<Level, number> {
  const numbers: Record<Level, number> = { ok: 0, note: 0, warning: 0, error: 0 };
  for (const { level } of findings) numbers[level]++;
  return numbers;
}

function asText(findings: readonly Finding[]): string {
  const out: string[] = [];
  let area = "";
  for (const finding of findings) {
    if (finding.area !== area) out.push(...(area ? [""] : []), finding.area);
    area = finding.area;
    out.push(...lines(finding));
  }
  const { error, warning, note } = totals(findings);
  out.push("", `${error} errors, ${warning} warnings, ${note} notes`);
  return out.join("\n");
}

function lines({ level, code, message, breaks, remedy, at }: Finding): string[] {
  const shown = (text: string) => asCalled(printable(text));
  const first = `  ${MARKS[level]} ${shown(message)}`;
  if (level === "ok") return [first];
  return [
    `${first}  [${code}${at === undefined ? "" : `, ${printable(at)}`}]`,
    `             ${shown(breaks)}`,
    `             -> ${shown(remedy)}`,
  ];
}
