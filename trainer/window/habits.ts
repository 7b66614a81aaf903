/**
 * Labelling functions that look at all that a client did in the window. What one request can't show, a week does; and what an
 * attacker has to do to look like this costs him the attack: few refusals, nothing hostile, the same targets again and
 * again, or pages that link to one another. Labelled is only what he got again and again or was linked to, and whose text
 * is no attack's.
 */
import type { Kind } from "../../host/event.ts";
import type { Acted } from "./acts.ts";
import type { Client } from "./client.ts";
import type { WeakLabel } from "./labelling-functions.ts";

/** An event of a client, as its habits need it. */
export interface Habitual {
  client: Client;
  /** Hash of the target. */
  target: number;
  /** See {@link Acted}. */
  isPlain: boolean;
  isBare: boolean;
  isPossible: boolean;
  /** A robot that names itself and asks for a page without parameters. */
  isNamedRobot: boolean;
  isGood: boolean;
  isAsset: boolean;
  /** See {@link Act}. */
  isFailure: boolean;
  isReading: boolean;
  /** A page that the client got before links here. */
  isLinked: boolean;
  /** A packet or a name of the network inside, to no one host or to one that is inside. */
  staysInside: boolean;
  isToMany: boolean;
  /** Names a user; one whom a guesser got in as. */
  hasUser: boolean;
  isTaken: boolean;
}

/** Of a source's events, the share of hostile ones from which on none of its clients is trusted. */
const MOST_HOSTILE = 0.01;
const MOST_PROBES = 1;
/** How much of what a client does may be refused: share of events; targets, and one more for so many events. */
const REFUSED = { share: 0.15, targets: 3, eventsPerTarget: 40, logins: 3, loginShare: 0.01 };
const LOGIN = { days: 2, hours: 6, refused: 0.2, refusedOfSource: 0.5 };
const SIGNED_IN = { wrongPasswords: 3, hours: 3 };
/** A person: what pages bring along, what pages link to, how often other targets were asked for. */
const PERSON = { assets: 5, linked: 5, timesSeen: 3 };
/** A client that uses a few targets for hours; events of an hour at most. */
const STEADY = { events: 100, hours: 2, perTarget: 3, perHour: 3600, timesSeen: 5 };
/** A person's client that fails: pages that it got, hours, and how often it fails at one target. */
const BROKEN = { good: 100, linked: 100, hours: 6, failures: 20 };
const MONITOR = {
  events: 40,
  hours: 6,
  hoursInside: 2,
  targets: 2,
  refused: 0.02,
  regularity: 0.8,
  interval: 5,
};
const SERVICE = { events: 50, targets: 24, perTarget: 5, refused: 0.02, timesSeen: 5 };

/** Label of an event by its client's habits; undefined where they tell nothing. */
export function habitOf(event: Habitual, kind: Kind): WeakLabel | undefined {
  if (!event.isPlain || !isTrusted(event.client)) return undefined;
  if (kind === "auth") return loginOf(event);
  if (kind !== "web") return insideOf(event);
  if (event.isNamedRobot) return namedRobotOf(event);
  return monitorOf(event) ?? signedInOf(event) ?? personOf(event) ?? steadyOf(event) ?? brokenOf(event);
}

function isTrusted(client: Client): boolean {
  return !client.isDropped && !isHostile(client);
}

/** Whether something hostile is known of a client, or more than a little of the other clients of its source. */
export function isHostile({ hostile, probes, source }: Client): boolean {
  return hostile > 0 || probes > MOST_PROBES || source.hostile > source.events * MOST_HOSTILE;
}

/** Anybody can call himself a crawler: what it asks for has to fit. */
function namedRobotOf({ isBare, isGood }: Habitual): WeakLabel | undefined {
  return isBare && isGood ? { name: "robot that says so", labels: { threat: 0, bot: 1 } } : undefined;
}

/** Whether few of a client's requests are refused: a broken client fails at the same targets, a scanner at others. */
function isMostlyLetIn(client: Client): boolean {
  return client.refused <= client.events * REFUSED.share && isRefusedAtFew(client);
}

function isRefusedAtFew({ events, distinctRefused, refusedLogins }: Client): boolean {
  return (
    distinctRefused.count <= REFUSED.targets + events / REFUSED.eventsPerTarget &&
    refusedLogins <= REFUSED.logins + events * REFUSED.loginShare
  );
}

/** A login that succeeded says little of one who comes for the first time: passwords are stolen too. */
function loginOf({ client, isGood, isTaken }: Habitual): WeakLabel | undefined {
  const comesBack =
    (client.days >= LOGIN.days || client.hours >= LOGIN.hours) &&
    client.refused <= client.events * LOGIN.refused &&
    client.source.refused < client.source.events * LOGIN.refusedOfSource;
  if (!comesBack || !isGood || isTaken) return undefined;
  return { name: "login of one who comes back", labels: { threat: 0 } };
}

