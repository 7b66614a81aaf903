/** What a robot is to the site: welcome, a tool, or hostile; and how much that matters. */
import { SECRET } from "../features/extension";
import { userAgent } from "../features/user-agent";
import { get } from "../features/values";
import { Robot } from "../model/robot-names";
import { Feature } from "../schema/features";
import { Head } from "../schema/heads";
import { Kind } from "../schema/kinds";
import { Severity } from "../schema/labels";
import { NO_REASON, Reason } from "../schema/reasons";
import { raise } from "./heads";
import { hit, Part } from "./hit";

/** Suspicious requests of a source from which on it probes: one may be a mistyped link's. */
const SOME_PROBES: f32 = 2;
/** Failures, and targets, of a browser from which on it looks for what is not there. */
const MANY: f32 = 5;

/** Least score of who sends a payload as user agent: no browser sends anything but its own. */
const PAYLOAD_AS_AGENT: f32 = 0.7;

/** Judges the client of an attack whose hit is found. */
export function judgeAttacker(): void {
  if (hit.part == Part.Agent) raise(Head.Bot, PAYLOAD_AS_AGENT);
}

/** Whether the client looks for weak spots, whatever it calls itself. */
function probes(): bool {
  if (get(Feature.Dotfile) > 0 || get(Feature.Climbs) > 1 || get(Feature.WordsWebshell) > 0) return true;
  if (get(Feature.Extension) == <f32>SECRET) return true;
  if (get(Feature.SourceSuspicious) >= SOME_PROBES) return true;
  // Crawlers follow dead links; a robot under a browser's name that does nothing else guesses.
  if (userAgent.robot != Robot.None || get(Feature.SourceErrorShare) < 0.5) return false;
  return get(Feature.SourceErrors) >= MANY && get(Feature.SourceTargets) >= MANY;
}

/** Number, in REASON_NAMES, of what a robot is to the site; NO_REASON of one that says nothing of itself. */
export function robotReason(): u32 {
  if (get(Feature.Kind) != <f32>Kind.Web) return NO_REASON;
  if (userAgent.robot == Robot.Hostile || probes()) return Reason.BotHostile;
  if (userAgent.robot == Robot.Welcome) return Reason.BotWelcome;
  if (userAgent.robot == Robot.Tool) return Reason.BotTool;
  if (get(Feature.UaScanner) > 0) return Reason.BotHostile;
  if (get(Feature.UaHeadless) > 0 || get(Feature.UaLibrary) > 0) return Reason.BotTool;
  return NO_REASON;
}

/** How much a robot matters that scores this: a welcome one little, a hostile one more, others by how sure it is. */
export function robotSeverity(sure: f32): Severity {
  const reason = robotReason();
  if (reason == Reason.BotWelcome) return Severity.Low;
  if (reason == Reason.BotHostile) return Severity.Medium;
  return sure >= 0.9 ? Severity.Medium : Severity.Low;
}
