/** The parts of a training run, each against what one can count by hand. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Label } from "../../host/event.ts";
import type { Features } from "../../host/filter.ts";
import { Filter } from "../../host/filter.ts";
import { recordOfLine } from "../../host/record.ts";
import { Random } from "../../simulate/lib/random.ts";
import type { EventAnnotation } from "../../store/annotations.ts";
import { stabilityIndex } from "../../trainer/evaluate/drift.ts";
import { addRehearsal, rehearsalParts } from "../../trainer/examples/rehearsal.ts";
import { Rows } from "../../trainer/examples/rows.ts";
import { checkCanaries } from "../../trainer/judge/canaries.ts";
import { compare } from "../../trainer/judge/compare.ts";
import { Judgements } from "../../trainer/judge/judged.ts";
import { fitDropout } from "../../trainer/learn/dropout.ts";
import { fineTune } from "../../trainer/learn/fine-tune.ts";
import { logLoss } from "../../trainer/learn/linear.ts";
import { MODULE_MAX_BYTES } from "../../trainer/model/check.ts";
import { decodeModule } from "../../trainer/model/decode.ts";
import { learntSections } from "../../trainer/model/encode-learnt.ts";
import { BUILT_MODULE } from "../../trainer/paths.ts";
import { code, plain } from "../../trainer/report/markdown.ts";
import { buildCandidate } from "../../trainer/train/candidate.ts";
import { correctionsOf, rateAnnotators } from "../../trainer/window/annotations.ts";
import { LabellingFunctions } from "../../trainer/window/labelling-functions.ts";
import { Sample } from "../../trainer/window/sample.ts";
import { Templates } from "../../trainer/window/templates.ts";

const module = readFileSync(BUILT_MODULE);
const THRESHOLDS = { threat: 0.5, bot: 0.5, anomaly: 0.5 };

describe("a model in service", () => {
  it("comes out of its module and goes back byte for byte", () => {
    const { learnt, sections } = decodeModule(module);
    for (const [name, body] of learntSections(learnt))
      expect(body.equals(sections.get(name) as Buffer), name).toBe(true);
  });

  it("tells every canary right", () => {
    const wrong = checkCanaries(
      new WebAssembly.Module(Uint8Array.from(module)),
      new WebAssembly.Module(Uint8Array.from(module)),
    ).filter(({ label, incumbent }) => label !== incumbent);
    expect(wrong).toEqual([]);
  });
});

describe("a candidate", () => {
  it("knows as many templates as there is room for in the module, however many the site has", () => {
    const incumbent = decodeModule(module);
    const meta = { histogram: "x".repeat(3000) };
    const templates = { frequent: (most: number) => Array.from({ length: most }, (_, i) => i + 1) };
    const { module: made } = buildCandidate(
      incumbent,
      incumbent.learnt,
      templates,
      module,
      "2026-01-01.1",
      meta,
    );
    expect(made.length).toBeLessThanOrEqual(MODULE_MAX_BYTES);
    expect(decodeModule(made).learnt.templates.length).toBeGreaterThanOrEqual(500);
  });
});

describe("learning with dropout", () => {
  /** Of each robot one feature that no other example has, and three that most have and few others. */
  const CERTAIN = 300;
  const LIKELY = [310, 320, 330];
  const examples = (seed: number, size: number, isCertainThere: boolean) => {
    const rng = new Random(seed);
    const bot = Uint8Array.from({ length: size }, () => (rng.chance(0.5) ? 1 : 0));
    const rows = Array.from(bot, (label) => [
      ...(label && isCertainThere ? [CERTAIN] : []),
      ...LIKELY.filter(() => rng.chance(label ? 0.85 : 0.15)),
      340 + rng.int(0, 40),
    ]);
    const sparseFrom = new Uint32Array(size + 1);
    rows.forEach((row, i) => {
      sparseFrom[i + 1] = (sparseFrom[i] as number) + row.length;
    });
    const none = new Uint8Array(size).fill(255);
    const data = { denseCount: 1, size, kind: new Uint8Array(size), threat: none, bot, anomaly: none };
    return {
      ...data,
      bins: new Uint8Array(size),
      weight: new Float32Array(size).fill(1),
      sparseFrom,
      sparse: Uint16Array.from(rows.flat()),
    };
  };
  const all = (data: { size: number }) => Uint32Array.from({ length: data.size }, (_, i) => i);
  const options = {
    epochs: 6,
    rate: 0.5,
    decay: 0.7,
    l2: 1e-5,
    leastExamples: 5,
    denseDropoutRate: 0.1,
    averagedFrom: 2,
  } as const;
  const learn = (dropoutRate: number) => {
    const data = examples(1, 4000, true);
    const problem = { head: "bot", data, edges: [[0.5]], sparseBits: 8, features: [0] } as const;
    const parts = { train: all(data), heldOut: all(data) };
    return fitDropout({ ...problem, ...parts }, new Random(5), { ...options, dropoutRate }).weights;
  };

  it("gives the same weights for the same seed, to the last bit", () => {
    expect(learn(0.4)).toEqual(learn(0.4));
  });

  it("tells more of what lacks the feature that was certain while it learnt", () => {
    const unseen = examples(2, 2000, false);
    const loss = (dropoutRate: number) => logLoss(unseen, [0], learn(dropoutRate), all(unseen), unseen.bot);
    expect(loss(0.4)).toBeLessThan(loss(0) * 0.97);
  });
});