/** Was asked for a password and gave the right one, and comes for more than one visit. */
function signedInOf(event: Habitual): WeakLabel | undefined {
  const { client } = event;
  const isSignedIn =
    client.admissions > 0 &&
    client.wrongPasswords <= SIGNED_IN.wrongPasswords &&
    client.hours >= SIGNED_IN.hours &&
    isMostlyLetIn(client);
  if (!isSignedIn || !event.hasUser || !(event.isGood || client.targets.of(event.target) >= PERSON.timesSeen))
    return undefined;
  const isPerson = (client.browser === client.events && client.robot === 0) || isUsedByPerson(client);
  return { name: "page of one who is signed in", labels: isPerson ? { threat: 0, bot: 0 } : { threat: 0 } };
}

function personOf(event: Habitual): WeakLabel | undefined {
  const { client } = event;
  const isPerson =
    client.browser === client.events &&
    client.robot === 0 &&
    client.distinctAssets.count >= PERSON.assets &&
    client.linked >= PERSON.linked &&
    isMostlyLetIn(client);
  if (!isPerson) return undefined;
  const isKnown = client.targets.of(event.target) >= PERSON.timesSeen;
  const isOfPage =
    event.isBare && (event.isAsset ? event.isGood || event.isLinked : event.isGood && event.isLinked);
  if (!isKnown && !isOfPage) return undefined;
  return { name: "page that a person reads", labels: { threat: 0, bot: 0 } };
}

function steadyOf(event: Habitual): WeakLabel | undefined {
  const { client } = event;
  const isSteady =
    client.events >= STEADY.events &&
    client.hours >= STEADY.hours &&
    client.events <= client.hours * STEADY.perHour &&
    client.distinct.count * STEADY.perTarget <= client.events &&
    isMostlyLetIn(client);
  if (!isSteady || client.targets.of(event.target) < STEADY.timesSeen) return undefined;
  return isUsedByPerson(client)
    ? { name: "software that a person uses", labels: { threat: 0, bot: 0 } }
    : { name: "client that asks for the same", labels: { threat: 0 } };
}

/** Whether a steady client shows pages to somebody: it loads what they bring along, or sends what is filled in on them. */
function isUsedByPerson({ robot, browser, events, distinctAssets, linked, writing }: Client): boolean {
  if (robot > 0) return false;
  return distinctAssets.count >= PERSON.assets || (browser === events && linked * 2 >= events && writing > 0);
}

/** A tab that was left open: whoever guesses or fuzzes sends something, is refused a right, or asks for other targets. */
function brokenOf(event: Habitual): WeakLabel | undefined {
  const { client } = event;
  const isBroken =
    client.good >= BROKEN.good &&
    client.linked >= BROKEN.linked &&
    client.hours >= BROKEN.hours &&
    isUsedByPerson(client) &&
    isRefusedAtFew(client);
  if (!isBroken || !event.isBare || !event.isReading || !event.isFailure) return undefined;
  if (client.failuresOf(event.target) < BROKEN.failures) return undefined;
  return { name: "client of a person that fails again and again", labels: { threat: 0, bot: 0 } };
}

function monitorOf({ client, isGood }: Habitual): WeakLabel | undefined {
  const isMonitor =
    client.events >= MONITOR.events &&
    client.hours >= (client.isInside ? MONITOR.hoursInside : MONITOR.hours) &&
    // An estimate: a little above the whole number.
    client.distinctWhole.count < MONITOR.targets + 0.5 &&
    client.writing <= client.events * MONITOR.refused &&
    client.referers === 0 &&
    client.refused <= client.events * MONITOR.refused &&
    client.regularity >= MONITOR.regularity &&
    client.last - client.first >= client.events * MONITOR.interval;
  return isMonitor && isGood ? { name: "monitor of one target", labels: { threat: 0, bot: 1 } } : undefined;
}

function insideOf(event: Habitual): WeakLabel | undefined {
  const { client } = event;
  if (!client.isInside) return undefined;
  const hasFewTargets = client.distinct.count <= SERVICE.targets;
  if (event.isToMany && hasFewTargets) return { name: "packet to all inside", labels: { threat: 0, bot: 0 } };
  const isService =
    event.staysInside &&
    hasFewTargets &&
    client.events >= SERVICE.events &&
    client.distinct.count * SERVICE.perTarget <= client.events &&
    client.refused <= client.events * SERVICE.refused;
  if (!isService || !event.isGood || client.targets.of(event.target) < SERVICE.timesSeen) return undefined;
  return { name: "service inside", labels: { threat: 0, bot: 0 } };
}
