/** What the learners see of a line in Node is what the shipper computed of it, bit for bit. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Filter } from "../../host/filter.ts";
import { BUILT_MODULE } from "../../host/module.ts";
import { shortened } from "../../host/pieces.ts";
import { recordOfLine } from "../../host/record.ts";
import { shipperTime } from "../../host/time.ts";
import { simulate } from "../../simulate/index.ts";
import { ingest } from "../../store/ingest.ts";
import { readEvents } from "../../store/window.ts";
import { embedModel } from "../../trainer/model/embed.ts";
import { withFormats } from "../../trainer/model/formats.ts";
import { DEFAULT_BLOB } from "../../trainer/paths.ts";
import { compiled } from "../assemblyscript.ts";
import { sharedData } from "../shared-data.ts";
import { type TestStore, testStore } from "../store/test-store.ts";
import { findFluentBit } from "./fluent-bit.ts";
import { site } from "./shipped.ts";
import { writtenBy } from "./written.ts";

const fluentBit = findFluentBit();
const LINES = 10_000;

/** Real lines where they are, else simulated ones. */
function sample(): Buffer {
  const files = ["real/nginx.log", "real/auth.log"].map(sharedData);
  if (files.every((file) => file !== undefined)) {
    const [nginx, auth] = files.map((file) =>
      readFileSync(file as string, "latin1")
        .trimEnd()
        .split("\n"),
    );
    const lines = [...(nginx as string[]), ...(auth as string[])].slice(0, LINES);
    return Buffer.from(`${lines.join("\n")}\n`, "latin1");
  }
  return Buffer.from(
    `${[...simulate({ kind: "mixed", lines: LINES, seed: 9 })].map(({ line }) => line).join("\n")}\n`,
  );
}

/** The filter with the export `bits` (features.as) and the default model. */
async function moduleWithBits(): Promise<Buffer> {
  const options = ["-O3", "--runtime", "stub", "--use", "abort=", "--noAssert"];
  const binary = await compiled(join(import.meta.dirname, "features.as"), options);
  return withFormats(embedModel(binary, readFileSync(DEFAULT_BLOB)));
}

/** What `features` returned, in hex. */
function bitsOf({
  kind,
  template,
  dense,
  bins,
  sparse,
  cuts,
}: NonNullable<ReturnType<Filter["features"]>>): string {
  const head = Uint32Array.of(kind, template, dense.length, sparse.length, cuts.length);
  return [head, dense, bins, sparse, cuts]
    .map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString("hex"))
    .join("");
}

/** The same of the bytes that the filter wrote: without the padding of the bins, and of long texts what is given. */
function givenOf(hex: string): string {
  const bytes = Buffer.from(hex, "hex");
  const words = (from: number, count: number) =>
    Uint32Array.from({ length: count }, (_, i) => bytes.readUInt32LE(from + 4 * i));
  const [kind = 0, template = 0, dense = 0, sparse = 0, cuts = 0] = words(0, 5);
  const denseAt = 32;
  const binsAt = denseAt + 4 * dense;
  const sparseAt = binsAt + ((dense + 3) & ~3);
  return bitsOf({
    kind,
    template,
    dense: Float32Array.from({ length: dense }, (_, i) => bytes.readFloatLE(denseAt + 4 * i)),
    bins: Uint8Array.from(bytes.subarray(binsAt, binsAt + dense)),
    ...shortened(words(sparseAt, sparse), words(sparseAt + 4 * sparse, cuts)),
  });
}

describe.skipIf(!fluentBit)("through a real Fluent Bit", { timeout: 180_000 }, () => {
  test(`the numbers of ${LINES} lines are the same in every bit`, async () => {
    const at = site();
    writeFileSync(at.module, await moduleWithBits());
    const { file, lines, records } = await writtenBy(fluentBit as string, at, sample(), [
      {
        name: "wasm",
        match: "*",
        event_format: "json",
        wasm_path: at.module,
        function_name: "bits",
        accessible_paths: at.folder,
      },
    ]);
    const shipped = records.map((record) => (JSON.parse(record) as { bits: string }).bits);
    const filter = Filter.load(BUILT_MODULE);
    const now = Math.floor(Date.now() / 1000);
    const differing = lines.filter(({ bytes, offset }, i) => {
      const features = filter.features(recordOfLine(bytes, { file, offset }), {
        seconds: now,
        nanoseconds: 0,
      });
      return !features || givenOf(shipped[i] as string) !== bitsOf(features);
    });
    at.remove();
    expect(shipped).toHaveLength(lines.length);
    expect(differing.map(({ bytes }) => bytes.toString("latin1"))).toEqual([]);
    expect(lines.length).toBeGreaterThanOrEqual(LINES);
  });
});

describe("through the store", { timeout: 120_000 }, () => {
  let store: TestStore;
  beforeAll(async () => {
    store = await testStore();
  });
  afterAll(() => store?.close());
  beforeEach(() => store.empty());

  test("events that the trainer reads have the numbers of the lines that came", async () => {
    // One server's log, whose times never go back: then the order of events is the order in which they came.
    const lines = [...simulate({ kind: "web", lines: 5000, seed: 5 })];
    const scorer = Filter.load(BUILT_MODULE);
    const numbers = Filter.load(BUILT_MODULE);
    const expected: string[] = [];
    const rows = lines.map(({ line, time }, offset) => {
      const record = recordOfLine(Buffer.from(line), { file: "/var/log/access.log", offset: offset * 100 });
      const at = { seconds: Math.floor(time), nanoseconds: 0 };
      expected.push(bitsOf(numbers.features(record, at) as NonNullable<ReturnType<Filter["features"]>>));
      return { time: at.seconds, data: scorer.score(record, at) };
    });
    for (let from = 0; from < rows.length; from += 1000)
      await ingest(store.pool, "t", rows.slice(from, from + 1000));
    const replayed = Filter.load(BUILT_MODULE);
    const found: string[] = [];
    for await (const batch of readEvents(store.pool, new Date(0), new Date(Date.now() + 86_400_000)))
      for (const event of batch)
        found.push(
          bitsOf(
            replayed.features(event.record, shipperTime(event.time)) as NonNullable<
              ReturnType<Filter["features"]>
            >,
          ),
        );
    expect(found).toHaveLength(lines.length);
    expect(found.filter((bits, i) => bits !== expected[i])).toEqual([]);
  });
});