describe("learning on", () => {
  it("keeps what is ordinary as it was where anew it would be worse elsewhere", () => {
    const { learnt: from, schema } = decodeModule(module);
    const compiled = new WebAssembly.Module(Uint8Array.from(module));
    const rows = new Rows(schema.dense.length, 12_000);
    const filter = Filter.load(compiled);
    // A site whose people call every second ordinary line an anomaly.
    let n = 0;
    for (const [part, lines] of rehearsalParts(6000, 1))
      for (const { line, record, time } of lines) {
        if (part !== "app" && part !== "syslog") continue;
        const features = line.anomaly === 1 ? undefined : filter.features(record, time);
        if (!features) continue;
        const isCalledAnomaly = n++ % 2 === 1;
        rows.add(features, {
          labels: isCalledAnomaly ? { anomaly: 1 } : {},
          from: isCalledAnomaly ? "feedback" : "none",
          weight: 1,
          stands: 1,
          isOrdinary: true,
        });
      }
    expect(rows.size).toBeGreaterThan(600);
    addRehearsal(compiled, 2000, 2, rows, () => {});
    const validationFrom = rows.size;
    addRehearsal(compiled, 3000, 3, rows, () => {});
    const bins = rows.bins.slice();
    const all = Uint32Array.from({ length: rows.size }, (_, i) => i);
    const { learnt, ordinary } = fineTune(from, {
      schema,
      rows,
      train: all.subarray(0, validationFrom),
      validation: all.subarray(validationFrom),
      rng: new Random(4),
      onProgress: () => {},
    });
    expect(ordinary.isRefitted).toBe(false);
    expect(ordinary.worseKinds).not.toEqual([]);
    expect(learnt.linear.anomaly).toEqual(from.linear.anomaly);
    expect(learnt).toMatchObject({ edges: from.edges, centroids: from.centroids, pca: from.pca });
    expect(Buffer.compare(rows.bins, bins)).toBe(0);
  });
});

describe("a bounded sample", () => {
  const of = (value: number): Features => ({
    kind: 0,
    template: value,
    dense: new Float32Array(2),
    bins: Uint8Array.of(value & 255, value >> 8),
    sparse: Uint32Array.from({ length: value % 40 }, () => value),
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
    const event = { path, ua: "Mozilla/5.0", referer: "", status: 200, outcome: "", service: "" };
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
  it("needs many sources that behave well over hours", () => {
    const templates = new Templates();
    const count = (template: number, sources: number, good: boolean) => {
      for (let i = 0; i < 100; i++)
        templates.count(
          { template, kind: 0, source: `192.0.2.${i % sources}`, time: i * 600 },
          { good, humanLike: true, exploit: false, suspect: false },
        );
    };
    count(1, 50, true);
    count(2, 2, true);
    count(3, 50, false);
    expect([1, 2, 3, 4].map((template) => templates.isConsensus(template, 0))).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

describe("the judge", () => {
  const judged = (worse: number) => {
    const judgements = new Judgements(new Random(1));
    for (let i = 0; i < 2000; i++) {
      const incumbent = { threat: i % 20 ? 0.1 : 0.9, bot: 0, anomaly: 0 };
      const candidate = { ...incumbent, threat: i % 1000 < worse ? 0.9 : incumbent.threat };
      judgements.add("site", 0, i % 200, { threat: 0 }, incumbent, candidate);
    }
    return compare(judgements, ["web"], THRESHOLDS, new Random(2)).find(
      ({ measure }) => measure === "false alarms",
    );
  };

  it("finds nothing worse in a model that is the same", () => {
    expect(judged(0)).toMatchObject({
      incumbent: 0.05,
      candidate: 0.05,
      low: 0,
      high: 0,
      isWorse: false,
      isBetter: false,
    });
  });

  it("finds what is worse, with an interval around the difference", () => {
    const found = judged(100);
    expect(found).toMatchObject({ isWorse: true, isBetter: false });
    const difference = (found?.candidate ?? 0) - (found?.incumbent ?? 0);
    expect(difference).toBeCloseTo(0.095, 3);
    expect(found?.low).toBeGreaterThan(0.02);
    expect(found?.low).toBeLessThan(difference);
    expect(found?.high).toBeGreaterThan(difference);
  });

  it("measures shifts as the population stability index does", () => {
    expect(stabilityIndex([50, 50], [50, 50])).toBe(0);
    // (0.8 - 0.5) ln 1.6 + (0.2 - 0.5) ln 0.4
    expect(stabilityIndex([50, 50], [80, 20])).toBeCloseTo(0.3 * Math.log(1.6) - 0.3 * Math.log(0.4), 10);
  });
});

describe("the report", () => {
  it("shows what strangers wrote as text and nothing else", () => {
    expect(plain("a <img src=x> | *b* [c](d)\n# e")).toBe("a &lt;img src=x&gt; \\| \\*b\\* \\[c\\](d) \\# e");
    expect(code("x ``` y", "  ")).toBe("  ````\n  x ``` y\n  ````");
  });
});
