import { describe, expect, it } from "vitest";
import { Filter } from "../../host/filter.ts";
import { PROBES } from "./probes.ts";

const BROWSER =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/144.0.0.0 Safari/537.36";
/** Classes of what was done, as opposed to what is odd about it. */
const CLASS = /^(attack|probe):/;

describe.each(PROBES)("$name", ({ right, targets }) => {
  it.each(targets)("%s", (target) => {
    // One that has seen nothing: what the source did before is another reason.
    const filter = Filter.load();
    const line = `203.0.113.7 - - [21/Nov/2026:06:41:05 +0000] "GET ${target} HTTP/1.1" 404 153 "-" "${BROWSER}"`;
    const { smartlog } = JSON.parse(
      filter.score(JSON.stringify({ log: line }), { seconds: 1, nanoseconds: 0 }, "t"),
    );
    const wrong = (smartlog.why as string[]).filter(
      (reason) => CLASS.test(reason) && !right.includes(reason),
    );
    // `/cgi-bin/` or `/login` before a payload is what scanners ask for, too.
    expect(wrong.filter((reason) => reason !== "probe:known-target")).toEqual([]);
    if (smartlog.label === "attack") expect(right).toContain(smartlog.why[0]);
  });
});
