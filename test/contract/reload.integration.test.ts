import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type TestStore, testStore } from "../store/test-store.ts";
import { DEPLOYED_CONFIG, FluentBit, findFluentBit } from "./fluent-bit.ts";
import { linesOf } from "./lines.ts";
import { ship, shipperEnvironment, site } from "./shipped.ts";
import { storedCount } from "./stored.ts";

const fluentBit = findFluentBit() as string;

const line = (n: number) =>
  `198.51.100.7 - - [17/May/2025:10:05:43 +0000] "GET /p/${n} HTTP/1.1" 200 5 "-" "curl/8.5.0"\n`;

describe.skipIf(!fluentBit)(
  "a shipper that is interrupted loses nothing and stores nothing twice:",
  { timeout: 180_000 },
  () => {
    let store: TestStore;
    beforeAll(async () => {
      store = await testStore();
    });
    afterAll(() => store?.close());
    beforeEach(() => store.empty());

    test("hot reload, by HTTP and by SIGHUP, with a new module in place", async () => {
      const at = site();
      const file = join(at.logs, "access.log");
      writeFileSync(file, Array.from({ length: 2000 }, (_, n) => line(n)).join(""));
      const env = await shipperEnvironment(store, at);
      const shipper = new FluentBit(fluentBit, ["-c", DEPLOYED_CONFIG], env);
      const reloads = async () => {
        const answer = await fetch(`http://127.0.0.1:${env.SMARTLOG_HTTP_PORT}/api/v2/reload`).catch(
          () => undefined,
        );
        return answer?.ok ? ((await answer.json()) as { hot_reload_count: number }).hot_reload_count : -1;
      };
      let written = 2000;
      const write = () => appendFileSync(file, Array.from({ length: 50 }, () => line(written++)).join(""));
      try {
        await shipper.until(async () => (await reloads()) === 0);
        for (const [count, reload] of [
          [
            1,
            async () =>
              void (await fetch(`http://127.0.0.1:${env.SMARTLOG_HTTP_PORT}/api/v2/reload`, {
                method: "POST",
                body: "{}",
              })),
          ],
          [2, async () => void process.kill(shipper.pid, "SIGHUP")],
        ] as [number, () => Promise<void>][]) {
          write();
          writeFileSync(`${at.module}.new`, readFileSync(at.module));
          renameSync(`${at.module}.new`, at.module);
          await reload();
          write();
          await shipper.until(async () => (await reloads()) === count);
        }
        await shipper.until(async () => (await storedCount(store.pool)) >= written, 90);
      } finally {
        await shipper.stop();
      }
      expect(linesOf(file)).toHaveLength(written);
      expect(await storedCount(store.pool)).toBe(written);
      at.remove();
    });

    test("killed while it ships, and started again", async () => {
      const at = site();
      const file = join(at.logs, "access.log");
      writeFileSync(file, Array.from({ length: 20_000 }, (_, n) => line(n)).join(""));
      for (let kills = 0; kills < 3; kills++) {
        const shipper = await ship(fluentBit, store, at);
        const before = await storedCount(store.pool);
        await shipper.until(async () => (await storedCount(store.pool)) > before || before === 20_000);
        await shipper.stop("SIGKILL");
      }
      const shipper = await ship(fluentBit, store, at);
      await shipper.until(async () => (await storedCount(store.pool)) >= 20_000, 90);
      await shipper.stop();
      expect(await storedCount(store.pool)).toBe(20_000);
      at.remove();
    });

    test("without its offsets, after each kind of rotation: what it reads again is known", async () => {
      const at = { ...site(), pattern: "" };
      const file = join(at.logs, "access.log");
      at.pattern = `${file}*`;
      // The same line at another place is another event.
      const lines = Array.from({ length: 400 }, (_, n) => line(n % 100)).join("");
      const stored = async () => storedCount(store.pool);
      const twice = async () =>
        (await store.pool.query("select sum(duplicates)::int as n from smartlog.intake")).rows[0].n as number;
      /** Everything in the folder is read from its beginning: `known` lines are there already, `fresh` are not. */
      const readAll = async (known: number, fresh: number) => {
        rmSync(join(at.folder, "state"), { recursive: true });
        mkdirSync(join(at.folder, "state"));
        const [before, again] = [await stored(), await twice()];
        const shipper = await ship(fluentBit, store, at);
        try {
          await shipper.until(
            async () => (await stored()) >= before + fresh && (await twice()) >= again + known,
          );
        } finally {
          await shipper.stop();
        }
        expect([await stored(), await twice()]).toEqual([before + fresh, again + known]);
      };
      writeFileSync(file, lines);
      await readAll(0, 400);
      await readAll(400, 0);
      renameSync(file, `${file}.1`);
      writeFileSync(file, line(7));
      await readAll(400, 1);
      copyFileSync(file, `${file}.2`);
      truncateSync(file);
      await readAll(401, 0);
      expect(await stored()).toBe(401);
      at.remove();
    });
  },
);
