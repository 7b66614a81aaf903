import { beforeAll, expect, test } from "vitest";
import { LABEL_COLOURS, PALETTE, VERDICT_COLOURS } from "../../dashboards/lib/colours.ts";
import { DASHBOARDS } from "../../dashboards/pages/index.ts";

let viewer: { VARIABLES: Record<string, [string, string]>; PALETTE: string[] };
beforeAll(async () => {
  viewer = await import(new URL("../../server/viewer/public/colours.js", import.meta.url).href);
});

/** Red of attacks in light and dark. */
const ATTACK = ["#b01226", "#c4162a"];

type Rgb = [number, number, number];
const linear = (hex: string) =>
  [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
const times = (rows: readonly Rgb[], [r, g, b]: Rgb) =>
  rows.map((row) => row[0] * r + row[1] * g + row[2] * b) as Rgb;

/** What people see: with all cones; without red ones, without green ones (Machado and others, 2009). */
const SIGHTS: Record<string, readonly Rgb[]> = {
  ordinary: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
};

/** Ottosson's Oklab: distances are as people see them; 0.02 is just noticed. */
function oklab(rgb: Rgb): Rgb {
  const cones = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    rgb,
  ).map((value) => Math.cbrt(Math.max(0, value))) as Rgb;
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    cones,
  );
}

function distance(a: string, b: string, sight: readonly Rgb[]): number {
  const [x, y] = [a, b].map((hex) => oklab(times(sight, linear(hex)))) as [Rgb, Rgb];
  return Math.hypot(...x.map((value, i) => value - (y[i] ?? 0)));
}

test.each(Object.entries(SIGHTS))(
  "categories are told apart with %s sight, and from the red of attacks",
  (_name, sight) => {
    for (const [i, one] of PALETTE.entries())
      for (const other of [...PALETTE.slice(0, i), ...ATTACK])
        expect(distance(one, other, sight), `${one} and ${other}`).toBeGreaterThan(0.06);
  },
);

test.each(["#ffffff", "#1b2027"])("categories stand out from %s by 3:1", (ground) => {
  const light = (hex: string) => times([[0.2126, 0.7152, 0.0722]], linear(hex))[0];
  for (const hex of PALETTE) {
    const [low, high] = [light(hex), light(ground)].sort((a, b) => a - b) as [number, number];
    expect((high + 0.05) / (low + 0.05), hex).toBeGreaterThanOrEqual(3);
  }
});

test("a verdict's colour is nobody else's but that of what leads to it", () => {
  expect(new Set(Object.values(VERDICT_COLOURS)).size).toBe(5);
  for (const hex of PALETTE) expect(Object.values<string>(LABEL_COLOURS)).not.toContain(hex);
  for (const name of ["unknown", "the rest"]) {
    const colours = JSON.stringify(DASHBOARDS).matchAll(
      new RegExp(
        `"options":"${name}"\\},"properties":\\[\\{"id":"color","value":\\{"mode":"fixed","fixedColor":"([^"]+)"`,
        "g",
      ),
    );
    expect([...new Set([...colours].map(([, found]) => found))], name).toEqual(["text"]);
  }
});

test("the viewer has a variable for each colour that a dashboard asks for, and the same palette", () => {
  expect(viewer.PALETTE).toEqual(PALETTE);
  const asked = [...JSON.stringify(DASHBOARDS).matchAll(/"(?:fixedColor|color)":"([^"]+)"/g)].map(
    ([, found]) => found ?? "",
  );
  // The SDK's own, of exemplars, which no panel has.
  const known = [...Object.keys(viewer.VARIABLES), ...PALETTE, "rgba(255,0,255,0.7)"];
  expect(asked.length).toBeGreaterThan(50);
  for (const colour of new Set(asked)) expect(known).toContain(colour);
});
