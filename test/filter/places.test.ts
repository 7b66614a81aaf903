/** Places whose word varies, learnt while lines go by: they widen what counts as known, and change no fingerprint. */
import { describe, expect, test } from "vitest";
import { Filter } from "../../host/filter.ts";
import { fnv } from "../../trainer/model/hash.ts";
import { word } from "../words.ts";
import { built } from "./taught/entries.ts";

const schema = Filter.load(built).schema;
const SEEN = schema.dense.indexOf("template_seen");

/** Lines that are nothing new go between those that are. */
const USUAL = "Nov 21 06:00:00 db1 cron: nothing to do";
const BETWEEN = 70;

class Site {
  readonly filter = Filter.load(built);
  #seconds = 1_795_241_940;

  features(line: string) {
    const time = { seconds: this.#seconds++, nanoseconds: 0 };
    return this.filter.features(JSON.stringify({ log: line }), time) as NonNullable<
      ReturnType<Filter["features"]>
    >;
  }

  /** Bits of how often the line's template was counted before. */
  seen(line: string): number {
    return this.features(line).dense[SEEN] as number;
  }

  /** Meets lines, each after usual ones. */
  meet(lines: readonly string[]): this {
    for (const line of lines) {
      for (let i = 0; i < BETWEEN; i++) this.features(USUAL);
      this.features(line);
    }
    return this;
  }
}

const job = (name: string) => `Nov 21 06:00:00 db1 backup: job ${name} finished well`;
const jobs = (count: number) => Array.from({ length: count }, (_, i) => job(word(i)));

describe("a place with many words that go on alike", () => {
  test("makes further words nothing new, and is told to training", () => {
    const site = new Site().meet(jobs(30));
    expect(site.seen(job("another"))).toBeGreaterThan(1);
    expect(site.filter.variablePlaces()).toEqual([fnv("job ")]);
  });

  test("takes more than a few of them", () => {
    const site = new Site().meet(jobs(4));
    expect(site.seen(job("another"))).toBe(0);
    expect(site.filter.variablePlaces()).toEqual([]);
  });

  test("changes no fingerprint", () => {
    const site = new Site().meet(jobs(30));
    for (const name of ["another", word(3)])
      expect(site.features(job(name)).template).toBe(new Site().features(job(name)).template);
  });

  test("leaves lines new that differ elsewhere", () => {
    const site = new Site().meet(jobs(30));
    expect(site.seen("Nov 21 06:00:00 db1 backup: job another failed badly")).toBe(0);
    expect(site.seen("Nov 21 06:00:00 db1 backup: volume another finished well")).toBe(0);
    expect(site.seen("Nov 21 06:00:00 db1 backup: one job another finished well")).toBe(0);
  });

  test("is followed by another one", () => {
    const copy = (i: number) => `Nov 21 06:00:00 db1 backup: copied ${word(i)} to ${word(i * 7)} at once`;
    const site = new Site().meet(Array.from({ length: 90 }, (_, i) => copy(i)));
    expect(site.filter.variablePlaces().sort()).toEqual([fnv("copied "), fnv("copied * to ")].sort());
    expect(site.seen(copy(1000))).toBeGreaterThan(1);
  });
});

describe("no place varies", () => {
  test("whose words tell events apart: each goes on in its own way", () => {
    const acts = Array.from({ length: 40 }, (_, i) => `job ${word(i)} ${word(100 + i)} ${word(200 + i)}`);
    const site = new Site().meet(acts.map((text) => `Nov 21 06:00:00 db1 backup: ${text}`));
    expect(site.filter.variablePlaces()).toEqual([]);
  });

  test("in front of the first word of a message", () => {
    const starts = Array.from(
      { length: 40 },
      (_, i) => `Nov 21 06:00:00 db1 backup: ${word(i)} has come to its end`,
    );
    expect(new Site().meet(starts).filter.variablePlaces()).toEqual([]);
  });

  test("in the frames of a trace, which tell faults apart", () => {
    const trace = (i: number) =>
      `java.lang.IllegalStateException: closed\n\tat com.example.Pool.${word(i)}(Pool.java:10)\n\tat com.example.Main.main(Main.java:3)`;
    const site = new Site().meet(Array.from({ length: 40 }, (_, i) => trace(i)));
    expect(site.filter.variablePlaces()).toEqual([]);
    expect(site.seen(trace(1000))).toBe(0);
  });
});

describe("a path", () => {
  const page = (path: string, status = 200) =>
    `203.0.113.9 - - [21/Nov/2026:06:19:00 +0000] "GET ${path} HTTP/1.1" ${status} 512 "-" "curl/8.1"`;
  const PRODUCTS = fnv("/products/");

  test("has places whose name varies", () => {
    const site = new Site().meet(Array.from({ length: 30 }, (_, i) => page(`/products/${word(i)}`)));
    expect(site.filter.variablePlaces()).toEqual([PRODUCTS]);
    expect(site.seen(page("/products/blue-shirt"))).toBeGreaterThan(1);
    expect(site.seen(page("/people/blue-shirt"))).toBe(0);
    expect(site.seen(page("/products/blue-shirt/edit"))).toBe(0);
    expect(site.features(page("/products/blue-shirt")).template).toBe(
      new Site().features(page("/products/blue-shirt")).template,
    );
  });

  test("takes more than a few of them", () => {
    const site = new Site().meet(Array.from({ length: 4 }, (_, i) => page(`/products/${word(i)}`)));
    expect(site.seen(page("/products/trousers"))).toBe(0);
  });

  test("has none where names go on in their own ways, in front, nor by requests for what is missing", () => {
    const own = Array.from({ length: 40 }, (_, i) => page(`/api/${word(i)}/${word(100 + i)}`));
    expect(new Site().meet(own).filter.variablePlaces()).toEqual([]);
    const first = Array.from({ length: 40 }, (_, i) => page(`/${word(i)}`));
    const site = new Site().meet(first);
    expect(site.filter.variablePlaces()).toEqual([]);
    expect(site.seen(page("/trousers"))).toBe(0);
    const missing = Array.from({ length: 40 }, (_, i) => page(`/products/${word(i)}`, 404));
    expect(new Site().meet(missing).filter.variablePlaces()).toEqual([]);
  });
});

test("a request that an application tells of is a message: its path has no places", () => {
  const told = (i: number) =>
    `2026-11-21 06:19:00.008 25746 INFO nova.osapi.wsgi [req-1f - -] 192.0.2.1 "${word(i).toUpperCase()}S /servers/${word(i)} HTTP/1.1" status: 200 len: 9 time: 0.2`;
  const site = new Site().meet(Array.from({ length: 30 }, (_, i) => told(i)));
  expect(site.features(told(1)).kind).toBe(schema.kinds.indexOf("web"));
  expect(site.filter.variablePlaces()).toEqual([]);
});

test("lines that a client makes up displace no place that is often passed", () => {
  const site = new Site().meet(jobs(60));
  for (let i = 0; i < 20_000; i++)
    site.features(
      `Nov 21 06:00:00 db1 app: ${word(i % 97)} ${word(i)} ${word(i * 3)} ${word(i * 5)} ${word(i * 7)}`,
    );
  expect(site.filter.variablePlaces()).toContain(fnv("job "));
  const { memoryBytes } = site.filter;
  expect(memoryBytes).toBe(new Site().meet(jobs(1)).filter.memoryBytes);
});

test("the same lines show the same places in every instance", () => {
  const lines = jobs(40);
  expect(new Site().meet(lines).filter.variablePlaces()).toEqual(
    new Site().meet(lines).filter.variablePlaces(),
  );
});

test("many new lines at once, as of a start, are looked at where a service was quiet before", () => {
  const site = new Site();
  for (let i = 0; i < 1200; i++) site.features(USUAL);
  for (const line of jobs(14)) site.features(line);
  expect(site.filter.variablePlaces()).toEqual([fnv("job ")]);
});
