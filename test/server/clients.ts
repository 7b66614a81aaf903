/**
 * What clients send to /v1/ingest: content type, encoding and the form of the body, with two lines of a log in it. Recorded of curl 7.88,
 * wget 1.21, Python's requests and urllib, Go's net/http, Node's fetch and Fluent Bit 5.1.1. After their documentation, NOT recorded:
 * Vector, rsyslog's omhttp, Filebeat and Logstash, Loki and Promtail, OTLP, netcat.
 */
import { deflateSync, gzipSync } from "node:zlib";

export const LINES = [
  '203.0.113.7 - - [21/Nov/2026:06:41:05 +0000] "GET /.env HTTP/1.1" 404 153 "-" "curl/8.5.0"',
  "Nov 21 06:41:06 web1 sshd[811]: Failed password for root from 203.0.113.8 port 40022 ssh2",
] as const;
const [ONE, TWO] = LINES;

const records = LINES.map((log) => ({ log }));
const json = JSON.stringify(records);
const ndjson = records.map((record) => `${JSON.stringify(record)}\n`).join("");
const lines = `${ONE}\n${TWO}\n`;
const gelf = LINES.map((short_message, i) =>
  JSON.stringify({
    version: "1.1",
    host: "web1",
    short_message,
    timestamp: 1795243265.25 + i,
    level: 6,
    _shop: 1,
  }),
);
const boundary = "------------------------ed6125d03a03274d";

const FORM = "application/x-www-form-urlencoded";
const JSON_TYPE = "application/json";
const NDJSON = "application/x-ndjson";

/** Content encodings. */
export type Packed = "gzip" | "deflate" | "zstd" | "snappy";

export interface Sent {
  client: string;
  type?: string;
  encoding?: Packed;
  body: string | Uint8Array;
  /** The answer where it is not 200 with two records stored: status, and what it has to say. */
  refused?: readonly [status: number, says: RegExp];
}

