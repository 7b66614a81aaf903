/** Faults that programs write without a level, by what their makers write; the files of faults/ bring the lines. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { FAULT_SEVERITIES } from "../../faults/lib/faults.ts";
import { knownFaults } from "../../faults/lib/load.ts";
import { parsePhrase, wordsOf } from "../../faults/lib/phrase.ts";
import type { SmartlogEvent } from "../../host/event.ts";
import { Filter } from "../../host/filter.ts";
import { BUILT_MODULE } from "../../host/module.ts";
import { changeSettings } from "../../trainer/model/settings.ts";

const compiled = Filter.compile();
const classes = knownFaults();
const event = (line: string, filter = Filter.load(compiled)) =>
  filter.event(JSON.stringify({ log: line })) as SmartlogEvent;
const at = (program: string, message: string) => `Nov 21 06:19:00 db1 ${program}: ${message}`;
const reasons = (line: string) => event(line).why.filter((reason) => reason.startsWith("fault:"));

describe.each(classes.map((of) => [of.name, of] as const))("%s", (name, { examples, ordinary, groups }) => {
  test.each(
    FAULT_SEVERITIES.flatMap((severity) => (examples[severity] ?? []).map((line) => [severity, line])),
  )("%s: %s", (severity, line) => {
    const { label, severity: found, why, anomaly } = event(line);
    expect({ label, severity: found, reason: why[0] }).toEqual({
      label: "anomaly",
      severity,
      reason: `fault:${name}`,
    });
    expect(anomaly).toBeGreaterThanOrEqual(0.95);
  });

  test.each(ordinary)("ordinary: %s", (line) => {
    expect(reasons(line)).toEqual([]);
  });

  test("each phrase is found, written out behind the name of each program", () => {
    for (const { programs, phrases } of groups)
      for (const severity of FAULT_SEVERITIES)
        for (const { source, words } of phrases[severity])
          for (const program of programs ?? ["app"]) {
            const text = words.map((word) => word ?? "x y").join(" ");
            const line = program === "-" ? text : at(`${program}[7]`, text);
            // Longer phrases may have shorter ones in them, and a severer one of another class.
            expect(reasons(line), `${source}: ${line}`).toHaveLength(1);
          }
  });
});

describe("a fault", () => {
  test("has the gravest meaning of what the line says", () => {
    const line = at(
      "kernel",
      "Buffer I/O error on dev sda, logical block 0; EXT4-fs (sda1): Remounting filesystem read-only",
    );
    expect(event(line)).toMatchObject({
      severity: "critical",
      why: expect.arrayContaining(["fault:filesystem"]),
    });
  });

  test("is labelled whatever the threshold, unless the anomaly head is off", () => {
    const module = readFileSync(BUILT_MODULE);
    const line = at("kernel", "EXT4-fs (sda1): Remounting filesystem read-only");
    const strict = changeSettings(module, { thresholds: { anomaly: 0.999 } });
    expect(event(line, Filter.load(strict))).toMatchObject({ label: "anomaly", severity: "critical" });
    const off = changeSettings(module, { on: { anomaly: false } });
    expect(event(line, Filter.load(off)).label).not.toBe("anomaly");
  });

  test("is found again where the very same line comes again, and from another program", () => {
    const filter = Filter.load(compiled);
    const message = "EXT4-fs (sda1): Remounting filesystem read-only";
    const labels = ["logger", "kernel", "logger", "kernel", "kernel"].map(
      (name) => event(at(name, message), filter).label,
    );
    expect(labels.map((label) => label === "anomaly")).toEqual([false, true, false, true, true]);
  });
});

describe("no fault is", () => {
  test.each([
    ["a phrase in quotes", at("kernel", 'comm="EXT4-fs (sda1): Remounting filesystem read-only"')],
    ["what another program says of the kernel", at("chat[9]", "bob: I see EXT4-fs error (device sda1) here")],
    [
      "a client's path",
      '192.0.2.7 - - [21/Nov/2026:06:00:00 +0000] "GET /no-space-left-on-device HTTP/1.1" 404 5 "-" "curl/8.5.0"',
    ],
    ["a user's name", at("sshd[811]", "Invalid user Segmentation fault from 192.0.2.7 port 40022")],
    [
      "what a request's line is about",
      '2026/11/21 06:19:00 [error] 7#7: *1 open() "/srv/x" failed (2: No such file or directory), client: 192.0.2.7, server: _, request: "GET /No space left on device HTTP/1.1", host: "shop.example"',
    ],
    [
      "a register of a dump",
      at("kernel", "RIP: 0010:[<ffffffff810a61d0>] RSP: 0000:ffff88027431fdc8 EFLAGS: 00010086"),
    ],
    ["a level by itself", at("app", "FATAL")],
  ])("%s", (_, line) => {
    expect(reasons(line)).toEqual([]);
  });

  test("a line with many words of phrases and no phrase; it costs no more than its length", () => {
    const words = classes.flatMap(({ groups }) =>
      groups.flatMap(({ phrases }) =>
        FAULT_SEVERITIES.flatMap((of) => phrases[of].map(({ words }) => words[0] ?? "")),
      ),
    );
    const started = performance.now();
    event(at("kernel", words.join(" zz ").repeat(40)));
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe("a phrase", () => {
  test("is words, gaps, refused words, a beginning and a key", () => {
    expect(parsePhrase("^task * blocked +for !ready")).toEqual({
      source: "^task * blocked +for !ready",
      words: ["task", null, "blocked", "for"],
      refused: ["ready"],
      isFirst: true,
      key: 3,
    });
    expect(wordsOf("I/O error, dev sda1")).toEqual(["i", "o", "error", "dev", "sda1"]);
  });

  test.each(["* blocked", "blocked *", ""])("has a word at both ends: '%s' is refused", (source) => {
    expect(() => parsePhrase(source)).toThrow(/begin and end with a word/);
  });
});
