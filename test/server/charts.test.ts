import { beforeAll, describe, expect, it, vi } from "vitest";

type Values = (number | null)[];
interface Field {
  name: string;
  type: string;
  values: (number | string | null)[];
}
interface Panel {
  fieldConfig?: { defaults?: { unit?: string } };
}
interface Data {
  frames: { fields: Field[] }[];
  from: number;
  to: number;
}
type Draw = (panel: Panel, data: Data, annotations: [], size: { width: number }) => Options;
interface Options {
  legend: { orient?: string };
  yAxis: { data: string[] };
  xAxis: { data: string[] };
  series: { name: string; color: string; data: (Values | { value: Values; symbol: string })[] }[];
}

let charts: Record<"timeseries" | "piechart", Draw>;
let ticks: (values: Values, unit: string) => { max: number; interval: number; decimals: number };
let coloursByName: (names: string[]) => Map<string, string>;
let number: (value: number, unit: string, decimals?: number) => string;

beforeAll(async () => {
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => {} }));
  vi.stubGlobal("location", new URL("http://127.0.0.1/d/smartlog-overview"));
  const from = (name: string) =>
    import(new URL(`../../server/viewer/public/${name}.js`, import.meta.url).href);
  ({ ticks } = await from("ticks"));
  ({ coloursByName } = await from("colours"));
  ({ number } = await from("format"));
  ({ CHARTS: charts } = await from("charts"));
});

describe("ticks", () => {
  it.each([
    [[0.031], "reqps"],
    [[0.0042, 0.001], "none"],
    [[1], "short"],
    [[3, 2], "short"],
    [[180_040_499], "bytes"],
    [[999], "bytes"],
    [[0.23], "percentunit"],
    [[0.001], "percentunit"],
    [[41_302], "short"],
    [[null, 7.5], "ms"],
    [[], "short"],
  ] as [Values, string][])("of %j %s are written differently, and reach above all values", (values, unit) => {
    const { max, interval, decimals } = ticks(values, unit);
    const count = Math.round(max / interval);
    const written = Array.from({ length: count + 1 }, (_, i) => number(i * interval, unit, decimals));
    expect(new Set(written).size, written.join(", ")).toBe(count + 1);
    expect(max).toBeGreaterThanOrEqual(Math.max(...values.map((value) => value ?? 0)));
    expect(count).toBeLessThanOrEqual(6);
  });

  it("of what is counted are whole numbers", () => {
    expect(ticks([1], "short").interval).toBe(1);
    expect(ticks([1, 0, null], "short")).toMatchObject({ max: 1 });
  });

  it("of bytes are whole in their unit", () => {
    expect(ticks([180_040_499], "bytes").interval % 1_048_576).toBe(0);
  });
});

describe("a colour", () => {
  it("belongs to a name, whatever the order of the rows", () => {
    const names = ["nginx.log", "apache.log", "auth.log"];
    expect(coloursByName(names)).toEqual(coloursByName([...names].reverse()));
    expect(new Set(coloursByName(names).values()).size).toBe(3);
  });

  it("stays when a series is gone that didn't want the same", () => {
    const all = coloursByName(["dns", "web", "mail.log"]);
    const without = coloursByName(["dns", "web"]);
    expect([...without]).toEqual([...all].filter(([name]) => name !== "mail.log"));
  });

  it("is taken again where there are more names than colours", () => {
    expect(coloursByName(Array.from({ length: 30 }, (_, i) => `name ${i}`)).size).toBe(30);
  });
});

const HOUR = 3_600_000;
const data = (...fields: Field[]): Data => ({ frames: [{ fields }], from: 0, to: 4 * HOUR });
const size = { width: 600 };

describe("a chart over time", () => {
  const times = { name: "time", type: "time", values: [0, HOUR, 2 * HOUR, 3 * HOUR] };

  it("does not join what stands on either side of a gap, and shows what stands alone", () => {
    const { series } = charts.timeseries(
      {},
      data(times, { name: "lag", type: "number", values: [4, null, 7, 8] }),
      [],
      size,
    );
    expect(series[0]?.data).toEqual([
      { value: [0, 4], symbol: "circle", symbolSize: 5 },
      [HOUR, null],
      [2 * HOUR, 7],
      [3 * HOUR, 8],
    ]);
    expect(series[0]).not.toHaveProperty("connectNulls", true);
  });

  it("gives a series the colour of its name", () => {
    const [a, b] = ["a.log", "b.log"].map((name) => ({ name, type: "number", values: [1, 2, 3, 4] }));
    if (!a || !b) throw new Error("two fields");
    const colours = (options: Options) =>
      Object.fromEntries(options.series.map(({ name, color }) => [name, color]));
    const one = charts.timeseries({}, data(times, a, b), [], size);
    expect(colours(charts.timeseries({}, data(times, b, a), [], size))).toEqual(colours(one));
  });
});

describe("a ring", () => {
  it("has its legend below where there is no room beside it", () => {
    const parts = data(
      { name: "time", type: "time", values: [0, HOUR] },
      { name: "dns", type: "number", values: [1, null] },
      { name: "web", type: "number", values: [1, 2] },
    );
    expect(charts.piechart({}, parts, [], size).series[0]?.data).toMatchObject([
      { name: "web", value: 3 },
      { name: "dns", value: 1 },
    ]);
    expect(charts.piechart({}, parts, [], { width: 330 }).legend.orient).toBe("horizontal");
    expect(charts.piechart({}, parts, [], { width: 600 }).legend.orient).toBe("vertical");
  });
});
