/** A real Postgres takes every answer of the filter as `jsonb`, and shows what was scored. */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { repeating } from "../filter/arbitraries.ts";
import { RawInstance } from "../filter/instance.ts";
import { eventOfRecord } from "../filter/kinds-event.ts";
import { type TestStore, testStore } from "../store/test-store.ts";

const instance = new RawInstance();
let store: TestStore;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store?.close());

const answer = (record: string) => instance.smartlog(Buffer.from(record)).toString();

/** Each record as Postgres shows it. */
async function shown(records: string[]): Promise<string[]> {
  const { rows } = await store.pool.query("select r::jsonb::text as shown from unnest($1::text[]) r", [
    records,
  ]);
  return rows.map((row) => row.shown);
}

/** Whether Postgres takes a number as it stands. */
async function takes(number: string): Promise<boolean> {
  return store.pool.query("select $1::jsonb", [number]).then(
    () => true,
    () => false,
  );
}

/** Around the limits of a double and of numeric: 16383 digits behind the point, 131072 before it. */
const NUMBERS = [
  "0",
  "1e-16383",
  "1e-16384",
  "-1.5e-16382",
  "1.5e-16383",
  "1e-20000",
  "0e-20000",
  "0e20000",
  "0e99999999",
  "0e1073741823",
  "1e-99999999999999999999",
  `0.${"1".repeat(16383)}`,
  `0.${"1".repeat(16384)}`,
  `0.${"0".repeat(20000)}`,
  `1${"0".repeat(20000)}e-19000`,
  `1${"0".repeat(300)}`,
  "9.99e307",
  "1e308",
  "-1e400",
  `-${"9".repeat(400)}.5e-200`,
];

const number = fc
  .tuple(
    fc.constantFrom("", "-"),
    fc.constantFrom("0", "1", "9".repeat(300), `1${"0".repeat(17000)}`),
    fc.constantFrom("", ".0", ".5", `.${"0".repeat(16382)}1`, `.${"3".repeat(16384)}`),
    fc.oneof(
      fc.constant(""),
      fc.integer({ min: -20000, max: 400 }).map((power) => `e${power}`),
      fc.integer({ min: -16390, max: -16375 }).map((power) => `E${power}`),
      fc.constantFrom("e+99", "e-2147483648", "e2147483648", "e-00016383", "e-00016384"),
    ),
  )
  .map((parts) => parts.join(""));

test.each(NUMBERS.map((text) => ({ name: text.slice(0, 30), text })))(
  "$name goes out as Postgres takes it",
  async ({ text }) => {
    const out = answer(`{"n":${text},"a":[${text}]}`);
    const [stored] = await shown([out]);
    expect(JSON.parse(stored as string).smartlog.id).toMatch(/^[0-9a-f]{16}$/);
    // What Postgres refuses is quoted; of the rest only what a double can't hold, or almost.
    const isQuoted = out.startsWith(`{"n":"${text}","a":["${text}"],`);
    expect(isQuoted || out.startsWith(`{"n":${text},"a":[${text}],`)).toBe(true);
    const mustBeQuoted = !(await takes(text)) || Math.abs(Number(text)) >= 1e308 || /e\d{9}/.test(text);
    expect(isQuoted).toBe(mustBeQuoted);
  },
);

test("no number is refused, whatever its form", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(number, { minLength: 1, maxLength: 20 }), async (numbers) => {
      const records = numbers.map((each) => answer(`{"log":"x","n":${each}}`));
      expect(await shown(records)).toHaveLength(records.length);
    }),
    { numRuns: 40 },
  );
});

test("what is scored is what is shown, where keys come twice", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(repeating, { minLength: 1, maxLength: 50 }), async (records) => {
      const fields = (record: string) => {
        const { id, label, severity, score, bot, threat, anomaly, why, pattern, hit, ...rest } =
          eventOfRecord(record);
        return rest;
      };
      const as = await shown(records);
      for (const [index, record] of records.entries())
        expect(fields(record), record).toEqual(fields(as[index] as string));
    }),
    { numRuns: 40 },
  );
});
