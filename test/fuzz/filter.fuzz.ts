/** Hostile records through the filter, as Fluent Bit calls it: each answer is checked byte for byte. */
import { expect, test } from "vitest";
import { Random } from "../../simulate/lib/random.ts";
import { RawInstance } from "../filter/instance.ts";
import { assertStrictJson } from "../filter/rfc8259.ts";
import { FILTER_MS, SEED } from "./budget.ts";
import { minimise, written } from "./minimise.ts";
import { hostileRecords } from "./records.ts";
import { assertAnswer } from "./verdict.ts";

const PAGE_BYTES = 65_536;
const REPORT_MS = 60_000;

interface When {
  seconds: number;
  nanoseconds: number;
}

/** All that must hold of one record; what does not is thrown. */
function tryRecord(instance: RawInstance, record: Buffer, { seconds, nanoseconds }: When): void {
  assertAnswer(record, instance.smartlog(record, seconds, nanoseconds));
}

/** Explain and features have the same record to read, and the same right to fail: none. */
function tryOthers(instance: RawInstance, record: Buffer, { seconds, nanoseconds }: When): void {
  const { exports } = instance;
  const tag = instance.put(Buffer.from("t"));
  const address = instance.put(record);
  assertStrictJson(instance.cString(exports.explain(tag, 1, seconds, nanoseconds, address, record.length)));
  const found = exports.features(tag, 1, seconds, nanoseconds, address, record.length) >>> 0;
  if (found !== 0) {
    const [, , dense = 0] = new Uint32Array(exports.memory.buffer, found, 4);
    const values = new Float32Array(exports.memory.buffer, found + 20, dense);
    if (!values.every(Number.isFinite)) throw new Error("a feature is not finite");
  }
  exports.free(tag);
  exports.free(address);
}

test(`hostile records for ${Math.round(FILTER_MS / 1000)} s, SMARTLOG_FUZZ_SEED=${SEED}`, () => {
  console.log(`SMARTLOG_FUZZ_SEED=${SEED}`);
  const random = new Random(SEED);
  const records = hostileRecords(random.fork("records"));
  const when = random.fork("time");
  const instance = new RawInstance();
  // Explaining takes memory of its own.
  const asked = new RawInstance();
  const base = instance.memoryBytes;
  const began = performance.now();
  let [count, bytes, largest, reported] = [0, 0, 0, began];
  for (let now = began; now - began < FILTER_MS; now = performance.now()) {
    const { value: record } = records.next();
    const at = {
      seconds: when.chance(0.9) ? 1_763_720_000 + count : when.uint32(),
      nanoseconds: when.int(0, 999_999_999),
    };
    try {
      tryRecord(instance, record, at);
      if (count % 16 === 0) tryOthers(asked, record, at);
      largest = Math.max(largest, record.length);
      // The record once, decoded once, and six times where each of its bytes becomes an escape.
      if (instance.memoryBytes > base + 2 * PAGE_BYTES + largest * 8)
        throw new Error(`the instance has ${instance.memoryBytes} bytes after records of ${largest} at most`);
    } catch (error) {
      throw failure(record, at, count, error as Error);
    }
    count++;
    bytes += record.length;
    if (now - reported < REPORT_MS) continue;
    reported = now;
    console.log(`${count} records, ${Math.round(bytes / 2 ** 20)} MB`);
  }
  console.log(
    `${count} records, ${bytes} bytes, none ill answered; ` +
      `the instance grew from ${base} to ${instance.memoryBytes} bytes (largest record ${largest})`,
  );
  expect(count).toBeGreaterThan(0);
});

/** Says all that is needed to see it again: a short record where a fresh instance fails as well, else how to get there. */
function failure(record: Buffer, at: When, count: number, error: Error): Error {
  const fails = (candidate: Buffer) => {
    const fresh = new RawInstance();
    try {
      tryRecord(fresh, candidate, at);
      tryOthers(fresh, candidate, at);
      return false;
    } catch {
      return true;
    }
  };
  const how = fails(record)
    ? `alone, shortest: ${written(minimise(record, fails))}`
    : `only after the ${count} records before it; itself: ${written(record.subarray(0, 4096))}`;
  return new Error(
    `SMARTLOG_FUZZ_SEED=${SEED}, record ${count}, at ${at.seconds}.${at.nanoseconds}: ${error.message}\n${how}`,
    { cause: error },
  );
}
