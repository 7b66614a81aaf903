import { expect, test } from "vitest";
import { Random } from "../../simulate/lib/random.ts";
import { temporaryFolder } from "../folder.ts";
import { killRounds } from "./killed.ts";

/** Of the twenty of test/faults/watch.fault.ts: one with each victim. */
const ROUNDS = 3;

test("killed with its Postgres at random moments, `smartlog watch` loses no message and plans none twice", {
  timeout: 300_000,
}, async () => {
  const seed = Date.now() % 2 ** 31;
  const killed = await killRounds(
    { rounds: ROUNDS, roundMs: 2_500, folder: temporaryFolder() },
    new Random(seed),
  );
  console.log(`seed ${seed}`, killed);
  expect(killed).toMatchObject({ lost: 0, toldTwice: 0 });
  // A message on its way when its sender is killed may come again, under the same name; no more than one a kill and channel.
  expect(killed.doubled).toBeLessThanOrEqual(2 * ROUNDS);
  expect(killed.incidents).toBeGreaterThan(10);
});
