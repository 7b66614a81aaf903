/** A reason says what is so in the line it stands beside. */
import { expect, it } from "vitest";
import type { EnrichedRecord } from "../../host/event.ts";
import { Filter } from "../../host/filter.ts";
import { recordOfLine } from "../../host/record.ts";
import { simulate } from "../../simulate/index.ts";

it("a request that has a referer is not blamed for having none", () => {
  const filter = Filter.load();
  let blamed = 0;
  for (const { line } of simulate({ kind: "web", lines: 5000, seed: 11 })) {
    const { smartlog } = JSON.parse(filter.score(recordOfLine(Buffer.from(line)))) as EnrichedRecord;
    if (!smartlog.why?.includes("request:no-referer")) continue;
    blamed++;
    expect(smartlog.ref, line).toBeUndefined();
  }
  expect(blamed).toBeGreaterThan(0);
});
