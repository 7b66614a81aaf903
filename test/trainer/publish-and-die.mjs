/** A process of its own that publishes a module and is killed right after the step that it is told. */
import { readFileSync } from "node:fs";
import { makePool } from "../../build/store/pool.js";
import { withTrainerLock } from "../../build/store/training-lock.js";
import { publish } from "../../build/trainer/publish/publish.js";
import { recover } from "../../build/trainer/publish/recover.js";
import { fluentBit } from "../../build/trainer/publish/reload.js";

const [databaseUrl, target, module, id, url, step] = process.argv.slice(2);
const pool = makePool({ connectionString: databaseUrl });
const result = await withTrainerLock(pool, async ({ client }) => {
  const context = {
    client,
    target,
    runners: [fluentBit(url)],
    confirm: "events",
    confirmSeconds: 2,
    onStep: (done) => {
      if (done === step) process.kill(process.pid, "SIGKILL");
    },
  };
  return module === "" ? recover(context) : publish(context, readFileSync(module), id);
});
process.stdout.write(JSON.stringify(result));
await pool.end();
