import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Filter } from "../../host/filter.ts";
import { RawInstance } from "./instance.ts";

const PAGE_BYTES = 65_536;
/** What the module has before its first record: weights, tables, literals. */
const BASE_BYTES = new RawInstance().memoryBytes;
/** Blocks of the host (tag, record, headers) and what each page rounds up. */
const OVERHEAD_BYTES = 2 * PAGE_BYTES;

/**
 * The record lies in memory once, its line decoded at most once, and once in the answer. There a byte takes six in the
 * worst case (a bare byte in `raw`, `\\u0000`), and fields are repeated, at most 4 KiB each.
 */
function bound(largest: number, bytesPerByte: number): number {
  return BASE_BYTES + OVERHEAD_BYTES + largest * (2 + bytesPerByte);
}

const LINE = '203.0.113.7 - - [17/May/2015:10:05:43 +0000] "GET /a?b=c HTTP/1.1" 200 512 "-" "curl/8.0" ';

test("after a million records of every size, memory is what the largest one explains", () => {
  const instance = new RawInstance();
  const { exports } = instance;
  let seed = 1;
  const random = () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed / 2 ** 32;
  };
  const LARGEST = 1_048_576;
  const large = Buffer.from(
    `{"log":"${LINE.replaceAll('"', '\\"')
      .repeat(LARGEST / 90)
      .slice(0, LARGEST - 12)}x"}`,
  );
  const pattern = Buffer.from(`{"log":"${"x".repeat(4096)}`);
  const tag = instance.put(Buffer.from("tag"));
  for (let i = 0; i < 1_000_000; i++) {
    const isLarge = i % 100_000 === 0;
    // Most are short; every hundredth is up to 4 KB, now and then one is cut off and goes out as `raw`.
    const size = isLarge ? large.length : 10 + Math.floor(random() * (i % 100 === 0 ? 4000 : 40));
    const record = exports.malloc(size + 1);
    const memory = new Uint8Array(exports.memory.buffer);
    memory.set((isLarge ? large : pattern).subarray(0, size), record);
    if (!isLarge && i % 5 !== 0) {
      memory[record + size - 2] = 0x22;
      memory[record + size - 1] = 0x7d;
    }
    memory[record + size] = 0;
    const answer = exports.smartlog(tag, 3, 1_763_720_000, i, record, size);
    if (answer === 0) throw new Error(`record ${i} was dropped`);
    exports.free(record);
  }
  exports.free(tag);
  expect(instance.memoryBytes).toBeLessThanOrEqual(bound(LARGEST, 2));
});

test("memory does not depend on the order in which sizes come", () => {
  const sizes = [1, 100_000, 50, 1_000_000, 300_000, 2, 1_000_000, 700_000];
  const instance = new RawInstance();
  for (let round = 0; round < 20; round++)
    for (const size of sizes) instance.smartlog(Buffer.from(`{"log":"${"a".repeat(size)}"}`));
  const before = instance.memoryBytes;
  for (let round = 0; round < 20; round++)
    for (const size of [...sizes].reverse()) instance.smartlog(Buffer.from(`{"log":"${"a".repeat(size)}"}`));
  expect(instance.memoryBytes).toBe(before);
  expect(before).toBeLessThanOrEqual(bound(1_000_000, 1));
});

test("the worst record takes six bytes for each of its own", () => {
  const instance = new RawInstance();
  instance.smartlog(Buffer.alloc(1_000_000));
  instance.smartlog(
    Buffer.concat([Buffer.from('{"log":"'), Buffer.alloc(1_000_000, 0xff), Buffer.from('"}')]),
  );
  expect(instance.memoryBytes).toBeLessThanOrEqual(bound(1_000_000, 6));
});

