/**
 * The development loop: `smartlog serve --sample`, built and started again after each change of a source.
 *
 * scripts/setup.mjs builds what is out of date, so an edit of filter/ costs a new filter and an edit of a page only
 * TypeScript's. What doesn't compile is said, and the server of the last build goes on.
 */
import { spawn, spawnSync } from "node:child_process";
import { watch } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const CLI = join(ROOT, "build", "cli.js");
const SOURCES = ["cli", "cli.ts", "dashboards", "filter", "host", "server", "simulate", "store", "trainer"];
/** Editors write a file in several steps, and several files at once. */
const SETTLE_MS = 200;
const STOP_MS = 5_000;

const say = (text) => process.stderr.write(`dev: ${text}\n`);

/** @returns whether everything could be built */
function build() {
  return spawnSync(process.execPath, [join(ROOT, "scripts", "setup.mjs")], { stdio: "inherit" }).status === 0;
}

let server;
let isStopping = false;

function start() {
  server = spawn(process.execPath, ["--enable-source-maps", CLI, "serve", "--sample"], {
    stdio: "inherit",
    env: { ...process.env, SMARTLOG_DEBUG: "1" },
  });
  server.on("exit", (code) => {
    if (!isStopping) say(`the server ended with ${code}; the next change starts it again`);
  });
}

/** The Postgres of its own ends with the server, so that must be given time to end. */
async function stop() {
  if (!server || server.exitCode !== null || server.signalCode !== null) return;
  isStopping = true;
  const ended = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGTERM");
  const giveUp = setTimeout(() => server.kill("SIGKILL"), STOP_MS);
  await ended;
  clearTimeout(giveUp);
  isStopping = false;
}

let timer;
let restarting = Promise.resolve();

function changed() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    restarting = restarting.then(async () => {
      if (!build()) return;
      await stop();
      start();
    });
  }, SETTLE_MS);
}

for (const signal of ["SIGINT", "SIGTERM"])
  process.on(signal, async () => {
    await stop();
    process.exit(0);
  });

if (!build()) process.exit(1);
// The sample's lines; those that are stored already are not stored twice.
const { status } = spawnSync(process.execPath, [CLI, "start", "--once"], { stdio: "inherit" });
if (status !== 0) process.exit(1);
start();
for (const source of SOURCES) watch(join(ROOT, source), { recursive: true }, changed);
say("a change of a source builds it and starts the server again; Ctrl-C ends");
