/**
 * Sequential test of a source: person or robot (sequential probability ratio test; Wald 1945, Ann. Math. Stat. 16). Each
 * request adds the logarithm of how much more often robots in a browser's clothes send its like than people do; at the
 * upper bound the source is a robot, at the lower one a person. No other test with the same errors needs fewer requests.
 *
 * With bounds ln((1 - beta) / alpha) and ln(beta / (1 - alpha)), at most alpha of the people are taken for robots, and at
 * most beta of the robots for people, where requests are independent of each other. They are not, so the ratios are bounded
 * and targets that were asked for before say nothing; test/filter/sequential-test.test.ts measures both errors.
 *
 * The sum stays between the bounds, so that who changes, as an address that someone else gets, is found out as soon.
 */
import { Feature } from "../schema/features";
import { ASSET } from "./extension";
import { get } from "./values";

/** ln((1 - beta) / alpha) for alpha = .001, beta = .05. */
export const ROBOT: f32 = 6.86;
/** ln(beta / (1 - alpha)). */
export const PERSON: f32 = -2.99;

/** Requests are told apart by what they ask for, with a referer or without, refused (4xx) or not, and how. */
const enum Asked {
  Asset,
  Page,
  /** robots.txt */
  Robots,
  /** What no ordinary visitor asks for. */
  Probe,
}

/**
 * Log-likelihood ratios, sixteenths of nats: of GET, of what else pages send (POST, PUT, PATCH, DELETE, OPTIONS), of other
 * methods. None is larger than what simulated traffic gives, or than 2 nats. What is asked for without a referer is far less
 * than it gives: apps' calls and bookmarks have none, and simulated people have fewer of those than real ones.
 */
const RATIOS: usize = memory.data<i8>([
  -24,
  -16,
  16,
  4,
  8,
  16, // assets; the last three of each row: refused
  -32,
  -24,
  0,
  -24,
  -8,
  0, // … with a referer
  4,
  -4,
  32,
  24,
  16,
  32, // pages
  -16,
  -24,
  0,
  4,
  -8,
  8, // … with a referer
  32,
  32,
  32,
  32,
  32,
  32, // robots.txt
  32,
  32,
  32,
  32,
  32,
  32, // … with a referer
  24,
  16,
  24,
  32,
  32,
  32, // probes
  -8,
  -8,
  16,
  16,
  0,
  16, // … with a referer
]);
/** A browser's form, as the feature `ua_shape` has it; 0 is no user agent. */
const BROWSER: f32 = 1;
const UNIT: f32 = 0.0625;
/** Of a new target for which the same page is shown as for the one before: people are shown it where a script draws all pages. */
const SAME_PAGE: f32 = 0.75;
/** Of what a page brings along, where the log tells no agents. */
const UNTOLD_ASSET: f32 = -1;

/** Share of the last assets that were asked for with a referer. Where next to none is, the log does not tell referers. */
let refererShare: f32 = 0.5;
const LEAST_REFERERS: f32 = 0.05;
/** What one asset adds to the share. */
const STEP: f32 = 0.015625;

/** Whether the log tells referers, as far as the last assets say. */
export function tellsReferers(): bool {
  return refererShare >= LEAST_REFERERS;
}

/** Column of {@link RATIOS} for the method. */
function methodGroup(): u32 {
  const method = get(Feature.Method);
  if (method == 1) return 0;
  return method >= 3 && method <= 5 ? 1 : 2;
}

/**
 * What the request at hand, whose features are there, says for a robot; nats. Where the log tells no referers, no more than
 * what it would say with one.
 */
export function evidenceOf(isProbe: bool, isRobots: bool, isRefused: bool, isSamePage: bool): f32 {
  let referer = get(Feature.Referer);
  const isAsset = get(Feature.Extension) == <f32>ASSET;
  const ofPage: f32 = isSamePage ? SAME_PAGE : 0;
  // Where the log tells no agents, apps and pollers are among them.
  if (get(Feature.UaShape) < 0) {
    if (!isProbe) return isAsset && !isRefused ? UNTOLD_ASSET : ofPage;
  } else if (!namesNoProgram()) return 0;
  if (isAsset && referer >= 0) refererShare += (referer - refererShare) * STEP;
  const isUntold = referer < 0 || (referer == 0 && !tellsReferers());
  if (isUntold) referer = 1;
  const asked = isRobots ? Asked.Robots : isProbe ? Asked.Probe : isAsset ? Asked.Asset : Asked.Page;
  const row = (<u32>asked * 2 + <u32>referer) * 2 + (isRefused ? 1 : 0);
  const ratio = <f32>load<i8>(RATIOS + row * 3 + methodGroup()) * UNIT;
  return ofPage + (isUntold && !isAsset ? max<f32>(ratio, 0) : ratio);
}

/**
 * Whether the client at hand claims to be a browser, or nothing at all. Apps and tools with names of their own behave as they
 * like: to tell their people from robots is not what the ratios were measured for.
 */
function namesNoProgram(): bool {
  return get(Feature.UaShape) <= BROWSER;
}

/** The sum of a source after one more request. */
export function nextEvidence(sum: f32, ratio: f32): f32 {
  return min<f32>(max<f32>(sum + ratio, PERSON), ROBOT);
}
