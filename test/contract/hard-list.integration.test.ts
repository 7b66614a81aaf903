/** All that could lose a record, or stop the chunk it is in for ever, through the deployed filter and output. */
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { Filter } from "../../host/filter.ts";
import { freePort } from "../../store/embedded/port.ts";
import { type TestStore, testStore } from "../store/test-store.ts";
import { DEPLOYED_CONFIG, type FluentBit, findFluentBit } from "./fluent-bit.ts";
import { hardFile } from "./hard-lines.ts";
import { linesOf, scoredLine } from "./lines.ts";
import * as m from "./msgpack.ts";
import { member, ODD } from "./odd.ts";
import { type Site, ship, site } from "./shipped.ts";
import { asStored, rounded, storedCount, storedEvents } from "./stored.ts";

const fluentBit = findFluentBit() as string;

/** The deployed configuration with other inputs, and filters before ours. */
function configWith(at: Site, inputs: object[], filters: object[] = []): string {
  const config = parse(readFileSync(DEPLOYED_CONFIG, "utf8"));
  config.pipeline.inputs = inputs;
  config.pipeline.filters.unshift(...filters);
  const file = join(at.folder, "fluent-bit.yaml");
  writeFileSync(file, JSON.stringify(config));
  return file;
}

describe.skipIf(!fluentBit)(
  "through Fluent Bit into Postgres, none lost and none that stops its chunk:",
  { timeout: 180_000 },
  () => {
    let store: TestStore;
    let at: Site;
    let shipper: FluentBit | undefined;
    beforeAll(async () => {
      store = await testStore();
    });
    afterAll(() => store?.close());
    beforeEach(async () => {
      await store.empty();
      at = site();
      return async () => {
        await shipper?.stop();
        shipper = undefined;
        at.remove();
      };
    });

    async function arrived(count: number): Promise<void> {
      await shipper?.until(async () => (await storedCount(store.pool)) >= count, 120);
      const { rows } = await store.pool.query("select reason, data from smartlog.rejected");
      expect(rows).toEqual([]);
      expect(shipper?.complaints).toEqual([]);
      expect(await storedCount(store.pool)).toBe(count);
    }

    test("hard lines: NUL, bytes that are not UTF-8, empty lines, 1 MB in one line", async () => {
      const file = join(at.logs, "hard.log");
      const million = Buffer.alloc(1_048_576, "0123456789abcdef");
      writeFileSync(
        file,
        Buffer.concat([
          hardFile(),
          Buffer.from('203.0.113.7 - - [17/May/2015:10:05:43 +0000] "GET /'),
          million,
          Buffer.from(' HTTP/1.1" 200 5\n'),
          Buffer.alloc(1_048_576, 0xff),
          Buffer.from("\n"),
          Buffer.from("x"),
          Buffer.alloc(1_048_576),
          Buffer.from("\n\n\nlast\n"),
        ]),
      );
      const lines = linesOf(file);
      shipper = await ship(fluentBit, store, at);
      await arrived(lines.length);
      const stored = await storedEvents(store.pool);
      const filter = Filter.load(at.module);
      const another = Filter.load(at.module);
      for (const line of lines) {
        const expected = scoredLine(filter, file, line);
        const again = scoredLine(another, file, line, { seconds: 1_600_000_000, nanoseconds: 0 });
        const found = stored.get(expected.id);
        if (!found)
          throw new Error(
            `no event for the line at ${line.offset}: ${line.bytes.toString("latin1").slice(0, 80)}`,
          );
        // Where a line has no time of its own, the shipper's counts.
        if (again.ts !== expected.ts) expected.ts = found.event.ts as number;
        expect(rounded(found.event)).toEqual(asStored(expected));
        expect(found.record).toMatchObject({ file, offset: line.offset });
      }
    });

    test("a line longer than tail's buffer is cut, and what follows it is read", async () => {
      const file = join(at.logs, "long.log");
      writeFileSync(file, `before\n${"x".repeat(6_000_000)}\nafter\n`);
      shipper = await ship(fluentBit, store, at);
      await shipper.until(async () => {
        const { rows } = await store.pool.query(
          "select 1 from smartlog.events where record->>'log' = 'after'",
        );
        return rows.length === 1;
      });
      appendFileSync(file, "appended\n");
      await shipper.until(async () => {
        const { rows } = await store.pool.query(
          "select 1 from smartlog.events where record->>'log' = 'appended'",
        );
        return rows.length === 1;
      });
      const { rows } = await store.pool.query(
        "select length(record->>'log') as n from smartlog.events order by n desc",
      );
      expect(rows[0].n).toBeGreaterThan(3_000_000);
    });

    test("records that tail can't make, in one chunk, each behind a good one", async () => {
      const port = await freePort();
      const config = configWith(at, [
        {
          name: "forward",
          // Without a thread of its own this input hands its records on from a coroutine, whose stack is not where the
          // filter's runtime expects it: every record would be dropped.
          threaded: true,
          listen: "127.0.0.1",
          port,
          tag: "odd",
          "storage.type": "filesystem",
          buffer_max_size: "16M",
          buffer_chunk_size: "1M",
        },
      ]);
      shipper = await ship(fluentBit, store, at, config);
      await shipper.until(() => /listening on 127\.0\.0\.1/.test(shipper?.log ?? ""));
      const records = Object.entries(ODD).flatMap(([name, members]) => [
        m.map(member("log", m.str("good")), member("n", m.str(`before ${name}`))),
        m.map(member("n", m.str(name)), ...members),
      ]);
      const socket = connect(port, "127.0.0.1");
      socket.end(m.forwardMessage("odd", Math.floor(Date.now() / 1000), records));
      await arrived(records.length);
      const stored = [...(await storedEvents(store.pool)).values()];
      const of = (name: string) =>
        stored.find(
          ({ record }) => record.n === name || String(record.raw).includes(`"n":${JSON.stringify(name)},`),
        );
      for (const name of Object.keys(ODD)) {
        expect(of(name), name).toBeDefined();
        expect(of(`before ${name}`)?.event.error, name).toBeUndefined();
      }
      for (const name of [
        "nan",
        "inf",
        "-inf",
        "inf in an array",
        "a number for a key",
        "keys of every kind",
        "an ext value",
        "an ext key",
      ]) {
        expect(of(name)?.record.raw, name).toEqual(expect.stringContaining(name));
        expect(of(name)?.event, name).toMatchObject({
          kind: "unknown",
          error: expect.stringContaining("raw"),
        });
      }
      expect(of("its own date")?.record).toMatchObject({ _date: "yesterday", date: expect.any(Number) });
      expect(of("its own smartlog")?.record).toMatchObject({ _smartlog: { label: "normal" }, log: "x" });
      expect(of("the largest double")?.record).toMatchObject({
        v: "1.797693134862316e+308",
        w: "-1.797693134862316e+308",
      });
      expect(of("a NUL")?.record).toMatchObject({ log: "a\ufffdb", "a\ufffdb": "\ufffd" });
      expect(of("1 MB")?.record.log).toHaveLength(1_048_576);
    });
  },
);
