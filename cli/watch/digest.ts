import { ownerStates } from "../../store/messages/owners.ts";
import { CurrentRules } from "../../watch/rules.ts";
import { Delivery } from "../../watch/tell/deliver.ts";
import { makeDigest } from "../../watch/tell/digest.ts";
import type { Planned } from "../../watch/tell/planned.ts";
import { CommandError, UsageError } from "../lib/errors.ts";
import { say } from "../lib/output.ts";
import { withStore } from "../lib/store.ts";
import { configOf, reportOf, watchFile } from "../lib/watch.ts";
import type { WatchDigestOptions } from "./options.ts";
import { needed, shownOf } from "./run.ts";

/** `smartlog watch digest`. */
export async function digest(options: WatchDigestOptions): Promise<void> {
  const config = needed(await configOf(watchFile(options.watch, true)));
  const owners = config.owners.filter(({ name }) => options.owner === undefined || name === options.owner);
  if (owners.length === 0)
    throw new UsageError(
      `there is no owner ${options.owner}; there are ${config.owners.map(({ name }) => name).join(", ")}`,
    );
  await withStore(options, async ({ pool }) => {
    const now = new Date();
    const rules = new CurrentRules(() => config.rules, say);
    await rules.read(pool);
    const planned: Planned[] = [];
    const client = await pool.connect();
    try {
      await client.query("begin");
      const states = await ownerStates(
        client,
        config.owners.map(({ name }) => name),
        now,
      );
      for (const owner of owners) {
        const state = states.get(owner.name);
        const made =
          state &&
          (await makeDigest(client, config, owner, state, {
            now,
            rules: rules.facts(),
            report: reportOf(() => pool),
          }));
        if (made) planned.push(made);
      }
      await client.query(options.send ? "commit" : "rollback");
    } catch (error) {
      await client.query("rollback").catch(() => {});
      throw error;
    } finally {
      client.release();
    }
    process.stdout.write(planned.length > 0 ? shownOf(planned, config) : "Nothing waits for a digest.\n");
    if (!options.send) return;
    const { failures } = await new Delivery().round(pool, config.channels);
    if (failures.length > 0)
      throw new CommandError(
        failures.map(({ channel, error }) => `channel ${channel}: ${error}; it is tried again`).join("; "),
      );
  });
}
