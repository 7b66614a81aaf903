/**
 * Links in messages: to an incident's page, and signed ones that acknowledge or mute an incident without a login.
 *
 * A token is `ACTION.INCIDENT.EXPIRY.SIGNATURE`: `a` or `m`, then the incident's id and the seconds since the epoch in
 * base 36, then the first 128 bits of HMAC-SHA-256 (RFC 2104, truncated as its section 5 allows) in base64url. Whoever
 * has the message may act, so it acts on one incident and ends. GET shows a page, only its button acts: programs that
 * follow links in mails must not mute.
 */
import { createHmac, timingSafeEqual } from "node:crypto";

export const LINK_ACTIONS = { a: "acknowledge", m: "mute" } as const;
export type LinkAction = (typeof LINK_ACTIONS)[keyof typeof LINK_ACTIONS];

export interface LinkClaim {
  action: LinkAction;
  /** The incident's id, in decimal. */
  incident: string;
}

/** Links as a message needs them; undefined where the configuration has no address or no secret. */
export interface Links {
  incident(id: string): string | undefined;
  incidents(): string | undefined;
  act(action: LinkAction, incident: string, madeAt: Date): string | undefined;
}

const LIFE_SECONDS = 14 * 86_400;
const SIGNATURE_BYTES = 16;
/** Short secrets can be tried out by whoever has one link. */
export const LEAST_SECRET_CHARACTERS = 32;
const TOKEN = /^([am])\.([0-9a-z]{1,13})\.([0-9a-z]{1,9})\.([\w-]{22})$/;

/** @param address where the server is reached from outside, as https://logs.example.org */
export function makeLinks(address: string | undefined, secret: string | undefined): Links {
  const base = address?.replace(/\/+$/, "");
  return {
    incident: (id) => base && `${base}/incidents/${id}`,
    incidents: () => base && `${base}/incidents`,
    act: (action, incident, madeAt) =>
      base && secret && `${base}/m/${signToken(secret, { action, incident }, madeAt)}`,
  };
}

export function signToken(secret: string, { action, incident }: LinkClaim, madeAt: Date): string {
  const expiry = Math.floor(madeAt.getTime() / 1000) + LIFE_SECONDS;
  const claim = `${action[0]}.${BigInt(incident).toString(36)}.${expiry.toString(36)}`;
  return `${claim}.${signature(secret, claim).toString("base64url")}`;
}

/** What a token allows; undefined where it was not signed so, or has ended. */
export function readToken(secret: string, token: string, now = new Date()): LinkClaim | undefined {
  const [, letter, incident, expiry, given = ""] = TOKEN.exec(token) ?? [];
  if (letter === undefined || incident === undefined || expiry === undefined) return undefined;
  const right = signature(secret, `${letter}.${incident}.${expiry}`);
  const presented = Buffer.from(given, "base64url");
  if (presented.length !== right.length || !timingSafeEqual(presented, right)) return undefined;
  if (Number.parseInt(expiry, 36) * 1000 <= now.getTime()) return undefined;
  return { action: LINK_ACTIONS[letter as keyof typeof LINK_ACTIONS], incident: decimal(incident) };
}

function signature(secret: string, claim: string): Buffer {
  return createHmac("sha256", secret)
    .update(`smartlog link 1\n${claim}`)
    .digest()
    .subarray(0, SIGNATURE_BYTES);
}

function decimal(base36: string): string {
  let value = 0n;
  for (const digit of base36) value = value * 36n + BigInt(Number.parseInt(digit, 36));
  return value.toString();
}
