/** Which places whose word varies a training takes, and what they join. */
import { describe, expect, test } from "vitest";
import { Filter } from "../../host/filter.ts";
import { shipperTime } from "../../host/time.ts";
import type { StoredEvent } from "../../store/window.ts";
import { decodeModule } from "../../trainer/model/decode.ts";
import { fnv } from "../../trainer/model/hash.ts";
import { maskOf, withMask } from "../../trainer/model/mask.ts";
import { buildCandidate } from "../../trainer/train/candidate.ts";
import { choosePlaces, type Places, templatesNow } from "../../trainer/train/places.ts";
import type { Labels } from "../../trainer/window/labels.ts";
import { labelsOf } from "../../trainer/window/labels.ts";
import { MOST_CHARACTERS, ShownTemplates } from "../../trainer/window/shown.ts";
import { built } from "../filter/taught/entries.ts";
import { word } from "../words.ts";

const START = 1_795_241_940;
const lineOf = (text: string) => `Nov 21 06:00:00 db1 ${text}`;
const job = (name: string) => `backup: job ${name} finished well`;
const JOB = fnv("job ");
const USUAL = "cron: nothing to do";

/** A line of a window, what it was called on arrival, and what people say. */
interface Line {
  text: string;
  /** Whether the text is the line. */
  isWhole?: boolean;
  label?: string;
  said?: Parameters<typeof labelsOf>[0];
}

/** A window of lines, as the pass over it leaves it, and what is chosen from it. */
function chosen(lines: readonly Line[], module: Uint8Array = built): Places {
  const filter = Filter.load(module);
  const shown = new ShownTemplates();
  const corrected = new Map<string, { id: string; labels: Labels; reliability: number }>();
  let time = START;
  const meet = ({ text, isWhole = false, label = "normal", said }: Line) => {
    time += 60;
    const record = JSON.stringify({ log: isWhole ? text : lineOf(text) });
    const { template } = filter.features(record, shipperTime(time)) as { template: number };
    const id = String(time);
    if (said) corrected.set(id, { id, labels: labelsOf(said), reliability: 1 });
    shown.count({ id, time, label, record } as StoredEvent, template, said !== undefined);
  };
  for (const line of lines) {
    for (let i = 0; i < 70; i++) meet({ text: USUAL });
    meet(line);
  }
  return choosePlaces({
    incumbent: decodeModule(module),
    module,
    found: filter.variablePlaces(),
    shown: shown.take(),
    corrected,
  });
}

const jobs = (count: number, of: Partial<Line> = {}): Line[] =>
  Array.from({ length: count }, (_, i) => ({ text: job(word(i)), ...of }));
const template = (module: Uint8Array, text: string) =>
  Filter.load(module).features(JSON.stringify({ log: lineOf(text) }), shipperTime(START))?.template as number;

describe("a place", () => {
  test("with ever new words is taken, and its templates become one", () => {
    const { all, added, templates } = chosen(jobs(16));
    expect(all).toEqual([JOB]);
    expect(added).toEqual([{ place: JOB, text: "job * finished well", words: 16, events: 16 }]);
    const now = template(withMask(built, [JOB]), job("any"));
    expect([...templates]).toEqual(jobs(16).map(({ text }) => [template(built, text), now]));
  });

  test("in a path is taken as well", () => {
    const page = (name: string) =>
      `203.0.113.9 - - [21/Nov/2026:06:19:00 +0000] "GET /products/${name} HTTP/1.1" 200 512 "-" "curl/8.1"`;
    const { added } = chosen(Array.from({ length: 16 }, (_, i) => ({ text: page(word(i)), isWhole: true })));
    expect(added).toMatchObject([{ place: fnv("/products/"), text: "GET /products/* 2xx tool" }]);
  });

  test("with a few words that come again and again is not: they tell events apart", () => {
    const again = Array.from({ length: 10 }, () => jobs(12)).flat();
    expect(chosen(again)).toMatchObject({ all: [], added: [] });
  });

  test("with very many words is taken, though they come again", () => {
    expect(chosen([...jobs(40), ...jobs(40), ...jobs(40)]).all).toEqual([JOB]);
  });

  test("whose lines mostly were found is not: further ones would be found no more", () => {
    expect(chosen(jobs(16, { label: "anomaly" })).all).toEqual([]);
    expect(chosen(jobs(16, { label: "attack" })).all).toEqual([]);
  });

  test("of which people say that all is well is taken all the same", () => {
    const [first, ...others] = jobs(16, { label: "anomaly" }) as [Line, ...Line[]];
    expect(chosen([{ ...first, said: "normal" }, ...others]).all).toEqual([JOB]);
  });

  test("where people found something is not", () => {
    const [first, ...others] = jobs(16) as [Line, ...Line[]];
    expect(chosen([{ ...first, said: "anomaly" }, ...others]).all).toEqual([]);
  });

  test("behind one that is not taken is not", () => {
    const copy = (from: string, to: string) => `backup: copied ${from} to ${to} at once`;
    const lines = Array.from({ length: 240 }, (_, i) => ({ text: copy(word(i % 10), word(i)) }));
    const places = chosen(lines);
    expect(places.all).toEqual([]);
    const open = lines.map((_, i) => ({ text: copy(word(i), word(i * 7)) }));
    expect(chosen(open).all).toEqual([fnv("copied "), fnv("copied * to ")].sort((a, b) => a - b));
  });

  test("stays, and others are added to it", () => {
    const module = withMask(built, [JOB]);
    const { all, added } = chosen(
      Array.from({ length: 40 }, (_, i) => ({ text: `backup: volume ${word(i)} is full` })),
      module,
    );
    expect(added.map(({ place }) => place)).toEqual([fnv("volume ")]);
    expect(all).toEqual([JOB, fnv("volume ")]);
    expect(chosen(jobs(40), module)).toMatchObject({ all: [JOB], added: [] });
  });
});

/** Parts of a candidate that say nothing of places. */
const OTHERS = { id: "2026-01-01.1", meta: {} };

test("the candidate has the places, and its known templates are by their new fingerprints", () => {
  const places = chosen(jobs(40));
  const incumbent = decodeModule(built);
  const window = { frequent: () => [template(built, USUAL), template(built, job(word(1)))] };
  const templates = templatesNow(window, places);
  const { module } = buildCandidate(incumbent, built, {
    ...OTHERS,
    learnt: incumbent.learnt,
    templates,
    places: places.all,
  });
  expect(maskOf(module)).toEqual([JOB]);
  const now = [template(module, job("another")), template(module, USUAL)];
  expect(templates.frequent(10, 5)).toEqual(now);
  expect(templates.frequent(1, 5)).toEqual(now.slice(0, 1));
});

test("further trainings keep the places of the module in service", () => {
  const module = withMask(built, [JOB]);
  const incumbent = decodeModule(module);
  const templates = { frequent: () => [] };
  const made = buildCandidate(incumbent, module, { ...OTHERS, learnt: incumbent.learnt, templates });
  expect(maskOf(made.module)).toEqual([JOB]);
});

test("records that show templates take so much memory at most, however long lines are", () => {
  const shown = new ShownTemplates();
  const record = "x".repeat(4000);
  for (let i = 0; i < 5000; i++)
    shown.count({ id: String(i), time: START, label: "normal", record } as StoredEvent, i, false);
  expect(shown.take()).toHaveLength(MOST_CHARACTERS / record.length);
});
