/**
 * Asks the registry for known faults of the packages in the lock file (`npm audit`), as CI does.
 *
 * Exit codes: 1 where a package that runs (not one that only builds or tests) has one of severity high or critical that
 * nobody has accepted in advisories.json; 0 else, also where the registry doesn't answer: that is said, and no fault of
 * the change that is being tested.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
const GRAVE = new Set(["high", "critical"]);
const TIMEOUT_MS = 60_000;

/**
 * The advisories in npm's report (auditReportVersion 2), once each.
 *
 * @returns id, package, severity, title; undefined where it is no report
 */
function advisoriesIn(report) {
  if (report?.vulnerabilities === undefined) return undefined;
  const found = new Map();
  for (const { via } of Object.values(report.vulnerabilities))
    for (const cause of via)
      if (typeof cause === "object") {
        const id = cause.url?.split("/").at(-1) ?? String(cause.source);
        found.set(id, { id, name: cause.name, severity: cause.severity, title: cause.title });
      }
  return [...found.values()];
}

/** Those that are grave, and that nobody has accepted for the time being. */
function unacceptedOf(advisories, accepted, today = new Date().toISOString().slice(0, 10)) {
  const now = new Set(accepted.filter(({ until }) => today <= until).map(({ id }) => id));
  return advisories.filter(({ id, severity }) => GRAVE.has(severity) && !now.has(id));
}

function audit() {
  const { stdout, error } = spawnSync("npm", ["audit", "--json", "--omit=dev"], {
    cwd: dirname(HERE),
    encoding: "utf8",
    timeout: TIMEOUT_MS,
    shell: process.platform === "win32",
  });
  if (error) return { why: error.message };
  try {
    const report = JSON.parse(stdout);
    return { advisories: advisoriesIn(report), why: report.message ?? report.error?.summary };
  } catch {
    return { why: "no report" };
  }
}

function main() {
  const { advisories, why } = audit();
  if (advisories === undefined) {
    console.log(`advisories: the registry doesn't say which are known (${why}); not checked`);
    return 0;
  }
  const { accepted } = JSON.parse(readFileSync(join(HERE, "advisories.json"), "utf8"));
  for (const { id, name, severity, title } of advisories)
    console.log(`advisories: ${severity} ${name}: ${title} (${id})`);
  const grave = unacceptedOf(advisories, accepted);
  console.log(
    `advisories: ${advisories.length} known of packages that run, ${grave.length} of them to be seen to`,
  );
  return grave.length > 0 ? 1 : 0;
}

process.exitCode = main();
