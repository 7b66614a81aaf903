import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { EnrichedRecord } from "../../host/event.ts";
import { Filter } from "../../host/filter.ts";
import { recordOfLine } from "../../host/record.ts";
import { sharedData } from "../shared-data.ts";

/** Combined log format as Apache documents it; written for this test alone. One real line is cut off in its last field. */
const COMBINED =
  /^(\S+) (\S+) (.*?) \[(\d+)\/(\w+)\/(\d+):(\d\d:\d\d:\d\d) ([+-])(\d\d)(\d\d)\] "((?:[^"\\]|\\.)*)" (\d{3}) (\d+|-)(?: "((?:[^"\\]|\\.)*)" "((?:[^"\\]|\\.)*)(?:"|$))?/s;

const absent = (text: string | undefined) =>
  text === undefined || text === "-" || text === "" ? undefined : text;

function expectedFields(line: string): Record<string, unknown> {
  const match = COMBINED.exec(line);
  if (!match) throw new Error(`the test's own expression does not match: ${line}`);
  const [, ip, , user, day, month, year, clock, sign, hours, minutes, request = "", status, bytes, ref, ua] =
    match;
  const zone = (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  const local = Date.parse(`${day} ${month} ${year} ${clock} UTC`);
  const [, method, target, isHttp] = /^([A-Za-z_-]+) +(.*?)( HTTP\/\S+)?$/s.exec(request) ?? [];
  const path =
    method === undefined ? request : isHttp ? target : request.slice(request.indexOf(" ")).trimStart();
  return {
    kind: "web",
    ip,
    user: absent(user),
    ts: local / 1000 - zone * 60,
    method,
    path: absent(path),
    status: Number(status),
    bytes: bytes === "-" ? undefined : Number(bytes),
    ref: absent(ref),
    ua: absent(ua),
  };
}

describe.each([
  ["real/apache.log", 4088],
  ["real/nginx.log", undefined],
])("%s:", (name, count) => {
  const file = sharedData(name);
  test.skipIf(!file)(
    "every line is web, with the fields that an independent expression finds, in order",
    () => {
      const filter = Filter.load();
      const lines = readFileSync(file as string)
        .toString("latin1")
        .replace(/\n$/, "")
        .split("\n");
      if (count !== undefined) expect(lines).toHaveLength(count);
      for (const latin1 of lines) {
        const line = Buffer.from(latin1, "latin1");
        const { smartlog } = JSON.parse(filter.score(recordOfLine(line))) as EnrichedRecord;
        const expected = expectedFields(line.toString("utf8"));
        const found = Object.fromEntries(
          Object.keys(expected).map((key) => [key, smartlog[key as keyof typeof smartlog]]),
        );
        expect(found, latin1).toEqual(expected);
      }
    },
  );
});
