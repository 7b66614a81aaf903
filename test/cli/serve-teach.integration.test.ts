/** Corrections that `smartlog serve` puts into the module, where it is not loaded. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keepTeaching } from "../../cli/serve/teach.ts";
import { addTaught } from "../../store/taught/entries.ts";
import { taughtOf } from "../../trainer/model/taught.ts";
import { newTaught } from "../store/taught-entry.ts";
import { type TestStore, testStore } from "../store/test-store.ts";
import { BUILT } from "../trainer/models.ts";

let store: TestStore;
const folder = mkdtempSync(join(tmpdir(), "smartlog-serve-teach-"));
beforeAll(async () => {
  store = await testStore();
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await store?.close();
});

const LOOK_MS = 200;

test("a module that is refused is not tried at each look, but after a click, and said once", async () => {
  const module = join(folder, "filter.wasm");
  writeFileSync(module, BUILT);
  await addTaught(store.pool, newTaught(1));
  const said: string[] = [];
  let isRefused = true;
  let reloads = 0;
  const shipper = {
    name: "the shipper",
    async reload() {
      reloads++;
      if (isRefused) throw new Error("hot reload is off");
      return "it has reloaded";
    },
    activity: async () => undefined,
  };
  const teaching = keepTeaching(
    () => store.pool,
    { module, runners: [shipper], writes: true, reload: () => {} },
    (text) => void said.push(text),
    LOOK_MS,
  );
  const refusals = () => said.filter((text) => /does not act yet: hot reload is off/.test(text)).length;
  try {
    await expect.poll(refusals, { timeout: 20_000 }).toBe(1);
    // The new module, and the one before.
    expect(reloads).toBe(2);
    await sleep(12 * LOOK_MS);
    expect(reloads).toBe(2);
    teaching.changed();
    await expect.poll(() => reloads, { timeout: 20_000 }).toBe(4);
    expect(taughtOf(readFileSync(module))).toEqual([]);
    isRefused = false;
    teaching.changed();
    await expect
      .poll(() => said.at(-1), { timeout: 20_000 })
      .toMatch(/1 taught entry acts in .*it has reloaded/);
    expect(refusals()).toBe(1);
    expect(taughtOf(readFileSync(module))).toHaveLength(1);
  } finally {
    teaching.stop();
  }
});
