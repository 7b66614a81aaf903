#!/usr/bin/env node
/**
 * `systemctl` and `journalctl` where systemd does not run: as much of them as the pages use. A unit has to pass
 * `systemd-analyze verify`, and its command is then run as its settings say: user, environment, folders. Sandboxes and
 * restarts are systemd's.
 */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

const UNIT_FOLDERS = ["/etc/systemd/system", "/usr/lib/systemd/system"];
const LOGS = "/run/log";
/** Run by Debian's own tools, which know its clusters. */
const POSTGRES = "postgresql";

const logOf = (name) => join(LOGS, `${name}.log`);
const pidOf = (name) => join(LOGS, `${name}.pid`);

function fail(text) {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

/** A unit's file and its drop-ins, in systemd's order. */
function filesOf(unit) {
  const file = UNIT_FOLDERS.map((folder) => join(folder, unit)).find(existsSync);
  if (!file) fail(`Unit ${unit} could not be found.`);
  const folder = join(UNIT_FOLDERS[0], `${unit}.d`);
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".conf")) : [];
  return [file, ...names.sort().map((name) => join(folder, name))];
}

/** The settings of [Service]; each is a list, which an empty value empties. */
function settingsOf(unit) {
  const settings = {};
  for (const file of filesOf(unit)) {
    let section = "";
    for (const line of readFileSync(file, "utf8").split("\n")) {
      section = /^\[(\w+)\]/.exec(line)?.[1] ?? section;
      const [, key, value] = /^(\w+)=(.*)$/.exec(line) ?? [];
      if (section !== "Service" || key === undefined) continue;
      settings[key] = value === "" ? [] : [...(settings[key] ?? []), value];
    }
  }
  return settings;
}

function environmentOf({ Environment = [], EnvironmentFile = [] }) {
  const assignments = [...Environment];
  for (const name of EnvironmentFile) {
    const path = name.replace(/^-/, "");
    if (!existsSync(path)) {
      if (path === name) fail(`Failed to load environment files: ${path}`);
      continue;
    }
    assignments.push(...readFileSync(path, "utf8").split("\n"));
  }
  const unquoted = assignments.map((line) => line.replace(/^"(.*)"$/, "$1"));
  const pairs = unquoted.map((line) => /^(\w+)=(.*)$/.exec(line)).filter((match) => match !== null);
  const names = Object.fromEntries(pairs.map(([, name, value]) => [name, value.replace(/^"(.*)"$/, "$1")]));
  return { PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin", ...names };
}

function verify(unit) {
  const { status, stderr } = spawnSync("systemd-analyze", ["verify", "--man=no", unit], { encoding: "utf8" });
  const words = stderr.split("\n").filter((line) => line.includes(unit.replace(/\.\w+$/, "")));
  if (status !== 0 || words.length > 0) fail(`systemd-analyze verify ${unit}:\n${stderr}`);
}

function stop(name) {
  if (!existsSync(pidOf(name))) return;
  const pid = Number(readFileSync(pidOf(name), "utf8"));
  for (let waited = 0; waited < 100; waited++) {
    try {
      process.kill(pid, waited === 0 ? "SIGTERM" : 0);
    } catch {
      return;
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
  }
  process.kill(pid, "SIGKILL");
}

function start(name) {
  if (name === POSTGRES) {
    const version = readdirSync("/etc/postgresql").sort().at(-1);
    execFileSync("pg_ctlcluster", [version, "main", "restart"], { stdio: "inherit" });
    return;
  }
  const unit = `${name}.service`;
  verify(unit);
  stop(name);
  const settings = settingsOf(unit);
  const user = settings.User?.at(-1);
  for (const [root, folders] of [
    ["/run", settings.RuntimeDirectory],
    ["/var/lib", settings.StateDirectory],
  ])
    for (const folder of folders ?? []) {
      mkdirSync(join(root, folder), { recursive: true });
      if (user) execFileSync("chown", [`${user}:`, join(root, folder)]);
    }
  const [command] = (settings.ExecStart ?? []).slice(-1);
  const as = user ? ["runuser", "-u", user, "--"] : [];
  const argv = [...as, "/bin/sh", "-c", `exec ${command}`];
  const options = { env: environmentOf(settings), cwd: "/" };
  if (settings.Type?.at(-1) === "oneshot") {
    const { status } = spawnSync(argv[0], argv.slice(1), {
      ...options,
      stdio: ["ignore", log(name), log(name)],
    });
    if (status !== 0) fail(`Job for ${unit} failed.\n${readFileSync(logOf(name), "utf8")}`);
    return;
  }
  const child = spawn(argv[0], argv.slice(1), {
    ...options,
    detached: true,
    stdio: ["ignore", log(name), log(name)],
  });
  writeFileSync(pidOf(name), String(child.pid));
  child.unref();
}

function log(name) {
  return openSync(logOf(name), "a");
}

const given = process.argv.slice(2);
const words = given.filter((word) => !word.startsWith("-"));
if (basename(process.argv[1]) === "journalctl") {
  const name = given[given.indexOf("-u") + 1] ?? "";
  process.stdout.write(existsSync(logOf(name)) ? readFileSync(logOf(name), "utf8") : "-- No entries --\n");
} else {
  const [verb, ...units] = words;
  const isStarted = ["start", "restart", "reload-or-restart"].includes(verb) || given.includes("--now");
  if (!isStarted && !["daemon-reload", "enable", "stop"].includes(verb))
    fail(`not known here: ${given.join(" ")}`);
  for (const each of units) {
    const name = each.replace(/\.service$/, "");
    if (verb === "stop") stop(name);
    else if (name.endsWith(".timer")) verify(name);
    else if (isStarted) start(name);
    else if (verb === "enable") filesOf(`${name}.service`);
  }
}