describe("a host's mistakes do no harm:", () => {
  const works = (instance: RawInstance) => {
    expect(instance.smartlog(Buffer.from('{"log":"still here"}')).toString()).toMatch(
      /^\{"log":"still here","smartlog":\{/,
    );
  };

  test("free of 0, of what was never allocated, and twice", () => {
    const instance = new RawInstance();
    const { malloc, free } = instance.exports;
    for (const address of [0, 1, 16, 65_535, -1, 0x7fffffff]) free(address);
    const block = malloc(100);
    free(block + 16);
    free(block - 16);
    free(block);
    free(block);
    works(instance);
  });

  test("free of an address inside a record, whatever the record holds", () => {
    const instance = new RawInstance();
    const { exports } = instance;
    const record = instance.put(Buffer.alloc(256, "\x5e\x0c\xb1\x51\0\0\0\0"));
    for (let at = record + 1; at < record + 256; at++) exports.free(at);
    const other = exports.malloc(64);
    expect(other >= record + 256 || other + 64 <= record).toBe(true);
    works(instance);
  });

  test("tags that are never freed cost their own size, no more", () => {
    const instance = new RawInstance();
    const before = instance.memoryBytes;
    for (let i = 0; i < 2000; i++) {
      instance.put(Buffer.from("a leaked tag"));
      works(instance);
    }
    expect(instance.memoryBytes - before).toBeLessThanOrEqual(2000 * 32 + OVERHEAD_BYTES);
  });

  test("blocks of no size, and of less than none", () => {
    const instance = new RawInstance();
    expect(instance.exports.malloc(0)).toBeGreaterThan(0);
    expect(instance.exports.malloc(-1)).toBe(0);
    works(instance);
  });

  test("a record that did not arrive (address 0): an event that says so", () => {
    const instance = new RawInstance();
    const { smartlog, explain, features } = instance.exports;
    for (const call of [smartlog, explain]) {
      const answer = JSON.parse(instance.cString(call(0, 4, 1, 2, 0, 100)).toString());
      expect(answer).toMatchObject({
        raw: "",
        smartlog: { v: 1, kind: "unknown", error: expect.stringContaining("memory") },
      });
    }
    expect(features(0, 4, 1, 2, 0, 100)).toBe(0);
    const record = instance.put(Buffer.from("{}"));
    expect(instance.cString(smartlog(0, 4, 1, 2, record, -1)).toString()).toContain('"smartlog"');
    works(instance);
  });

  test("a tag that did not arrive", () => {
    const instance = new RawInstance();
    const record = instance.put(Buffer.from('{"log":"x"}'));
    expect(instance.cString(instance.exports.smartlog(0, 4, 1, 2, record, 11)).toString()).toContain(
      '{"log":"x","smartlog"',
    );
  });
});

test("blocks never overlap, whatever is allocated and freed in whatever order", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), fc.nat(5000), fc.nat()), { maxLength: 200 }), (steps) => {
      const { malloc, free } = new RawInstance().exports;
      const held: { at: number; size: number }[] = [];
      for (const [isFree, size, which] of steps) {
        if (isFree && held.length > 0) {
          const [block] = held.splice(which % held.length, 1);
          if (block) free(block.at);
          continue;
        }
        const at = malloc(size);
        for (const block of held) expect(at >= block.at + block.size || at + size <= block.at).toBe(true);
        held.push({ at, size });
      }
    }),
    { numRuns: 60 },
  );
});

// No JSON goes out as one string with the event behind it: the room for both is asked for.
test("what is no JSON never runs past the end of the memory, whatever its size", () => {
  const module = Filter.compile();
  for (let size = 200_000; size < 200_000 + 65_536; size += 97) {
    const event = Filter.load(module).event(`{"log":${"x".repeat(size)}`);
    expect(event?.error).toMatch(/JSON object/);
  }
});

test("values alone are one `*` of the template, however many they are", () => {
  const module = Filter.compile();
  for (let pairs = 100_000; pairs < 400_000; pairs += 50_000) {
    const log = `no words ${'""'.repeat(pairs)}`;
    const { template } = JSON.parse(Filter.load(module).explain(JSON.stringify({ log })));
    expect(template).toBe("no words *");
  }
});

test("a template is written up to its bound, however long it is", () => {
  const module = Filter.compile();
  for (let pairs = 100_000; pairs < 400_000; pairs += 50_000) {
    const log = 'of 1 "" '.repeat(pairs);
    const { template, smartlog } = JSON.parse(Filter.load(module).explain(JSON.stringify({ log })));
    expect(template).toBe(`${"of * ".repeat(38).slice(0, 189)}…${smartlog.tpl}`);
    expect(Buffer.byteLength(template)).toBe(200);
  }
});
