/** The configurations as a table: what the doctor says, what a try saw, and what is right. */
import type { Finding } from "../../../../cli/doctor/finding.ts";
import type { InputTry } from "../../../../cli/doctor/try/index.ts";
import type { Case } from "./case.ts";

const TITLE = `# What the doctor says of configurations as people have them

Kinds of Fluent Bit configuration that stand in public repositories, charts, manuals and questions, reduced and rewritten, with SmartLog's filter put
in rightly or wrongly. The files lie in [\`test/cli/doctor/configurations/\`](../test/cli/doctor/configurations/README.md); [the findings](doctor.md)
are explained on a page of their own. What is right was seen in a real Fluent Bit first. This page is written by the test that holds
the doctor to it.

`;
const HEAD = ["configuration", "the doctor says", "`--try` saw", "what is right"];

export class Table {
  readonly #cases: readonly Case[];
  readonly #said = new Map<string, string>();
  readonly #saw = new Map<string, string>();

  constructor(cases: readonly Case[]) {
    this.#cases = cases;
  }

  said({ name }: Case, findings: readonly Finding[]): void {
    this.#said.set(name, listed(findings.map(({ level, code }) => `${level} ${code}`)));
  }

  saw({ name }: Case, inputs: readonly InputTry[]): void {
    this.#saw.set(name, inputs.map(shown).join("<br>"));
  }

  /** Markdown. */
  text(): string {
    const rows = this.#cases.map(({ name, expected }) => [
      `**${name}**: ${expected.kind}`,
      this.#said.get(name) ?? "",
      this.#saw.get(name) ?? "not run",
      `${listed(expected.findings.map(({ level, code }) => `${level} ${code}`))}. ${expected.why.trim()}`,
    ]);
    return `${TITLE}${[HEAD, HEAD.map(() => "---"), ...rows].map(line).join("")}`;
  }
}

function listed(findings: readonly string[]): string {
  return [...new Set(findings)].sort().join(", ") || "nothing";
}

function line(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |\n`;
}

function shown({ name, notTried, linesIn, recordsOut, scored, kinds, lineKeys, ...lost }: InputTry): string {
  if (notTried) return `${name}: ${notTried}`;
  const losses = (["scoredTwice", "removed", "unscored", "unrouted"] as const)
    .filter((what) => lost[what] > 0)
    .map((what) => `${what} ${lost[what]}`);
  return [
    `${name}: ${linesIn} in, ${recordsOut} out, ${scored} scored`,
    counts(kinds),
    counts(lineKeys),
    ...losses,
  ]
    .filter((part) => part !== "")
    .join("; ");
}

function counts(of: Readonly<Record<string, number>>): string {
  return Object.entries(of)
    .map(([name, count]) => `${name} ${count}`)
    .join(", ");
}
