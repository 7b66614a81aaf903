/** A referer and a user agent that a format has no place for are not the same as none sent. */
import { describe, expect, it } from "vitest";
import { Filter } from "../../host/filter.ts";
import { recordOfLine } from "../../host/record.ts";

const compiled = Filter.compile();
const NOW = { seconds: 1795241940, nanoseconds: 0 };
const TIME = "[21/Nov/2026:06:19:00 +0000]";
const COMMON = `203.0.113.7 - - ${TIME} "GET /a HTTP/1.1" 200 5`;
const W3C = "2026-11-14 06:19:00 203.0.113.7 GET /a - 200";
const W3C_FIELDS = "#Fields: date time c-ip cs-method cs-uri-stem cs-uri-query sc-status";

/** Features of the last line. */
function features(...lines: string[]): Record<string, number> {
  const filter = Filter.load(compiled);
  const all = lines.map((line) => filter.features(recordOfLine(Buffer.from(line)), NOW));
  const dense = all.at(-1)?.dense ?? [];
  return Object.fromEntries(filter.schema.dense.map((name, i) => [name, dense[i] as number]));
}

const UNKNOWN = { referer: -1, ua_length: -1, ua_shape: -1 };
const NONE = { referer: 0, ua_length: 0, ua_shape: 0 };

describe("referer and user agent", () => {
  it.each([
    ["the common log format", [COMMON]],
    ["the common log format without a size", [`203.0.113.7 - - ${TIME} "GET /a HTTP/1.1" 200`]],
    ["a common log behind a site's name", [`www.example.com ${COMMON}`]],
    ["a pattern without them", ['INFO:     203.0.113.7:51234 - "GET /a HTTP/1.1" 200 OK']],
    ["an extended log without their columns", [W3C_FIELDS, W3C]],
    ["a line of no known format", ["203.0.113.7 | GET /a HTTP/1.1 | 200"]],
  ])("do not apply in %s", (_, lines) => {
    expect(features(...lines)).toMatchObject(UNKNOWN);
  });

  it.each([
    ["the combined log format", [`${COMMON} "-" "-"`]],
    ["an extended log with their columns", [`${W3C_FIELDS} cs(User-Agent) cs(Referer)`, `${W3C} - -`]],
    [
      "a record of members",
      [
        JSON.stringify({
          remote_addr: "203.0.113.7",
          request: "GET /a HTTP/1.1",
          status: 200,
          http_referer: "",
          http_user_agent: "",
        }),
      ],
    ],
  ])("are missing in %s", (_, lines) => {
    expect(features(...lines)).toMatchObject(NONE);
  });

  it("are apart: a format may have the referer alone", () => {
    expect(features(`${COMMON} "https://example.com/"`)).toMatchObject({ referer: 1, ua_length: -1 });
  });

  it("of a source are counted where the format has them alone", () => {
    const shares = { source_referer_share: -1, source_clients: -1 };
    expect(features(COMMON, COMMON, COMMON, COMMON)).toMatchObject(shares);
    const combined = `${COMMON} "https://example.com/" "a"`;
    expect(features(combined, combined, combined, combined)).toMatchObject({
      source_referer_share: 1,
      source_clients: 1,
    });
  });
});
