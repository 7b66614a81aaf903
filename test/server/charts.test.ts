import { beforeAll, describe, expect, it, vi } from "vitest";

type Values = (number | null)[];
interface Field {
  name: string;
  type: string;
  values: (number | string | null)[];
}
interface Panel {
  fieldConfig?: {
    defaults?: { unit?: string; custom?: { axisLabel?: string } };
    overrides?: { matcher: { id: string; options: string }; properties: { id: string; value: unknown }[] }[];
  };
}
interface Data {
  frames: { refId?: string; fields: Field[] }[];
  from: number;
  to: number;
}
type Draw = (panel: Panel, data: Data, annotations: [], size: { width: number; height: number }) => Options;
interface Node {
  id: string;
  x: number;
  y: number;
  url?: string;
}
interface Options {
  key: { name: string; colour: string; said?: string; url?: string }[];
  urlOf: (event: { seriesName?: string; name?: string; value?: number[] }) => string | undefined;
  yAxis: { name: string; data: string[] };
  xAxis: { data: string[]; axisLabel: { formatter: (ms: number) => string } };
  series: { name: string; color: string; data: (Values | { value: Values; symbol: string })[] }[];
}

let charts: Record<"timeseries" | "piechart" | "heatmap" | "nodeGraph", Draw>;
let graphHeight: (data: Data, height: number) => number;
let ticks: (values: Values, unit: string) => { max: number; interval: number; decimals: number };
let coloursByName: (names: string[]) => Map<string, { colour: string; isAgain: boolean }>;
let timeLabel: (ms: number, from: number, to: number) => string;
let number: (value: number, unit: string, decimals?: number) => string;

/** What a browser's tab keeps. */
class Storage {
  private readonly kept = new Map<string, string>();
  getItem(name: string): string | null {
    return this.kept.get(name) ?? null;
  }
  setItem(name: string, value: string): void {
    this.kept.set(name, value);
  }
}

function stubPage(): void {
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => {} }));
  vi.stubGlobal("location", new URL("http://127.0.0.1/d/smartlog-overview"));
  vi.stubGlobal("document", {
    documentElement: { append: () => {} },
    createElement: () => ({ style: {} }),
  });
  vi.stubGlobal("getComputedStyle", (of: { style: { color: string } }) => of.style);
}

beforeAll(async () => {
  stubPage();
  const from = (name: string) =>
    import(new URL(`../../server/viewer/public/${name}.js`, import.meta.url).href);
  ({ ticks } = await from("ticks"));
  ({ coloursByName } = await from("colours"));
  ({ number } = await from("format"));
  ({ CHARTS: charts } = await from("charts"));
  ({ timeLabel } = await from("chart-base"));
  ({ nodeGraphHeight: graphHeight } = await from("chart-node-graph"));
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
    [[22_485_824], "s"],
    [[95], "s"],
    [[51_000], "ms"],
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

  it("of durations are whole in the unit that they are written in", () => {
    const { max, interval, decimals } = ticks([22_485_824], "s");
    expect(interval % 86_400).toBe(0);
    expect(number(max, "s", decimals)).toMatch(/^\d+ d$/);
  });

  it("of bytes are whole in their unit", () => {
    expect(ticks([180_040_499], "bytes").interval % 1_048_576).toBe(0);
  });
});

describe("a colour", () => {
  it("belongs to a name, whatever the order of the rows", () => {
    const names = ["nginx.log", "apache.log", "auth.log"];
    expect(coloursByName(names)).toEqual(coloursByName([...names].reverse()));
    expect(new Set([...coloursByName(names).values()].map(({ colour }) => colour)).size).toBe(3);
  });

  it("stays with its name when others come that want the same", () => {
    vi.stubGlobal("sessionStorage", new Storage());
    const first = coloursByName(["zebra.log"]).get("zebra.log")?.colour;
    const crowd = Array.from({ length: 7 }, (_, n) => `a${n}.log`);
    expect(coloursByName([...crowd, "zebra.log"]).get("zebra.log")?.colour).toBe(first);
    // And on another page.
    expect(coloursByName(["b.log", "zebra.log"]).get("zebra.log")?.colour).toBe(first);
    vi.unstubAllGlobals();
    stubPage();
  });

  it("stays when a series is gone that didn't want the same", () => {
    const all = coloursByName(["dns", "web", "mail.log"]);
    const without = coloursByName(["dns", "web"]);
    expect([...without]).toEqual([...all].filter(([name]) => name !== "mail.log"));
  });

  it("is taken again where there are more names than colours", () => {
    const many = coloursByName(Array.from({ length: 11 }, (_, i) => `name ${i}`));
    expect(many.size).toBe(11);
    expect([...many.values()].filter(({ isAgain }) => isAgain).length).toBe(3);
  });
});

const HOUR = 3_600_000;
const data = (...fields: Field[]): Data => ({ frames: [{ fields }], from: 0, to: 4 * HOUR });
const size = { width: 600, height: 300 };

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

