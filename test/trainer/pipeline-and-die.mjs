/** A process of its own that trains and publishes, and is killed right after the step that it is told. */
import pg from "pg";
import { trainAndPublish } from "../../build/trainer/pipeline.js";
import { fluentBit } from "../../build/trainer/publish/reload.js";
import { standInLearner } from "./stand-in-learner.mjs";

const [databaseUrl, target, id, url, reportFolder, step] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: databaseUrl });
const { outcome } = await trainAndPublish({
  pool,
  context: { target, runners: [fluentBit(url)], confirm: "events", confirmSeconds: 2 },
  from: new Date(0),
  to: new Date(),
  reportFolder,
  dryRun: false,
  learn: standInLearner(id),
  say: (text) => process.stderr.write(`${text}\n`),
  onStep: (done) => {
    if (done === step) process.kill(process.pid, "SIGKILL");
  },
});
process.stdout.write(outcome);
await pool.end();
