/** A process of its own that brings taught entries into a module and is killed right after the step that it is told. */
import { makePool } from "../../build/store/pool.js";
import { fluentBit } from "../../build/trainer/publish/reload.js";
import { syncAtOnce } from "../../build/trainer/taught/sync.js";

const [databaseUrl, target, url, step] = process.argv.slice(2);
const pool = makePool({ connectionString: databaseUrl });
await syncAtOnce(pool, {
  target,
  runners: [fluentBit(url)],
  onStep: (done) => {
    if (done === step) process.kill(process.pid, "SIGKILL");
  },
});
await pool.end();
