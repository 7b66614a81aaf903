/** `smartlog configure --alarms-a-day`: a budget that the next training keeps. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { defaultModulePath } from "../../host/module.ts";
import { temporaryFolder } from "../folder.ts";
import { smartlog } from "./command.ts";

const folder = temporaryFolder();
const budgeted = join(folder, "budgeted.wasm");
const configure = (module: string, ...args: string[]) => smartlog(["configure", "--module", module, ...args]);
const shown = async (module: string) => JSON.parse((await configure(module)).stdout);

test("configure writes the budget, and says what acts until a training has kept it", async () => {
  const { code, stdout, stderr } = await configure(
    defaultModulePath(),
    "--alarms-a-day",
    "20",
    "--out",
    budgeted,
  );
  expect([code, stdout]).toEqual([0, ""]);
  expect(stderr).toMatch(
    /at most 20 alarms a day, once a training .*; until then the default threshold calls about \d+ of 10,000 lines/,
  );
  expect(await shown(budgeted)).toMatchObject({ alarms: { alarmsADay: 20 }, thresholds: { anomaly: 0.5 } });
  expect(await shown(defaultModulePath())).toMatchObject({ alarms: null });
});

test("a budget sets the threshold of anomaly alone, until it is taken away", async () => {
  const other = join(folder, "other.wasm");
  const refused = await configure(budgeted, "--threshold", "anomaly=0.8", "--out", other);
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("--no-alarms-a-day")]);
  expect((await configure(budgeted, "--threshold", "threat=0.75", "--out", other)).code).toBe(0);
  expect(await shown(other)).toMatchObject({ alarms: { alarmsADay: 20 }, thresholds: { threat: 0.75 } });
  const without = await configure(other, "--no-alarms-a-day", "--threshold", "anomaly=0.75", "--out", other);
  expect(without.code).toBe(0);
  expect(await shown(other)).toMatchObject({ alarms: null, thresholds: { anomaly: 0.75 } });
});

test.each(["0", "-3", "2.5", "many", "100001"])("alarms a day of %s are refused", async (number) => {
  const { code, stderr } = await configure(budgeted, `--alarms-a-day=${number}`, "--out", budgeted);
  expect([code, stderr]).toEqual([2, expect.stringContaining("whole number from 1 to 100000")]);
});
