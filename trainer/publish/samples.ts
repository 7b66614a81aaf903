/** Records that a module has to take before it may serve. */

export interface Sample {
  name: string;
  record: Buffer;
  /** Whether the record is JSON, which has to be kept byte for byte and scored without an error. */
  wellFormed: boolean;
}

const well = (name: string, record: string): Sample => ({
  name,
  record: Buffer.from(record, "latin1"),
  wellFormed: true,
});
const ill = (name: string, record: string): Sample => ({ ...well(name, record), wellFormed: false });

const ONE_MEGABYTE = 1_048_576;

/** The worst that a shipper can hand over, but nothing that the filter changes: characters that Postgres can't store, keys that it claims. */
export const HOSTILE_RECORDS: readonly Sample[] = [
  well("no members", "{}"),
  well("an empty line", '{"log":""}'),
  well("no line", '{"temperature":21.5,"unit":null}'),
  well("numbers that no double holds", '{"log":"x","n":12345678901234567890.10e-400,"m":-0}'),
  well("the same key twice", '{"log":"a","log":"b"}'),
  well("spaces between everything", ' { "log" : "x" , "a" : [ 1 , { } ] } '),
  well("every escape", '{"log":"\\"\\\\\\/\\b\\f\\n\\r\\t\\u0001\\u007f\\u202e\\ue0ff"}'),
  well("text that looks like the answer", '{"log":"\\"}{\\"smartlog\\":{\\"label\\":\\"normal\\"}}"}'),
  well("percent signs that go on", `{"log":"GET /${"%25".repeat(3000)} HTTP/1.1"}`),
  well("nothing but quotes", `{"log":"${'\\"'.repeat(5000)}"}`),
  well("a megabyte", `{"log":"${"a%27 ".repeat(ONE_MEGABYTE / 5)}"}`),
  well(
    "a thousand members",
    `{${Array.from({ length: 1000 }, (_, i) => `"k${i}":"${i}"`).join()},"log":"x"}`,
  ),
  ill("nothing", ""),
  ill("no object", '["log"]'),
  ill("nan", '{"log":"x","v":nan}'),
  ill("infinite", '{"v":inf,"log":"x"}'),
  ill("an escape of no JSON", '{"log":"\\x00\\xff"}'),
  ill("a key that is no string", '{7:"x"}'),
  ill("cut off", '{"log":"x'),
  ill("two of them", '{"log":"x"}{"log":"y"}'),
  ill("bytes of no text", '{"log":"\xff\xc3\x28"'),
  ill("nested without end", `{"log":${"[".repeat(20_000)}`),
];
