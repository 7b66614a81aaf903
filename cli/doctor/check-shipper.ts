import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { messageOf } from "../lib/errors.ts";
import { findFluentBit, tryInFluentBit } from "../lib/fluent-bit.ts";
import { printable } from "../lib/output.ts";
import { type Finding, Findings } from "./finding.ts";

/** Before 4.2 Fluent Bit leaks an instance of the module for every chunk. */
const OLDEST: readonly [major: number, minor: number] = [4, 2];
const TIMEOUT_MS = 20_000;

/**
 * Looks for Fluent Bit, asks for its version, and lets it read the configuration.
 *
 * @param compiled a filter that was compiled ahead of time for this machine: it is run, since nothing else shows whether
 *   this build of Fluent Bit takes it
 */
export function checkShipper(
  config: string | undefined,
  environment: NodeJS.ProcessEnv,
  compiled?: string,
): Finding[] {
  const findings = new Findings("shipper");
  const program = findFluentBit(environment);
  if (program === undefined) {
    findings.note("shipper-missing", "Fluent Bit was not found here: its version is not checked", {
      breaks: "What Fluent Bit itself says of the configuration stays unknown.",
      remedy: "Run this where Fluent Bit is, or name its program in SMARTLOG_FLUENT_BIT.",
    });
    return findings.list;
  }
  const { stdout, error } = spawnSync(program, ["--version"], { encoding: "utf8", timeout: TIMEOUT_MS });
  const [, version = "", major = "", minor = ""] = /v?((\d+)\.(\d+)[.\d]*)/.exec(stdout ?? "") ?? [];
  if (version === "") {
    const why = error ? messageOf(error) : "it didn't say its version";
    findings.error("shipper-fails", `${program} can't be run: ${why}`, {
      breaks: "Nothing is shipped.",
      remedy: "Install Fluent Bit 4.2 or newer.",
    });
    return findings.list;
  }
  const isNewEnough =
    Number(major) > OLDEST[0] || (Number(major) === OLDEST[0] && Number(minor) >= OLDEST[1]);
  findings.check(
    "shipper-old",
    isNewEnough,
    `Fluent Bit is ${version} (${program})`,
    `Fluent Bit is ${version} (${program}), older than ${OLDEST.join(".")}: it takes more memory with every chunk`,
    { breaks: "It grows until it is killed.", remedy: "Install Fluent Bit 4.2 or newer." },
  );
  if (config !== undefined) checkDryRun(program, config, environment, findings);
  if (compiled !== undefined) checkTrial(program, compiled, findings);
  return findings.list;
}

function checkTrial(program: string, compiled: string, findings: Findings): void {
  try {
    const lines = tryInFluentBit(program, readFileSync(compiled));
    findings.ok("module-tried", `with the compiled filter it answers ${lines} lines as this SmartLog does`);
  } catch (error) {
    findings.error("module-tried", `${compiled}: ${printable(messageOf(error))}`, {
      breaks: "Records are dropped, or scored otherwise than expected.",
      remedy:
        "Compile it with the wamrc of this Fluent Bit's own source (smartlog model compile --wamrc), or name filter.wasm.",
    });
  }
}

function checkDryRun(
  program: string,
  config: string,
  environment: NodeJS.ProcessEnv,
  findings: Findings,
): void {
  const { status, signal, stdout, stderr, error } = spawnSync(program, ["--dry-run", "-c", config], {
    encoding: "utf8",
    timeout: TIMEOUT_MS,
    env: environment,
  });
  if (status === null) {
    // The check of some plugins crashes when it ends, whatever it found.
    findings.note(
      "config-unchecked",
      `it ended by ${signal ?? messageOf(error)} while it checked the configuration`,
      {
        breaks: "What it says of the configuration stays unknown.",
        remedy: `Run it by hand: ${program} --dry-run -c ${config}`,
      },
    );
    return;
  }
  const said = `${stdout}${stderr}`.split("\n").filter((line) => /\[\s*error\]|error:/i.test(line));
  findings.check(
    "config-refused",
    status === 0,
    "it accepts the configuration",
    `it refuses the configuration: ${printable(said.map(withoutTime).join("; ") || `exit ${status}`, 400)}`,
    { breaks: "Fluent Bit does not start.", remedy: "Correct what it names." },
  );
}

function withoutTime(line: string): string {
  return line.replace(/^\[[\d/:. ]+\]\s*(?:\[\s*error\]\s*)?/, "");
}
