/** Small bodies that unpack to large ones, or to what is costly to read. */
import { gzipSync } from "node:zlib";
import { type Attack, counted, MB, post } from "./attack.ts";

/** Below the limit of one body. */
const TAKEN_BYTES = 12 * MB;
/** Above that limit. */
const REFUSED_BYTES = 32 * MB;

const repeated = (text: string, bytes: number) => Buffer.alloc(bytes, text);
const around = (head: string, middle: string, tail: string, bytes: number) => {
  const room = Math.floor((bytes - head.length - tail.length) / middle.length) * middle.length;
  return Buffer.concat([Buffer.from(head), Buffer.alloc(room, middle), Buffer.from(tail)]);
};
const keys = (bytes: number) => {
  const list: string[] = [];
  for (let room = bytes - 20; room > 0; room -= (list.at(-1) as string).length + 1)
    list.push(`"k${list.length}":1`);
  return Buffer.from(`{${list.join(",")}}`);
};
const lines = (byte: number, bytes: number) => {
  const line = Buffer.alloc(1024 * 1024 - 1, byte);
  return Buffer.concat(
    Array.from({ length: Math.floor(bytes / (line.length + 1)) }, () => [line, Buffer.from("\n")]).flat(),
  );
};

const BOMBS: readonly [name: string, body: (bytes: number) => Buffer, type: string][] = [
  ["`1\\n`", (bytes) => repeated("1\n", bytes), "application/x-ndjson"],
  ["`{}\\n`", (bytes) => repeated("{}\n", bytes), "application/x-ndjson"],
  ["empty lines", (bytes) => repeated("\n", bytes), "application/x-ndjson"],
  ["`[1,1,…]`", (bytes) => around("[1", ",1", "]", bytes), "application/json"],
  ["`[[[[…`", (bytes) => around("", "[", "", bytes), "application/json"],
  [
    "`[[[…]]]`",
    (bytes) => Buffer.concat([repeated("[", bytes / 2), repeated("]", bytes / 2)]),
    "application/json",
  ],
  ["one record of `\\ud800…`", (bytes) => around('{"log":"', "\\ud800", '"}', bytes), "application/json"],
  ["one line of 0xFF", (bytes) => Buffer.alloc(bytes, 0xff), "application/x-ndjson"],
  ["one line of 0x01", (bytes) => Buffer.alloc(bytes, 0x01), "application/x-ndjson"],
  ["lines of 1 MiB of 0xFF", (bytes) => lines(0xff, bytes), "application/x-ndjson"],
  ["lines of 1 MiB of 0x01", (bytes) => lines(0x01, bytes), "application/x-ndjson"],
  ["lines of 1 MiB of NUL, as text", (bytes) => lines(0, bytes), "text/plain"],
  ["a record of so many keys", keys, "application/json"],
  ["20,000 records, the most there may be", () => repeated('{"log":"x"}\n', 240_000), "application/x-ndjson"],
];

/** Sends each body to both routes, packed, and several at a time. */
export function bombs(bytesOfEach: readonly number[] = [TAKEN_BYTES, REFUSED_BYTES], atOnce = 4): Attack[] {
  return BOMBS.flatMap(([name, body, type]) =>
    bytesOfEach.map((bytes) => {
      let packed = Buffer.alloc(0);
      return {
        name: `${bytes / MB} MB: ${name}`,
        prepare() {
          packed = gzipSync(body(bytes));
        },
        async run(url: string) {
          const headers = { "content-type": type, "content-encoding": "gzip" };
          const paths = ["/v1/ingest", "/v1/score"].flatMap((path) => Array(atOnce).fill(path) as string[]);
          const statuses = await Promise.all(paths.map((path) => post(url + path, packed, headers)));
          return `${(packed.length / 1000).toFixed(1)} kB × ${statuses.length}: ${counted(statuses)}`;
        },
      };
    }),
  );
}
