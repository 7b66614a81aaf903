import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { messageOf } from "../errors.ts";
import { printable } from "../output.ts";
import { type Finding, Findings } from "./finding.ts";

/** Before 4.2 Fluent Bit leaks an instance of the module for every chunk. */
const OLDEST: readonly [major: number, minor: number] = [4, 2];
const TIMEOUT_MS = 20_000;
/** Where Fluent Bit's own packages put it; that is on nobody's PATH. */
const PACKAGED = "/opt/fluent-bit/bin/fluent-bit";

/** Looks for Fluent Bit, asks for its version, and lets it read the configuration. */
export function checkShipper(config: string | undefined, environment: NodeJS.ProcessEnv): Finding[] {
  const findings = new Findings("shipper");
  const program = find(environment);
  if (program === undefined) {
    findings.warning(
      "Fluent Bit was not found here: its version is not checked",
      "Run this where Fluent Bit is, or name its program in SMARTLOG_FLUENT_BIT.",
    );
    return findings.list;
  }
  const { stdout, error } = spawnSync(program, ["--version"], { encoding: "utf8", timeout: TIMEOUT_MS });
  const [, version = "", major = "", minor = ""] = /v?((\d+)\.(\d+)[.\d]*)/.exec(stdout ?? "") ?? [];
  if (version === "") {
    const why = error ? messageOf(error) : "it didn't say its version";
    findings.problem(`${program} can't be run: ${why}`, "Install Fluent Bit 4.2 or newer.");
    return findings.list;
  }
  const isNewEnough =
    Number(major) > OLDEST[0] || (Number(major) === OLDEST[0] && Number(minor) >= OLDEST[1]);
  findings.check(
    isNewEnough,
    `Fluent Bit is ${version} (${program})`,
    `Fluent Bit is ${version} (${program}), older than ${OLDEST.join(".")}: it takes more memory with every chunk`,
    "Install Fluent Bit 4.2 or newer.",
  );
  if (config !== undefined) checkDryRun(program, config, environment, findings);
  return findings.list;
}

function find(environment: NodeJS.ProcessEnv): string | undefined {
  const named = environment.SMARTLOG_FLUENT_BIT;
  if (named) return named;
  const folders = (environment.PATH ?? "").split(delimiter).filter(Boolean);
  return [...folders.map((folder) => join(folder, "fluent-bit")), PACKAGED].find((file) => existsSync(file));
}

function checkDryRun(
  program: string,
  config: string,
  environment: NodeJS.ProcessEnv,
  findings: Findings,
): void {
  const { status, stdout, stderr } = spawnSync(program, ["--dry-run", "-c", config], {
    encoding: "utf8",
    timeout: TIMEOUT_MS,
    env: environment,
  });
  const said = `${stdout}${stderr}`.split("\n").filter((line) => /\[\s*error\]|error:/i.test(line));
  findings.check(
    status === 0,
    "it accepts the configuration",
    `it refuses the configuration: ${printable(said.join("; ") || `exit ${status}`, 400)}`,
    "Correct what it names.",
  );
}
