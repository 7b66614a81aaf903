/** What kind of attack it is, or what kind of client: the reason that a person wants to read first. */

import { SECRET } from "../features/extension";
import { namesScanner } from "../features/user-agent";
import { DENSE } from "../features/values";
import {
  AUTH,
  D_CLIMBS,
  D_DOTFILE,
  D_EXTENSION,
  D_FAILED,
  D_FAMILIES,
  D_KIND,
  D_LABEL_LENGTH,
  D_SOURCE_ERRORS,
  D_SOURCE_TARGETS,
  DNS,
  F_CRAWLER,
  F_HEADLESS,
  F_LIBRARY,
  F_MONITOR,
  F_PROBE,
  F_SCANNER,
  F_SEARCH_ENGINE,
  F_SQLI,
  F_WEBSHELL,
  FIREWALL,
  R_BRUTE_FORCE,
  R_ENUMERATION,
  R_NAME_FAILURES,
  R_PORT_SCAN,
  R_SPRAYING,
  R_TUNNEL,
  WEB,
} from "../schema";
import { evidenceInHeaders, evidenceInTarget, NO_REASON } from "./evidence";

/** Accounts that one source tries before it is called spraying. */
const MANY_ACCOUNTS: f32 = 4;
/** Failures of a source from which on they are an attack of their own kind. */
const MANY_ERRORS: f32 = 5;
/** Ports that one source tries before it is called a scan. */
const MANY_PORTS: f32 = 4;
/** Letters of a label that carries data rather than a name. */
const LONG_LABEL: f32 = 40;

/** @inline */
function value(feature: u32): f32 {
  return load<f32>(DENSE + (feature << 2));
}

/** The family with the most words in the request, or NO_REASON. Of equals the more specific, which comes first. */
function richestFamily(): u32 {
  let best: u32 = NO_REASON;
  let most: f32 = 0;
  for (let family = F_SQLI; family <= F_WEBSHELL; family++) {
    const words = value(D_FAMILIES + family);
    if (words <= most) continue;
    most = words;
    best = D_FAMILIES + family;
  }
  return best;
}

function webAttack(): u32 {
  const asked = evidenceInTarget();
  if (asked != NO_REASON) return asked;
  if (value(D_CLIMBS) > 1) return D_CLIMBS;
  if (value(D_DOTFILE) > 0) return D_DOTFILE;
  if (value(D_FAMILIES + F_WEBSHELL) > 0) return D_FAMILIES + F_WEBSHELL;
  if (value(D_FAMILIES + F_PROBE) > 0) return D_FAMILIES + F_PROBE;
  if (value(D_EXTENSION) == <f32>SECRET) return D_EXTENSION;
  const said = evidenceInHeaders();
  if (said != NO_REASON) return said;
  return value(D_SOURCE_ERRORS) >= MANY_ERRORS && value(D_SOURCE_TARGETS) >= MANY_PORTS
    ? R_ENUMERATION
    : NO_REASON;
}

/**
 * Whether a feature names a technique that nothing but its words speaks for: the same words stand in ordinary requests and
 * in attacks of other kinds. In requests only {@link attackKind} says which technique it is.
 */
export function isHearsay(feature: u32): bool {
  if (<u32>value(D_KIND) != WEB) return false;
  return (
    feature == D_CLIMBS ||
    (feature >= D_FAMILIES + F_SQLI && feature <= D_FAMILIES + F_WEBSHELL && feature != D_FAMILIES + F_PROBE)
  );
}

/** Number, in REASON_NAMES, of the kind of attack. */
export function attackKind(): u32 {
  const kind = <u32>value(D_KIND);
  if (kind == WEB) return webAttack();
  const targets = value(D_SOURCE_TARGETS);
  if (kind == AUTH) {
    if (targets >= MANY_ACCOUNTS) return R_SPRAYING;
    return value(D_SOURCE_ERRORS) >= MANY_ERRORS ? R_BRUTE_FORCE : NO_REASON;
  }
  if (kind == FIREWALL) return targets >= MANY_PORTS ? R_PORT_SCAN : NO_REASON;
  if (kind == DNS) {
    if (value(D_LABEL_LENGTH) >= LONG_LABEL) return R_TUNNEL;
    return value(D_FAILED) > 0 ? R_NAME_FAILURES : NO_REASON;
  }
  return richestFamily();
}

/** Number, in REASON_NAMES, of what the client says it is; the worst first, and search engines before crawlers. */
export function clientKind(): u32 {
  const isNamed = value(D_KIND) == <f32>WEB && namesScanner();
  if (isNamed || value(D_FAMILIES + F_SCANNER) > 0) return D_FAMILIES + F_SCANNER;
  if (value(D_FAMILIES + F_HEADLESS) > 0) return D_FAMILIES + F_HEADLESS;
  if (value(D_FAMILIES + F_SEARCH_ENGINE) > 0) return D_FAMILIES + F_SEARCH_ENGINE;
  if (value(D_FAMILIES + F_MONITOR) > 0) return D_FAMILIES + F_MONITOR;
  if (value(D_FAMILIES + F_CRAWLER) > 0) return D_FAMILIES + F_CRAWLER;
  return value(D_FAMILIES + F_LIBRARY) > 0 ? D_FAMILIES + F_LIBRARY : NO_REASON;
}
