/** Runs the heads over the features of the record at hand, and keeps their scores. */
import { isForeign } from "../features/own-host";
import { NAMES_HOST } from "../features/request";
import { sourceVerdict } from "../features/source";
import { botSum, threatSum } from "../features/sums";
import { userAgent } from "../features/user-agent";
import { get } from "../features/values";
import { calibrated } from "../model/calibration";
import { biasOf, scaleOf } from "../model/linear";
import { Robot } from "../model/robot-names";
import { isOn, threshold } from "../model/settings";
import { MINOR_RULE, parsed } from "../parse/parsed";
import { Feature } from "../schema/features";
import { HEAD_COUNT, Head } from "../schema/heads";
import { Kind } from "../schema/kinds";
import { binSum, scoreBins, scoreRequestBins } from "./incremental";

/** f32 for each head. */
const RAW: usize = memory.data(HEAD_COUNT << 2, 4);
const SCORES: usize = memory.data(HEAD_COUNT << 2, 4);
/** Least score of a client whose user agent has a robot's name. */
const NAMED_ROBOT: f32 = 0.95;
/** Least score of a request that a web application firewall calls an attack. */
const CALLED_ATTACK: f32 = 0.95;
/** Least score of a request that is one of many alike, none of which an ordinary visitor goes on from. */
const HOSTILE_BEHAVIOUR: f32 = 0.9;
/** Least score of a request for another site: who sends it seeks an open proxy, or has found one. */
const OPEN_PROXY: f32 = 0.7;
/** Share of a threshold that a score has at most which is not to pass it. */
export const BELOW: f32 = 0.5;

/** Uncalibrated score of a head, a logit. @inline */
export function rawScore(head: u32): f32 {
  return load<f32>(RAW + (head << 2));
}

/** Calibrated score, 0..1; 0 of a head that is off. @inline */
export function score(head: u32): f32 {
  return load<f32>(SCORES + (head << 2));
}

/** Scores the record whose features are computed. */
export function runHeads(kind: u32): void {
  scoreBins(kind);
  addUp(kind);
  // Not of a request that a message is about: its host is not counted.
  if (kind == Kind.Web && get(Feature.AbsoluteTarget) == NAMES_HOST && isForeign)
    raise(Head.Threat, OPEN_PROXY);
}

/** Scores the request that a message is about, whose features are computed. */
export function runRequestHeads(): void {
  scoreRequestBins();
  addUp(Kind.Web);
}

function addUp(kind: u32): void {
  finish(Head.Threat, threatSum() + binSum(Head.Threat));
  finish(Head.Bot, botSum() + binSum(Head.Bot));
  finish(Head.Anomaly, binSum(Head.Anomaly));
  // Wherever the name stands: a browser's words around it prove nothing.
  if (kind == Kind.Web && userAgent.robot != Robot.None) raise(Head.Bot, NAMED_ROBOT);
  if (kind == Kind.Web && sourceVerdict.behaviour) raise(Head.Threat, HOSTILE_BEHAVIOUR);
  // What a service says tells nothing of who is behind it; a login or a packet at first.
  if (kind == Kind.App || (kind != Kind.Web && get(Feature.SourceEvents) < 0)) keepBelow(Head.Bot);
  if (parsed.attackRule == MINOR_RULE) {
    if (kind != Kind.Web) keepBelow(Head.Threat);
  } else if (parsed.attackRule) raise(Head.Threat, CALLED_ATTACK);
}

/** Keeps a head's score below its threshold. */
export function keepBelow(head: u32): void {
  const most = threshold(head) * BELOW;
  if (score(head) > most) store<f32>(SCORES + (head << 2), most);
}

/** Keeps an event from being called an attack or a robot's. */
export function keepOrdinary(): void {
  keepBelow(Head.Threat);
  keepBelow(Head.Bot);
}

/** Makes a head's score at least `least`, if the head runs. */
export function raise(head: u32, least: f32): void {
  if (isOn(head) && score(head) < least) store<f32>(SCORES + (head << 2), least);
}

/** @inline */
function finish(head: u32, sum: i32): void {
  if (!isOn(head)) return;
  const raw = biasOf(head) + scaleOf(head) * <f32>sum;
  store<f32>(RAW + (head << 2), raw);
  store<f32>(SCORES + (head << 2), calibrated(head, raw));
}
