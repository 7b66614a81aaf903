/** One request of an application, with what it carries. */
import { fill, type Gaps } from "../../lib/fill.ts";
import { brand, domain, noun } from "../../lib/names.ts";
import type { Random } from "../../lib/random.ts";
import { magnitude } from "../../lib/tokens.ts";
import { searchReferer } from "../referers.ts";
import { caller, ofPeople } from "./agents.ts";
import { gapsAt } from "./gaps.ts";
import { type AgentKind, type Asked, allSoftware, type Software } from "./software.ts";

/** Share of requests in which some of the parameters are left out, or others stand behind. */
const LOOSE_SHARE = 0.2;
const KEPT_SHARE = 0.7;

/** The target without some of its parameters: clients send what they need. */
function loosened(rng: Random, target: string): string {
  const mark = target.indexOf("?");
  if (mark < 0) return target;
  const kept = target
    .slice(mark + 1)
    .split("&")
    .filter(() => rng.chance(KEPT_SHARE));
  return kept.length > 0 ? `${target.slice(0, mark)}?${kept.join("&")}` : target.slice(0, mark);
}

/** Paths that stand at the root of a host, wherever the application is. */
const AT_ROOT = /^\/(\.well-known|robots\.txt|favicon|apple-)|^\*/;

/**
 * The target of a request.
 *
 * @param mount path under which the application is, without a slash at its end
 */
export function targetOf(rng: Random, asked: Asked, gaps: Gaps, mount = ""): string {
  const target = fill(rng, asked.target, gaps).replaceAll(" ", "%20");
  const sent = rng.chance(LOOSE_SHARE) ? loosened(rng, target) : target;
  return AT_ROOT.test(sent) ? sent : mount + sent;
}

/** Share of answers that are the usual one, where a request has others. */
const USUAL_SHARE = 0.85;

export const statusOf = (rng: Random, { statuses }: Asked): number =>
  (rng.chance(USUAL_SHARE) ? statuses[0] : rng.pick(statuses)) ?? 200;

/** Bytes of the answer. */
export const bytesOf = (rng: Random, { bytes: [least, most] }: Asked, status: number): number =>
  status === 304 || status === 204 || status === 101
    ? 0
    : magnitude(rng, Math.max(1, least), Math.max(1, most));

const elsewhere = (rng: Random) =>
  fill(rng, "http{s|s|s|}://{domain}/{|{slug}{|/|.html}|{noun}/{slug}|{noun}?id={id}}");
const signIn = (rng: Random) =>
  fill(
    rng,
    "https://{sso|login|auth|accounts|id|idp}.{domain}/{|{auth|oauth2|saml|cas|realms/{noun}}/{login|authorize|sso}{|?client_id={noun}&state={b64u:22}}}",
  );

/** First folder of a path: requests of one part of an application stay among themselves. */
const folderOf = (target: string) => /^\/?([^/?{]*)/.exec(target)?.[1] ?? "";

/** A page of the application, from which a request may come. */
function ownPage(
  rng: Random,
  software: Software,
  asked: Asked,
  gaps: Gaps,
  origin: string,
  mount: string,
): string {
  const pages = software.requests.filter(
    ({ rhythm, method, target }) =>
      (rhythm === "page" || rhythm === "click") &&
      method === "GET" &&
      folderOf(target) === folderOf(asked.target),
  );
  if (pages.length === 0 || rng.chance(0.3)) return `${origin}${mount}/`;
  return origin + targetOf(rng, rng.pick(pages), gaps, mount);
}

/**
 * The referer of a request; empty for none.
 *
 * @param page the page at hand, where the client is on one
 */
export function refererOf(
  rng: Random,
  software: Software,
  asked: Asked,
  at: { gaps: Gaps; origin: string; mount: string },
  page?: string,
): string {
  switch (asked.referer) {
    case "none":
      return "";
    case "root":
      return `${at.origin}/`;
    case "search":
      return searchReferer(rng);
    case "site":
      return elsewhere(rng);
    case "sso":
      return signIn(rng);
    case "self":
      return page ?? ownPage(rng, software, asked, at.gaps, at.origin, at.mount);
  }
}

/** Where an application is: at the root of its host, or below. */
export const drawMount = (rng: Random, software: Software): string =>
  rng.chance(0.12) ? `/${rng.pick([software.name, noun(rng), brand(rng)])}` : "";

/** An ordinary request of an application, as one line of its access log has it. */
export interface SoftwareTarget {
  method: string;
  target: string;
  status: number;
  agent: string;
  /** Empty for none. */
  referer: string;
  kind: AgentKind;
}

let weighted: readonly (readonly [Software, number])[] | undefined;

/** One of the applications; those that ask for more come more often. */
export function drawSoftware(rng: Random): Software {
  weighted ??= allSoftware().map((software) => [software, Math.sqrt(software.requests.length)] as const);
  return rng.weighted(weighted);
}

/** A place for an application: a host of its own, and a path. */
function drawPlace(rng: Random, software: Software) {
  const host = `${rng.pick(["", "www.", `${software.name}.`, `${noun(rng)}.`])}${domain(rng)}`;
  return {
    gaps: gapsAt(rng, host),
    origin: `http${rng.chance(0.85) ? "s" : ""}://${host}`,
    mount: drawMount(rng, software),
  };
}

/** The address of a page of any application. */
export function softwarePage(rng: Random): string {
  const software = drawSoftware(rng);
  const { gaps, origin, mount } = drawPlace(rng, software);
  return ownPage(rng, software, rng.pick(software.requests), gaps, origin, mount);
}

/** A request of any application. */
export function softwareTarget(rng: Random): SoftwareTarget {
  const software = drawSoftware(rng);
  const asked = rng.pick(software.requests);
  const at = drawPlace(rng, software);
  const { userAgent, kind } =
    asked.agent === undefined ? ofPeople(rng, software) : caller(rng, software, asked.agent);
  return {
    method: asked.method,
    target: targetOf(rng, asked, at.gaps, at.mount),
    status: statusOf(rng, asked),
    agent: userAgent,
    referer: refererOf(rng, software, asked, at),
    kind,
  };
}