describe("a chart that is clicked on", () => {
  const link = {
    title: "The events",
    url: "/d/x?${__url_time_range}&var-label=${__field.name:percentencode}",
  };
  const panel: Panel = {
    fieldConfig: {
      overrides: [
        { matcher: { id: "byType", options: "number" }, properties: [{ id: "links", value: [link] }] },
      ],
    },
  };
  const times = { name: "time", type: "time", values: [0, HOUR, 2 * HOUR] };

  it("leads to the events of the series and the step", () => {
    const bot = { name: "bot", type: "number", values: [1, 2, 3] };
    const { urlOf } = charts.timeseries(panel, data(times, bot), [], size);
    expect(urlOf({ seriesName: "bot", value: [HOUR, 2] })).toBe(
      `/d/x?from=${HOUR}&to=${2 * HOUR}&var-label=bot`,
    );
  });

  it("leads nowhere where an override takes the link away", () => {
    const rest = { name: "the rest", type: "number", values: [1, 2, 3] };
    const without: Panel = {
      fieldConfig: {
        overrides: [
          ...(panel.fieldConfig?.overrides ?? []),
          { matcher: { id: "byName", options: "the rest" }, properties: [{ id: "links", value: [] }] },
        ],
      },
    };
    const { urlOf } = charts.timeseries(without, data(times, rest), [], size);
    expect(urlOf({ seriesName: "the rest", value: [HOUR, 2] })).toBeUndefined();
  });

  it("as a part of a ring leads to the events of the part", () => {
    const web = { name: "web", type: "number", values: [1, 2, 3] };
    expect(charts.piechart(panel, data(times, web), [], size).key[0]?.url).toContain("var-label=web");
  });
});

describe("labels of times", () => {
  const at = (text: string) => new Date(`2026-05-${text}`).getTime();
  it.each([
    [at("01T00:00:00"), at("02T00:00:00"), HOUR],
    [at("01T00:00:00"), at("03T12:00:00"), 4 * HOUR],
    [at("01T00:00:00"), at("09T00:00:00"), 24 * HOUR],
    [at("01T00:00:00"), at("01T00:05:00"), 10_000],
    [at("01T00:00:00"), at("01T00:00:00") + 390 * 24 * HOUR, 31 * 24 * HOUR],
  ])("from %d to %d differ", (from, to, step) => {
    const written = [];
    for (let ms = from; ms <= to; ms += step) written.push(timeLabel(ms, from, to));
    expect(new Set(written).size, written.join(", ")).toBe(written.length);
  });
});

it("an axis says what its numbers are", () => {
  const panel = { fieldConfig: { defaults: { custom: { axisLabel: "events per second" } } } };
  const times = { name: "time", type: "time", values: [0, HOUR] };
  const { yAxis } = charts.timeseries(
    panel,
    data(times, { name: "a", type: "number", values: [1, 2] }),
    [],
    size,
  );
  expect(yAxis.name).toBe("events per second");
});

describe("a heat map", () => {
  it("has a row for each range, a faint cell for nothing, and none where nothing was shipped", () => {
    const { yAxis, series } = charts.heatmap(
      {},
      data(
        { name: "time", type: "time", values: [0, HOUR, 2 * HOUR] },
        { name: "0.10", type: "number", values: [4, 0, null] },
        { name: "0.05", type: "number", values: [0, 0, null] },
      ),
      [],
      size,
    );
    expect(yAxis.data).toEqual(["0.05", "0.10"]);
    const cells = series[0]?.data.map((cell) => ("value" in cell ? cell.value : cell).slice(0, 3));
    expect(cells).toEqual([
      [0, 0, 0],
      [1, 0, 0],
      [0, 1, 4],
      [1, 1, 0],
    ]);
  });
});

describe("a graph of relations", () => {
  const link = { title: "", url: "/d/x?var-source=${__data.fields.title:percentencode}" };
  const panel: Panel = {
    fieldConfig: {
      overrides: [
        { matcher: { id: "byName", options: "title" }, properties: [{ id: "links", value: [link] }] },
      ],
    },
  };
  const sources = Array.from({ length: 60 }, (_, n) => `10.0.0.${n}`);
  const names = [...sources, "web1"];
  const column = (name: string, values: (number | string)[]) => ({ name, type: "string", values });
  const graph: Data = {
    frames: [
      {
        refId: "nodes",
        fields: [
          column("id", names),
          column("title", names),
          column("subTitle", [...sources.map(() => "source"), "host"]),
          column(
            "mainStat",
            names.map((_, n) => n + 1),
          ),
        ],
      },
      {
        refId: "edges",
        fields: [
          column("source", sources),
          column(
            "target",
            sources.map(() => "web1"),
          ),
          column(
            "color",
            sources.map(() => "semi-dark-red"),
          ),
        ],
      },
    ],
    from: 0,
    to: 1,
  };

  it("has room for each label, also on a phone, and leads to each node's events", () => {
    const height = graphHeight(graph, 300);
    const { series, urlOf } = charts.nodeGraph(panel, graph, [], { width: 340, height });
    const nodes = series[0]?.data as unknown as Node[];
    const left = nodes.filter(({ id }) => id !== "web1").sort((a, b) => a.y - b.y);
    expect(left.length).toBe(60);
    for (const [i, { y }] of left.slice(1).entries())
      expect(y - (left[i]?.y ?? 0)).toBeGreaterThanOrEqual(14);
    expect(nodes[0]?.url).toBe("/d/x?var-source=10.0.0.0");
    expect(urlOf({ dataType: "node", data: nodes[0] } as never)).toBe("/d/x?var-source=10.0.0.0");
  });
});

describe("a ring", () => {
  it("has the largest part first, with what it is of all", () => {
    const parts = data(
      { name: "time", type: "time", values: [0, HOUR] },
      { name: "dns", type: "number", values: [1, null] },
      { name: "web", type: "number", values: [1, 2] },
    );
    expect(charts.piechart({}, parts, [], size).series[0]?.data).toMatchObject([
      { name: "web", value: 3 },
      { name: "dns", value: 1 },
    ]);
    expect(charts.piechart({}, parts, [], size).key.map(({ name, said }) => `${name} ${said}`)).toEqual([
      "web 75 % · 3",
      "dns 25 % · 1",
    ]);
  });
});