/** @param zstd packs by zstd */
export function sentByClients(zstd: (text: string) => Uint8Array): Sent[] {
  return [
    { client: "curl -d JSON", type: FORM, body: json },
    {
      client: "curl -d @FILE of NDJSON, whose lines it joins",
      type: FORM,
      body: ndjson.replaceAll("\n", ""),
    },
    {
      client: "curl -d @FILE of a log, whose lines it joins",
      type: FORM,
      body: ONE + TWO,
      refused: [415, /--data-binary/],
    },
    { client: "curl --data-urlencode", type: FORM, body: "log=a+b", refused: [415, /text\/plain/] },
    { client: "curl --data-binary @FILE of a log", type: FORM, body: lines },
    { client: "curl --data-binary @FILE of NDJSON", type: FORM, body: ndjson },
    { client: "curl --json", type: JSON_TYPE, body: json },
    { client: "curl -X POST -T FILE", body: lines },
    {
      client: "curl -F file=@FILE",
      type: `multipart/form-data; boundary=${boundary}`,
      body: `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.log"\r\nContent-Type: application/octet-stream\r\n\r\n${lines}\r\n--${boundary}--\r\n`,
      refused: [415, /--data-binary/],
    },
    { client: "wget --post-data JSON", type: FORM, body: json },
    { client: "wget --post-file of a log", type: FORM, body: lines },
    { client: "Python requests, json=", type: JSON_TYPE, body: json },
    { client: "Python requests, data= of bytes", body: json },
    { client: "Python requests, data= of a file", body: lines },
    {
      client: "Python requests, data= of a dict",
      type: FORM,
      body: "log=x+y",
      refused: [415, /application\/json/],
    },
    { client: "Python urllib", type: FORM, body: json },
    { client: "Go http.Post without a type", type: "", body: json },
    { client: "Go http.NewRequest", body: lines },
    { client: "Go http.NewRequest, gzip", encoding: "gzip", body: gzipSync(lines) },
    { client: "fetch of a text", type: "text/plain;charset=UTF-8", body: json },
    { client: "fetch of bytes", body: lines },
    {
      client: "fetch of URLSearchParams",
      type: `${FORM};charset=UTF-8`,
      body: "log=x",
      refused: [415, /application\/json/],
    },
    { client: "Fluent Bit, format json", type: JSON_TYPE, body: json },
    { client: "Fluent Bit, format json, gzip", type: JSON_TYPE, encoding: "gzip", body: gzipSync(json) },
    { client: "Fluent Bit, format json, zstd", type: JSON_TYPE, encoding: "zstd", body: zstd(json) },
    {
      client: "Fluent Bit, format json, snappy",
      type: JSON_TYPE,
      encoding: "snappy",
      body: "*\xa4[{",
      refused: [415, /zstd/],
    },
    { client: "Fluent Bit, format json_stream", type: JSON_TYPE, body: ndjson.replaceAll("\n", "") },
    { client: "Fluent Bit, format json_lines", type: NDJSON, body: ndjson },
    { client: "Fluent Bit, format json_lines, zstd", type: NDJSON, encoding: "zstd", body: zstd(ndjson) },
    {
      client: "Fluent Bit, format msgpack (its default)",
      type: "application/msgpack",
      body: Buffer.from("9292d7006b0e3a942de1c3c78081a36c6f67a661206c696e65", "hex"),
      refused: [415, /json_lines/],
    },
    { client: "Vector, codec json", type: JSON_TYPE, body: json },
    { client: "Vector, codec json, newline_delimited", type: NDJSON, body: ndjson },
    { client: "Vector, codec text", type: "text/plain", body: lines },
    { client: "Vector, codec text, zlib", type: "text/plain", encoding: "deflate", body: deflateSync(lines) },
    { client: "Vector, codec text, zstd", type: "text/plain", encoding: "zstd", body: zstd(lines) },
    { client: "Vector, codec gelf", type: JSON_TYPE, body: `[${gelf}]` },
    { client: "rsyslog omhttp, batch.format jsonarray", type: "application/json; charset=utf-8", body: json },
    { client: "rsyslog omhttp, batch.format newline", type: "application/json; charset=utf-8", body: ndjson },
    {
      client: "rsyslog omhttp, compress",
      type: "application/json; charset=utf-8",
      encoding: "gzip",
      body: gzipSync(ndjson),
    },
    { client: "GELF, one after the other by HTTP", type: JSON_TYPE, body: gelf.join("\n") },
    { client: "GELF with NUL between, as by TCP", body: gelf.map((each) => `${each}\0`).join("") },
    { client: "GELF with NUL between, as JSON", type: JSON_TYPE, body: gelf.join("\0") },
    { client: "netcat, no header but the length", body: lines },
    {
      client: "Filebeat or Logstash, bulk",
      type: "application/vnd.elasticsearch+x-ndjson;compatible-with=8",
      body: LINES.map((message) => `{"create":{"_index":"logs"}}\n${JSON.stringify({ message })}\n`).join(""),
      refused: [415, /input elasticsearch/],
    },
    {
      client: "Elasticsearch's bulk as NDJSON",
      type: NDJSON,
      body: LINES.map((message) => `{ "index" : {} }\n${JSON.stringify({ message })}\n`).join(""),
      refused: [415, /input elasticsearch/],
    },
    {
      client: "Loki push, JSON",
      type: JSON_TYPE,
      body: JSON.stringify({
        streams: [{ stream: { app: "shop" }, values: LINES.map((line, i) => [`${i}`, line]) }],
      }),
      refused: [415, /Loki/],
    },
    { client: "Promtail", type: "application/x-protobuf", body: "\n\x05", refused: [415, /text\/plain/] },
    {
      client: "OpenTelemetry, OTLP as JSON",
      type: JSON_TYPE,
      body: JSON.stringify({ resourceLogs: [{ scopeLogs: [] }] }),
      refused: [415, /input opentelemetry/],
    },
    { client: "gzip without a word", body: gzipSync(lines), refused: [415, /content-encoding: gzip/] },
    { client: "zstd without a word", body: zstd(lines), refused: [415, /content-encoding: zstd/] },
    { client: "nothing", refused: [400, /empty/], body: "" },
  ];
}
