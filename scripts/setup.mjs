/**
 * Makes a checkout ready to run: packages, compiled TypeScript, the filter. Does only what is out of date, so that it
 * can stand in front of every command. Plain Node, since nothing is installed yet when it runs first.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
/** The oldest that the packages work with. */
const OLDEST_NODE = [20, 19];

const LOCKFILE = "package-lock.json";

const at = (...names) => join(ROOT, ...names);
const say = (text) => process.stderr.write(`setup: ${text}\n`);

function fail(text) {
  say(text);
  process.exit(1);
}

/** What is to be made, in order. */
const STEPS = [
  {
    name: "packages",
    isCurrent: packagesAreCurrent,
    // Whatever npm is set up to omit: the build needs the compilers, and the embedded Postgres is optional.
    command: ["npm", "ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund"],
    failed: "the packages can't be installed. Is registry.npmjs.org reachable? Then run it again",
  },
  {
    name: "TypeScript",
    stamp: at("build", ".smartlog-typescript"),
    inputs: typescriptSources,
    output: "build/cli.js",
    command: ["npm", "run", "--silent", "build:ts"],
    failed: "the TypeScript doesn't compile; what is wrong stands above",
  },
  {
    name: "filter",
    stamp: at("build", ".smartlog-filter"),
    inputs: filterSources,
    output: "build/filter.wasm",
    command: ["npm", "run", "--silent", "build:filter"],
    failed: "the filter can't be built; what is wrong stands above",
  },
];

function readIfThere(path) {
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}

/** Whether what npm says it installed is what the lock file asks for. Packages for other platforms may be missing. */
function packagesAreCurrent() {
  const written = readIfThere(at("node_modules", ".package-lock.json"));
  if (written === "") return false;
  const installed = JSON.parse(written).packages;
  const { "": _project, ...wanted } = JSON.parse(readFileSync(at(LOCKFILE), "utf8")).packages;
  return (
    Object.keys(installed).every((path) => path in wanted) &&
    Object.entries(wanted).every(([path, { version, optional }]) =>
      path in installed ? installed[path].version === version && existsSync(at(path)) : optional === true,
    )
  );
}

/** What tsconfig.json names, and what else decides what comes out. */
function typescriptSources() {
  const { include } = JSON.parse(readFileSync(at("tsconfig.json"), "utf8"));
  return [...include.map((pattern) => pattern.split("/")[0]), "tsconfig.json", LOCKFILE];
}

/** The filter, the default model, and what puts one into the other. */
function filterSources() {
  return [
    "filter",
    "faults",
    "formats",
    "asconfig.json",
    "trainer/default",
    "trainer/model",
    "trainer/build-module.ts",
    LOCKFILE,
  ];
}

function files(path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return [];
  if (!stats.isDirectory()) return [[path, stats]];
  return readdirSync(path)
    .sort()
    .flatMap((name) => files(join(path, name)));
}

/** Names, sizes and times of all that a step is made of; the checkout may be moved. */
function digest(step) {
  const hash = createHash("sha256").update(step.command.join(" "));
  for (const input of step.inputs())
    for (const [path, { size, mtimeMs }] of files(at(input)))
      hash.update(`${relative(ROOT, path)}\0${size}\0${mtimeMs}\0`);
  return hash.digest("hex");
}

function isCurrent(step) {
  return step.isCurrent?.() ?? (existsSync(at(step.output)) && readIfThere(step.stamp) === digest(step));
}

function make(step) {
  // Taken before the work: what changes meanwhile is made again next time.
  const made = step.stamp && digest(step);
  const started = Date.now();
  say(`${step.name} …`);
  const [command, ...args] = step.command;
  // Its own output goes to standard error: standard output belongs to the command that follows.
  const { status, error } = spawnSync(command, args, {
    cwd: ROOT,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  if (error || status !== 0) fail(`${step.failed}${error ? ` (${error.message})` : ""}.`);
  if (step.output && !existsSync(at(step.output)))
    fail(`${step.command.join(" ")} went well but made no ${step.output}.`);
  if (step.stamp) writeFileSync(step.stamp, made);
  say(`${step.name} done in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

/** What takes the kernel's lock on the file that is its descriptor 3; macOS has no flock. */
const LOCKERS = [
  ["flock", ["3"]],
  ["perl", ["-e", "open(my $file, '>&=', 3) && flock($file, 2) || exit 1"]],
];

/**
 * Two commands started at once must not install or build at the same time: the second waits for the first. The kernel
 * gives the lock back when its holder ends, however that ends.
 */
function withLock(work) {
  mkdirSync(at("build"), { recursive: true });
  const lock = openSync(at("build", ".smartlog-setup.lock"), "a");
  const slow = spawnSync("flock", ["-n", "3"], { stdio: ["ignore", "ignore", "ignore", lock] }).status === 1;
  if (slow) say("another set-up is at work; waiting for it");
  LOCKERS.some(
    ([command, args]) =>
      spawnSync(command, args, { stdio: ["ignore", "ignore", "ignore", lock] }).status === 0,
  );
  work();
  closeSync(lock);
}

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]))
  fail(
    `Node ${process.versions.node} is too old; install Node ${OLDEST_NODE.join(".")} or newer (https://nodejs.org).`,
  );

try {
  if (!STEPS.every(isCurrent)) {
    withLock(() => {
      for (const step of STEPS) if (!isCurrent(step)) make(step);
    });
  }
} catch (error) {
  if (error.code === "EACCES" || error.code === "EROFS")
    fail(`${ROOT} can't be written to (${error.code}); run it as the user who owns it.`);
  throw error;
}
