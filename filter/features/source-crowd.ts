/** The crowds of a source of web requests: all who try the same login page, its network, its user agent. */
import { hasField } from "../record/fields";
import { Feature } from "../schema/features";
import { Field } from "../schema/fields";
import { Kind } from "../schema/kinds";
import { GOLDEN_32 } from "../text/hash";
import { isGuessing, isProbing, joinCrowd, leaveCrowd } from "./crowd";
import { ASSET } from "./extension";
import { answerBytes, isBlindForm, isLoginPage, isPost } from "./login-target";
import { tellsReferers } from "./sequential-test";
import { neighbourhood } from "./source-key";
import { request } from "./source-request";
import { MOST_TRIES, Source } from "./source-state";
import { target } from "./target";
import { userAgent } from "./user-agent";
import { get } from "./values";

const LOGIN_SALT: u32 = 0x6a09e667;
const AGENT_SALT: u32 = 0xbb67ae85;
const FORM_SALT: u32 = 0x3c6ef372;
/** Answers whose sizes differ by less than 2^7 bytes are mostly the same page. */
const SIZE_SHIFT: u32 = 7;
/** A browser's form, as the feature `ua_shape` has it. Robots that say so are known by that. */
const BROWSER: f32 = 1;

/** What the record at hand is a part of. */
export const enum Behaviour {
  /** Nothing that is known. */
  None,
  /** One page is shown for whatever it asks for, one target after the other. */
  Enumerating,
  /** Guessing: by one source, or by one of many. */
  Guessing,
  GuessingCrowd,
  /** One of many that look for what is not there. */
  ProbingCrowd,
}

/** Whether logins or sign-ups are tried again and again. */
export function isGuess(behaviour: Behaviour): bool {
  return behaviour == Behaviour.Guessing || behaviour == Behaviour.GuessingCrowd;
}

/** Whether many sources are in it. */
export function isOfCrowd(behaviour: Behaviour): bool {
  return behaviour >= Behaviour.GuessingCrowd;
}

/** Refused logins, with nothing done in between, from which on one source guesses. */
const MANY_GUESSES: u16 = 10;
/** Events of a source for each try, and besides: who does more is no guesser like the others. */
const OWN_EVENTS: u32 = 3;

/** Targets in a row that had one page, and events within about half a minute, of a source that enumerates. Crawlers are slower. */
const MANY_SAME: u16 = 24;
const MANY_RECENT: f32 = 30;

/** Whether the source enumerates a site that shows one page for all. Robots that say who they are may find such sites, too. */
function isEnumerating(source: Source): bool {
  return (
    source.samePages >= MANY_SAME &&
    source.recent >= MANY_RECENT &&
    (get(Feature.UaShape) < 0 || claimsBrowser())
  );
}

/** Whether all that the source does is what its crowd does. @inline */
function doesNothingElse(source: Source): bool {
  return <u32>source.hits <= OWN_EVENTS * (<u32>source.tries + 1);
}

/** The source tries something in one or two crowds (0: none); what it tried in others stays there. */
function join(source: Source, first: u32, second: u32, now: i64): void {
  if (source.crowd != first || source.otherCrowd != second) source.tries = 0;
  source.crowd = first;
  source.otherCrowd = second;
  if (source.tries < MOST_TRIES) source.tries++;
  if (first) joinCrowd(first, source.key, target.pathHash, now);
  if (second) joinCrowd(second, source.key, target.pathHash, now);
}

/** The source does something else that works. */
function goOn(source: Source): void {
  if (source.crowd) leaveCrowd(source.crowd, source.tries);
  if (source.otherCrowd) leaveCrowd(source.otherCrowd, source.tries);
  source.crowd = 0;
  source.otherCrowd = 0;
  source.tries = 0;
  source.logins = 0;
}

/** Whether the request works, and does not merely look at the login page once more. A login that comes here was let in. */
function works(): bool {
  const status = get(Feature.Status);
  return status >= 100 && status < 400 && !request.isHostile && (isPost() || !isLoginPage());
}

/** Whether the request looks for what is not there, as nobody does who follows a link. */
function isProbe(source: Source): bool {
  return (
    // A connection that was closed without a request looks for nothing.
    hasField(Field.Path) &&
    (request.isRefused || request.isHostile) &&
    !request.failedAgain &&
    get(Feature.Referer) == 0 &&
    get(Feature.Extension) != <f32>ASSET &&
    source.errors * 2 >= source.events
  );
}

/** Tries to get in somewhere, as all of a crowd do. */
function tryIn(source: Source, crowd: u32, now: i64): Behaviour {
  join(source, notZero(crowd), 0, now);
  return doesNothingElse(source) && isGuessing(source.crowd) ? Behaviour.GuessingCrowd : Behaviour.None;
}

function login(source: Source, now: i64): Behaviour {
  if (source.logins < MOST_TRIES) source.logins++;
  const behaviour = tryIn(source, target.pathHash ^ LOGIN_SALT, now);
  return source.logins >= MANY_GUESSES ? Behaviour.Guessing : behaviour;
}

/** Whether the client calls itself a browser, and nothing besides. */
function claimsBrowser(): bool {
  return get(Feature.UaShape) == BROWSER && get(Feature.UaFragments) <= 0;
}

/** One of many that send a form and get the same page, all of them by one user agent. */
function sendForm(source: Source, now: i64): Behaviour {
  const page = <u32>(answerBytes() >> SIZE_SHIFT) * GOLDEN_32;
  return tryIn(source, target.pathHash ^ userAgent.hash ^ page ^ FORM_SALT, now);
}

function probe(source: Source, isShared: bool, now: i64): Behaviour {
  const isBrowser = claimsBrowser();
  // Clients of one proxy are no neighbours.
  join(
    source,
    isShared ? 0 : neighbourhood(Kind.Web),
    isBrowser ? notZero(userAgent.hash ^ AGENT_SALT) : 0,
    now,
  );
  if (!doesNothingElse(source)) return Behaviour.None;
  return isProbing(source.crowd) || isProbing(source.otherCrowd) ? Behaviour.ProbingCrowd : Behaviour.None;
}

/**
 * Counts the request that was read, and that its source has counted, in the source's crowds. Returns what it is a part of.
 *
 * @param isShared whether others have the source's address, too
 * @param now event time, milliseconds since the epoch
 */
export function countInCrowds(source: Source, isShared: bool, now: i64): Behaviour {
  if (request.isRefusedLogin) return login(source, now);
  if (isProbe(source)) return probe(source, isShared, now);
  if (claimsBrowser() && isBlindForm() && tellsReferers()) return sendForm(source, now);
  if (isEnumerating(source)) return Behaviour.Enumerating;
  if ((source.tries || source.logins) && works()) goOn(source);
  return Behaviour.None;
}

/** @inline */
function notZero(hash: u32): u32 {
  return hash ? hash : 1;
}
