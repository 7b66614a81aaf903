/**
 * A server with 96 MB of heap under attack: its answers, its peak of memory, and its response times to other clients.
 * `node build/bench/server/bombs.js`, after `npm run build`; some minutes, on this machine's own addresses.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrate } from "../../store/migrate.ts";
import { openStore } from "../../store/open.ts";
import type { Attack } from "./attack.ts";
import { bombs } from "./attack-bodies.ts";
import { connections, pipelined, stuckReaders, stuckWatchers, unfinished } from "./attack-connections.ts";
import { healthDuring, SmallServer } from "./small-server.ts";

const TARGET_MB = 160;

const ATTACKS: readonly Attack[] = [
  ...bombs(),
  pipelined(),
  pipelined(50_000, 8),
  pipelined(50_000, 8, "/api/dashboards/smartlog-overview/panels/1"),
  unfinished(),
  stuckReaders(),
  stuckWatchers(),
  connections(),
  connections(1_000, "/api/dashboards/smartlog-explore/panels/2"),
];

const wanted = process.argv[2];
const dataDir = mkdtempSync(join(tmpdir(), "smartlog-bench-"));
const store = await openStore({ dataDir });
let server: SmallServer | undefined;
let failed = 0;
try {
  await migrate(store.url);
  server = await SmallServer.start(store.url);
  console.log(`at rest: ${server.residentMb} MB\n`);
  console.log("| attack | answers | peak of memory | /healthz: median, slowest |\n|---|---|---|---|");
  for (const { name, prepare, run } of ATTACKS.filter(({ name }) => !wanted || name.includes(wanted))) {
    prepare?.();
    server.resetPeak();
    const { url } = server;
    let seen = "";
    const health = await healthDuring(url, async () => {
      seen = await run(url);
    });
    const isWell = server.isAlive && server.peakMb < TARGET_MB && health.failed === 0;
    if (!isWell) failed++;
    const peak = server.isAlive ? `${server.peakMb} MB` : "dead";
    const times = `${health.median.toFixed(0)}, ${health.slowest.toFixed(0)} ms`;
    console.log(
      `| ${name} | ${seen} | ${peak}${isWell ? "" : " (!)"} | ${times}${health.failed ? `, ${health.failed} failed` : ""} |`,
    );
    if (!server.isAlive) server = await SmallServer.start(store.url);
  }
  console.log(
    `\nat the end: ${server.residentMb} MB; ${failed} of ${ATTACKS.length} over ${TARGET_MB} MB or with a failure`,
  );
} finally {
  await server?.stop();
  await store.close();
  rmSync(dataDir, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;
