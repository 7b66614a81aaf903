/** What a pattern may hold: fields, and types of their text. */

/** Fields that a pattern may read: those of an event, and what is taken apart further. */
export const PATTERN_FIELDS = [
  "ip",
  "method",
  "path",
  "status",
  "bytes",
  "ua",
  "ref",
  "host",
  "service",
  "level",
  "ms",
  "user",
  "outcome",
  "qname",
  "qtype",
  "rcode",
  "action",
  "proto",
  "dst",
  "sport",
  "dport",
  "iface",
  "peer",
  // A list of addresses that proxies wrote (X-Forwarded-For, Forwarded), and one address (X-Real-IP).
  "forwarded",
  "client",
  // A line that a wrapper holds.
  "line",
  // A request line, `GET /x HTTP/1.1`.
  "request",
  "query",
  "version",
  "time",
  "message",
] as const;
export type PatternField = (typeof PATTERN_FIELDS)[number];

/** Types whose text ends by itself, numbered as the filter's `Type` (filter/parse/formats/operations.ts). */
export const TYPED = [
  "address",
  "endpoint",
  "address-port",
  "host",
  "number",
  "decimal",
  "port",
  "status",
  "ms",
  "s",
  "us",
  "ns",
  "duration",
  "time",
  "level",
  "forwarded",
  "encoded",
  "url",
  "name",
] as const;
export type Typed = (typeof TYPED)[number];

/** Texts: they end where the next literal stands. */
export const TEXTS = ["text", "word", "last", "only", "rest", "quoted"] as const;
export type Text = (typeof TEXTS)[number];

/** Type of a field that a pattern names without one. */
export const DEFAULT_TYPES: Partial<Record<PatternField, Typed>> = {
  ip: "address",
  dst: "address",
  peer: "address",
  client: "address",
  sport: "port",
  dport: "port",
  status: "status",
  bytes: "number",
  ms: "ms",
  time: "time",
  level: "level",
};

/** Types that a field's text may have besides `text` and its like; fields that are absent here take any text only. */
export const FIELD_TYPES: Partial<Record<PatternField, readonly Typed[]>> = {
  ip: ["address", "endpoint", "address-port", "host", "forwarded"],
  dst: ["address", "endpoint", "address-port", "host"],
  peer: ["address", "endpoint"],
  client: ["address", "endpoint"],
  forwarded: ["forwarded"],
  host: ["host", "address", "forwarded", "name"],
  sport: ["port"],
  dport: ["port"],
  status: ["status"],
  bytes: ["number"],
  ms: ["ms", "s", "us", "ns", "duration"],
  time: ["time"],
  level: ["level"],
  path: ["host", "encoded", "url"],
};

/** Types that {@link PatternField}s of no type of their own may have. */
export const ANY_TYPES: readonly Typed[] = ["host", "number", "decimal", "encoded", "name"];

/** Fields whose text a pattern must give a type: any other text in their place would be no value. */
export const TYPED_ONLY: readonly PatternField[] = [
  "ip",
  "dst",
  "sport",
  "dport",
  "status",
  "bytes",
  "ms",
  "time",
];

/** How pairs of keys and values are written, numbered as the filter's `PairStyle` (filter/parse/formats/operations.ts). */
export const PAIR_STYLES = ["logfmt", "cef", "leef"] as const;
export type PairStyle = (typeof PAIR_STYLES)[number];
