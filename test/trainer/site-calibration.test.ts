/** The anomaly head's calibration to a site. */
import { expect, test } from "vitest";
import { calibrated } from "../../trainer/learn/calibration.ts";
import { calibratedForSite } from "../../trainer/learn/site-calibration.ts";
import type { Calibration } from "../../trainer/model/model.ts";

const standard: Calibration = {
  raw: [-8, -4, -2, -1, 0, 1, 2, 3],
  probability: [0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.999],
};
const NOTHING = [-9, -9, -9, -9, -9];

test("a site with no more odd events than stated keeps the default model's", () => {
  expect(calibratedForSite(standard, NOTHING)).toEqual({
    raw: [-8, -4, -2, -1, 0, 1, 2, 3],
    probability: [0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.999].map((p) => p),
  });
});

test("scores from one half on are stretched to where the site's are rare enough; those below stay", () => {
  const stretched = calibratedForSite(standard, [1.5, 1.5, 1.75, -9, -9]);
  expect(stretched.raw.slice(0, 4)).toEqual([-8, -4, -2, 1.5]);
  expect(stretched.raw[4]).toBeCloseTo(1.51);
  expect(stretched.raw.slice(5)).toEqual([1.75, 2, 3]);
  expect(calibrated(stretched, -4)).toBeCloseTo(0.1);
  expect(calibrated(stretched, 1)).toBeLessThan(0.5);
  expect(calibrated(stretched, 2)).toBeCloseTo(0.99);
});

test("what the default's calibration does not reach stays out, unless the site needs it", () => {
  const short: Calibration = { raw: [-8, -1, 1], probability: [0.01, 0.5, 0.95] };
  expect(
    calibratedForSite(short, [...NOTHING.slice(0, 3), Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY])
      .raw,
  ).toHaveLength(6);
});
