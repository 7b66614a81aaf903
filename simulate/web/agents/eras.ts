import type { Random } from "../../lib/random.ts";

/** Which version of an engine a year had. A user agent whose parts are of one time is what real ones look like. */

/** A year between 2008 and 2026, recent ones more often. */
export function drawYear(rng: Random): number {
  return 2026.9 - 18.5 * rng.float() ** 1.9;
}

/** Linear between known points `[year, version]`. */
function at(points: readonly (readonly [number, number])[], year: number): number {
  let [leftYear, leftVersion] = points[0] as readonly [number, number];
  for (const [pointYear, version] of points) {
    if (year <= pointYear) {
      const share = pointYear === leftYear ? 1 : (year - leftYear) / (pointYear - leftYear);
      return leftVersion + Math.max(0, share) * (version - leftVersion);
    }
    leftYear = pointYear;
    leftVersion = version;
  }
  return leftVersion;
}

const CHROME = [
  [2008.7, 1],
  [2010, 4],
  [2012, 17],
  [2014, 32],
  [2016, 48],
  [2018, 64],
  [2020, 79],
  [2022, 97],
  [2024, 120],
  [2026, 143],
  [2027, 156],
] as const;
const FIREFOX = [
  [2011.2, 4],
  [2012, 9],
  [2014, 26],
  [2016, 43],
  [2018, 58],
  [2020, 72],
  [2022, 95],
  [2024, 121],
  [2026, 146],
  [2027, 158],
] as const;
const IOS = [
  [2008, 2],
  [2010, 4],
  [2012, 5],
  [2014, 7],
  [2016, 9],
  [2018, 11],
  [2020, 13],
  [2022, 15],
  [2024, 17],
  [2025.7, 19],
  [2026.9, 27],
] as const;
const ANDROID = [
  [2009, 1],
  [2011, 2.3],
  [2012, 4],
  [2014, 4.4],
  [2016, 6],
  [2018, 8],
  [2020, 10],
  [2022, 12],
  [2024, 14],
  [2026.5, 16],
] as const;

/** Chrome's version: full build numbers as they were, `.0.0.0` since 2022. */
export function chromeVersion(rng: Random, year: number): string {
  const major = Math.max(1, Math.round(at(CHROME, year) - rng.exponential(year > 2020 ? 3 : 5)));
  if (major >= 101 && rng.chance(0.9)) return `${major}.0.0.0`;
  const build = Math.round(major < 20 ? 150 + major * 48 : 1132 + (major - 20) * 55.2);
  return `${major}.0.${build}.${rng.int(0, 190)}`;
}

export function firefoxVersion(rng: Random, year: number): number {
  return Math.max(4, Math.round(at(FIREFOX, year) - rng.exponential(4)));
}

/** `[major, minor, patch]` of iOS. */
export function iosVersion(rng: Random, year: number): readonly [number, number, number] {
  let major = Math.max(3, Math.floor(at(IOS, year) + 0.5 - rng.exponential(0.6)));
  if (major > 18 && major < 26) major = 18;
  return [major, rng.int(0, 7), rng.chance(0.4) ? rng.int(1, 4) : 0];
}

/** Android's version as written: `4.4.2`, `10`. */
export function androidVersion(rng: Random, year: number): string {
  const version = Math.max(1.5, at(ANDROID, year) - rng.exponential(year > 2016 ? 1.2 : 0.3));
  if (version < 2) return rng.pick(["1.5", "1.6"]);
  if (version < 3) return rng.pick(["2.1", "2.2", "2.2.1", "2.3.3", "2.3.4", "2.3.5", "2.3.6"]);
  if (version < 5)
    return rng.pick(["3.2", "4.0.3", "4.0.4", "4.1.1", "4.1.2", "4.2.1", "4.2.2", "4.3", "4.4.2", "4.4.4"]);
  const major = Math.floor(version);
  if (major < 9) return rng.pick([`${major}.0`, `${major}.${rng.int(0, 1)}.${rng.int(0, 2)}`, `${major}.1`]);
  return `${major}`;
}

/** Windows as browsers name it, of that time. */
export function windowsVersion(rng: Random, year: number): string {
  const nt = rng.weighted([
    ["Windows NT 5.1", year < 2014 ? 40 : year < 2019 ? 4 : 0.3],
    ["Windows NT 5.2", year < 2014 ? 2 : 0.1],
    ["Windows NT 6.0", year < 2014 ? 12 : 0.5],
    ["Windows NT 6.1", year < 2009.8 ? 0 : year < 2019 ? 50 : 4],
    ["Windows NT 6.2", year < 2012.8 ? 0 : year < 2015 ? 8 : 0.6],
    ["Windows NT 6.3", year < 2013.8 ? 0 : year < 2018 ? 14 : 1.5],
    ["Windows NT 10.0", year < 2015.6 ? 0 : 60],
  ]);
  const wide = year > 2019 ? "; Win64; x64" : rng.pick(["", "; WOW64", "; Win64; x64"]);
  return nt + (nt.startsWith("Windows NT 5") ? "" : wide);
}

/** macOS as WebKit writes it (`10_15_7`); frozen since 2020. */
export function macVersion(rng: Random, year: number): string {
  if (year > 2020.8) return rng.chance(0.93) ? "10_15_7" : `${rng.int(11, 14)}_${rng.int(0, 6)}`;
  const minor = Math.max(4, Math.min(15, Math.round(5 + (year - 2008) * 0.82 - rng.exponential(0.8))));
  return rng.chance(0.8) ? `10_${minor}_${rng.int(0, 8)}` : `10_${minor}`;
}

export function linuxPlatform(rng: Random): string {
  return rng.weighted([
    ["X11; Linux x86_64", 60],
    ["X11; Ubuntu; Linux x86_64", 18],
    ["X11; Linux i686", 6],
    ["X11; Fedora; Linux x86_64", 3],
    ["X11; Linux aarch64", 2],
    ["X11; Linux armv7l", 1],
    ["X11; FreeBSD amd64", 2],
    ["X11; OpenBSD amd64", 1],
    ["X11; NetBSD amd64", 0.4],
    ["X11; SunOS i86pc", 0.3],
    ["Wayland; Linux x86_64", 0.3],
    [`X11; CrOS x86_64 ${rng.int(7000, 16300)}.${rng.int(0, 99)}.0`, 8],
    [`X11; CrOS ${rng.pick(["aarch64", "armv7l"])} ${rng.int(7000, 16300)}.${rng.int(0, 99)}.0`, 2],
  ]);
}
