import { expect, test } from "vitest";
import { Random } from "../../simulate/lib/random.ts";
import { temporaryFolder } from "../folder.ts";
import { killRounds } from "../watch/killed.ts";

const ROUNDS = Number(process.env.SMARTLOG_FAULT_WATCH_ROUNDS ?? 20);
const ROUND_MS = 4_000;

test("`smartlog watch`, Postgres and both killed at random moments: no message is lost, none comes twice", async ({
  task,
}) => {
  const seed = Date.now() % 2 ** 31;
  const killed = await killRounds(
    { rounds: ROUNDS, roundMs: ROUND_MS, folder: temporaryFolder() },
    new Random(seed),
  );
  console.log(`seed ${seed}`, killed);
  task.meta.faults = {
    rounds: ROUNDS,
    written: killed.incidents,
    stored: killed.incidents - killed.lost,
    lost: killed.lost,
    doubled: killed.doubled,
  };
  expect(killed).toMatchObject({ lost: 0, toldTwice: 0, doubled: 0 });
});
