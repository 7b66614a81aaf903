/** Attack category, or type of client: the reason that a person wants to read first. */
import { LONG_LABEL } from "../features/dns-name";
import { SECRET } from "../features/extension";
import { sourceVerdict } from "../features/source";
import { Behaviour, isGuess } from "../features/source-crowd";
import { userAgent } from "../features/user-agent";
import { get } from "../features/values";
import { Robot } from "../model/robot-names";
import { parsed } from "../parse/parsed";
import { Feature } from "../schema/features";
import { Kind } from "../schema/kinds";
import { NO_REASON, Reason } from "../schema/reasons";
import { evidenceInHeaders, evidenceInTarget } from "./evidence";
import { hit, isOfRequest, Part } from "./hit";
import { guessesRecipients } from "./recipients";

/** Accounts that one source tries before it is called spraying. */
const MANY_ACCOUNTS: f32 = 4;
/** Failures of a source from which on they are an attack of their own kind. */
const MANY_ERRORS: f32 = 5;
/** Ports that one source tries before it is called a scan. */
const MANY_PORTS: f32 = 4;

/** The attack family with the most words in the message, or NO_REASON. Of equals the first, which is the more specific. */
function richestFamily(): u32 {
  let best: u32 = NO_REASON;
  let most: f32 = 0;
  for (let family: u32 = Feature.WordsSqli; family <= <u32>Feature.WordsWebshell; family++) {
    const words = get(family);
    if (words <= most) continue;
    most = words;
    best = family;
  }
  return best;
}

/**
 * What a rule of OWASP's Core Rule Set finds, by the thousands of its number
 * (https://coreruleset.org/docs/3-about-rules/ids/), or NO_REASON.
 */
function ruleReason(rule: u32): u32 {
  switch (rule / 1000) {
    case 913:
      return Feature.UaScanner;
    case 930:
      return Feature.WordsFiles;
    case 931:
      return Feature.WordsSsrf;
    case 932:
      return Feature.WordsCommand;
    case 933:
    case 934:
    case 944:
      return Feature.WordsCode;
    case 941:
      return Feature.WordsXss;
    case 942:
      return Feature.WordsSqli;
    default:
      return NO_REASON;
  }
}

/** The technique that the request itself shows, whoever sent it, or NO_REASON. */
function techniqueInRequest(): u32 {
  const inTarget = evidenceInTarget();
  if (inTarget != NO_REASON) return inTarget;
  if (get(Feature.Climbs) > 1) return Feature.Climbs;
  if (get(Feature.Dotfile) > 0) return Feature.Dotfile;
  if (get(Feature.WordsWebshell) > 0) return Feature.WordsWebshell;
  if (get(Feature.WordsProbe) > 0) return Feature.WordsProbe;
  if (get(Feature.Extension) == <f32>SECRET) return Feature.Extension;
  return evidenceInHeaders();
}

function webAttack(): u32 {
  if (isGuess(sourceVerdict.behaviour)) return Reason.BruteForce;
  const inRequest = techniqueInRequest();
  if (inRequest != NO_REASON) return inRequest;
  if (sourceVerdict.behaviour == Behaviour.ProbingCrowd || sourceVerdict.behaviour == Behaviour.Enumerating)
    return Reason.Enumeration;
  if (get(Feature.SourceErrors) >= MANY_ERRORS && get(Feature.SourceTargets) >= MANY_PORTS)
    return Reason.Enumeration;
  // A path that is hostile by itself is one that is sought.
  return hit.at && hit.part == Part.Path ? Feature.WordsProbe : NO_REASON;
}

/**
 * Number, in REASON_NAMES, of the technique that the line itself shows, whatever its source did; the hit has to be found.
 */
export function technique(): u32 {
  const ofRule = parsed.attackRule ? ruleReason(parsed.attackRule) : NO_REASON;
  if (ofRule != NO_REASON) return ofRule;
  return isOfRequest() ? techniqueInRequest() : richestFamily();
}

/**
 * Whether a feature names a technique that nothing but its words speaks for: the same words stand in ordinary requests and
 * in attacks of other categories. In requests only {@link attackCategory} names the technique.
 */
export function isAmbiguous(feature: u32): bool {
  if (!isOfRequest()) return false;
  return (
    feature == Feature.Climbs ||
    (feature >= <u32>Feature.WordsSqli &&
      feature <= <u32>Feature.WordsWebshell &&
      feature != Feature.WordsProbe)
  );
}

/** Number, in REASON_NAMES, of the attack category. */
export function attackCategory(): u32 {
  const kind = <u32>get(Feature.Kind);
  const ofRule = parsed.attackRule ? ruleReason(parsed.attackRule) : NO_REASON;
  if (ofRule != NO_REASON) return ofRule;
  if (kind == Kind.Web) return webAttack();
  if (guessesRecipients()) return Reason.Enumeration;
  const targets = get(Feature.SourceTargets);
  if (kind == Kind.Auth) {
    if (targets >= MANY_ACCOUNTS) return Reason.PasswordSpraying;
    return get(Feature.SourceErrors) >= MANY_ERRORS ? Reason.BruteForce : NO_REASON;
  }
  if (kind == Kind.Firewall) return targets >= MANY_PORTS ? Reason.PortScan : NO_REASON;
  if (kind == Kind.Dns) {
    if (get(Feature.LabelLength) >= LONG_LABEL) return Reason.DnsTunnel;
    return get(Feature.Failed) > 0 ? Reason.NameFailures : NO_REASON;
  }
  return richestFamily();
}

/** Whether an attack of this category harms no more than who is talked into following it, or only asks. */
export function isMild(reason: u32): bool {
  return reason == Reason.OpenRedirect || reason == Reason.Introspection;
}

/** Number, in REASON_NAMES, of the type of client; the worst first, and search engines before crawlers. */
export function clientCategory(): u32 {
  const isNamed = isOfRequest() && userAgent.robot == Robot.Hostile;
  if (isNamed || get(Feature.UaScanner) > 0) return Feature.UaScanner;
  if (get(Feature.UaHeadless) > 0) return Feature.UaHeadless;
  if (get(Feature.UaSearchEngine) > 0) return Feature.UaSearchEngine;
  if (get(Feature.UaMonitor) > 0) return Feature.UaMonitor;
  if (get(Feature.UaCrawler) > 0) return Feature.UaCrawler;
  return get(Feature.UaLibrary) > 0 ? Feature.UaLibrary : NO_REASON;
}
