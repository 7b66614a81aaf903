import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Filter } from "../../host/filter.ts";
import { sharedData } from "../shared-data.ts";
import { type TestStore, testStore } from "../store/test-store.ts";
import { findFluentBit } from "./fluent-bit.ts";
import { linesOf, scoredLine } from "./lines.ts";
import { ship, site } from "./shipped.ts";
import { asStored, rounded, storedCount, storedEvents } from "./stored.ts";

const fluentBit = findFluentBit();

describe.skipIf(!fluentBit)(
  "a file in, events in Postgres out, with the deployed configuration:",
  { timeout: 180_000 },
  () => {
    let store: TestStore;
    beforeAll(async () => {
      store = await testStore();
    });
    afterAll(() => store?.close());
    beforeEach(() => store.empty());

    /** Ships a file, and expects every line as an event that equals what Node makes of it. */
    async function expectEqual(copy: (to: string) => void, name: string): Promise<number> {
      const at = site();
      const file = join(at.logs, name);
      copy(file);
      const lines = linesOf(file);
      const filter = Filter.load(at.module);
      const shipper = await ship(fluentBit as string, store, at);
      try {
        await shipper.until(async () => (await storedCount(store.pool)) >= lines.length, 120);
      } finally {
        await shipper.stop();
        at.remove();
      }
      expect(shipper.complaints).toEqual([]);
      const stored = await storedEvents(store.pool);
      expect(stored.size).toBe(lines.length);
      for (const line of lines) {
        const expected = scoredLine(filter, file, line);
        const found = stored.get(expected.id);
        if (!found)
          throw new Error(`no event for the line at ${line.offset}: ${line.bytes.toString("latin1")}`);
        expect(rounded(found.event)).toEqual(asStored(expected));
        expect(found.record).toMatchObject({ file, offset: line.offset, log: line.bytes.toString("utf8") });
      }
      return lines.length;
    }

    const access = Array.from(
      { length: 5000 },
      (_, i) =>
        `198.51.100.${i % 250} - - [17/May/2025:${String(10 + (i % 12)).padStart(2, "0")}:05:${String(i % 60).padStart(2, "0")} +0000] ` +
        `"GET /p/${i}?q=${i % 7 ? "caf\u00e9" : "%27+or+1=1--"} HTTP/1.1" ${i % 9 ? 200 : 404} ${i} "-" "${i % 5 ? "Mozilla/5.0 (X11; Linux x86_64)" : "curl/8.5.0"}"`,
    );

    test("lines made here", async () => {
      expect(await expectEqual((to) => writeFileSync(to, `${access.join("\n")}\n`), "made.log")).toBe(5000);
    });

    const apache = sharedData("real/apache.log");
    test.skipIf(!apache)("the log of a real site", async () => {
      expect(await expectEqual((to) => copyFileSync(apache as string, to), "apache.log")).toBe(4088);
    });
  },
);
