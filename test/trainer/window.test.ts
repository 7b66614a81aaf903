/** A window as training reads it: its sample, weak labels, annotators and consensus. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Label } from "../../host/event.ts";
import type { Features } from "../../host/filter.ts";
import { Filter } from "../../host/filter.ts";
import { BUILT_MODULE } from "../../host/module.ts";
import { recordOfLine } from "../../host/record.ts";
import { Random } from "../../simulate/lib/random.ts";
import type { EventAnnotation } from "../../store/annotations.ts";
import { correctionsOf, rateAnnotators } from "../../trainer/window/annotations.ts";
import { Forms } from "../../trainer/window/forms.ts";
import { LabellingFunctions } from "../../trainer/window/labelling-functions.ts";
import { Sample } from "../../trainer/window/sample.ts";

const module = readFileSync(BUILT_MODULE);

describe("a bounded sample", () => {
  const of = (value: number): Features => ({
    kind: 0,
    template: value,
    dense: new Float32Array(2),
    bins: Uint8Array.of(value & 255, value >> 8),
    sparse: Uint32Array.from({ length: value % 40 }, () => value),
    cuts: Uint32Array.from({ length: value % 7 }, () => value % 40),
  });

  it("keeps each item's own numbers, and stands for the whole stream", () => {
    const sample = new Sample<number>(2, new Random(1), () => 500);
    const items = 20_000;
    for (let i = 0; i < items; i++) sample.offer(`${i % 2}`, i % 4 ? 1 : 0.1, of(i), i);
    expect(sample.size).toBe(1000);
    let total = 0;
    for (const { features, facts, stands } of sample) {
      total += stands;
      expect([...features.bins]).toEqual([facts & 255, facts >> 8]);
      expect([...features.sparse]).toEqual(Array(facts % 40).fill(facts & 0xffff));
      expect([...features.cuts]).toEqual(Array(facts % 7).fill(facts % 40));
    }
    expect(total / items).toBeGreaterThan(0.85);
    expect(total / items).toBeLessThan(1.15);
  });

  it("keeps all of a small stream", () => {
    const sample = new Sample<number>(2, new Random(1), () => 500);
    for (let i = 0; i < 300; i++) sample.offer("all", 0.01, of(i), i);
    expect([...sample].map(({ stands }) => stands)).toEqual(Array(300).fill(1));
  });
});

describe("annotators", () => {
  const annotation = (id: number, annotator: string, label: Label): EventAnnotation => ({
    id: `${id}`,
    time: id,
    label,
    annotator,
    record: "{}",
    tpl: "",
  });

  it("who contradict labelling functions are not believed, and others who say the opposite are", () => {
    const rules = new Map(Array.from({ length: 30 }, (_, i) => [`${i}`, { threat: 1 as const }]));
    const annotations = Array.from({ length: 30 }, (_, i) => [
      annotation(i, "mallory", "normal"),
      annotation(i, "alice", "attack"),
    ]).flat();
    const annotators = rateAnnotators(annotations, rules);
    const reliability = Object.fromEntries(annotators.map(({ name, reliability }) => [name, reliability]));
    expect(reliability).toEqual({ mallory: 0, alice: 1 });
    expect(correctionsOf(annotations, annotators).every(({ labels }) => labels.threat === 1)).toBe(true);
  });

  it("who contradict rules are not believed for agreeing with each other", () => {
    const names = ["m1", "m2", "m3"];
    const annotations = names.flatMap((name) =>
      Array.from({ length: 60 }, (_, id) => annotation(id, name, "normal")),
    );
    const rules = new Map(Array.from({ length: 6 }, (_, id) => [`${id}`, { threat: 1 } as const]));
    for (const { reliability } of rateAnnotators(annotations, rules)) expect(reliability).toBeLessThan(0.2);
  });

  it("at odds about an event with nothing to tell them apart leave it open", () => {
    const annotations = [annotation(1, "alice", "attack"), annotation(1, "bob", "normal")];
    expect(correctionsOf(annotations, rateAnnotators(annotations, new Map()))).toEqual([]);
  });
});

describe("labelling functions", () => {
  const filter = Filter.load(module);
  const functions = new LabellingFunctions(filter.schema);
  const ruled = (path: string) => {
    const line = `203.0.113.9 - - [17/Nov/2026:10:05:43 +0000] "GET ${path} HTTP/1.1" 200 5 "-" "Mozilla/5.0"`;
    const features = filter.features(recordOfLine(Buffer.from(line))) as Features;
    const event = {
      method: "GET",
      path,
      ua: "Mozilla/5.0",
      referer: "",
      status: 200,
      outcome: "",
      service: "",
    };
    return functions.label(event, features, "")?.name;
  };

  it.each([
    ["/a?id=1%27%20UNION%20ALL%20SELECT%20a,b--", "exploit: sql union"],
    ["/a?x=$%7Bjndi:ldap://h/a%7D", "exploit: jndi lookup"],
    ["/a?f=..%2f..%2f..%2fetc%2fpasswd", "exploit: file traversal"],
    ["/a?q=%3Cscript%3Ealert(1)%3C/script%3E", "exploit: script tag"],
    ["/a?c=%3Bcat%20/etc/passwd", "exploit: shell command"],
    ["/a?u='%20or%20'1'%3D'1", "exploit: sql boolean"],
  ])("know %s", (path, rule) => expect(ruled(path)).toBe(rule));

  it.each([
    "/search?q=select+a+union+representative",
    "/docs/etc/passwd-file-format",
    "/q?sql=SELECT+name+FROM+users",
    "/a?q=rock+%27n%27+roll+or+jazz",
    "/forum?title=how+to+use+script+tags",
  ])("say nothing of %s", (path) => expect(ruled(path)).toBeUndefined());
});

describe("a consensus", () => {
  it("needs many parties that behave well over hours", () => {
    const forms = new Forms();
    const count = (form: number, parties: number, good: boolean) => {
      for (let i = 0; i < 100; i++)
        forms.count(
          { form, kind: 0, party: 1 + (i % parties), time: i * 600 },
          { good, humanLike: true, unfit: false, worded: false, inside: false },
        );
    };
    count(1, 50, true);
    count(2, 2, true);
    count(3, 50, false);
    expect([1, 2, 3, 4].map((form) => forms.isConsensus(form, 0))).toEqual([true, false, false, false]);
  });
});
