import type { Random } from "./random.ts";

/** Identifiers and opaque values as programs make them. */

const LOWER = "abcdefghijklmnopqrstuvwxyz";
const ALNUM = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** `length` characters of an alphabet. */
export function chars(rng: Random, length: number, alphabet = ALNUM): string {
  let text = "";
  for (let i = 0; i < length; i++) text += alphabet[Math.floor(rng.float() * alphabet.length)];
  return text;
}

export const hex = (rng: Random, length: number) => chars(rng, length, "0123456789abcdef");
export const digits = (rng: Random, length: number) => chars(rng, length, "0123456789");
export const letters = (rng: Random, length: number) => chars(rng, length, LOWER);
export const base32 = (rng: Random, length: number) => chars(rng, length, "abcdefghijklmnopqrstuvwxyz234567");
export const base64url = (rng: Random, length: number) => chars(rng, length, `${ALNUM}-_`);

/** Base64 of random bytes, padded as the length asks. */
export function base64(rng: Random, bytes: number): string {
  const body = chars(rng, Math.ceil((bytes * 8) / 6), `${ALNUM}+/`);
  return body + "=".repeat((4 - (body.length % 4)) % 4);
}

/** A version 4 UUID. */
export function uuid(rng: Random): string {
  return `${hex(rng, 8)}-${hex(rng, 4)}-4${hex(rng, 3)}-${rng.pick(["8", "9", "a", "b"])}${hex(rng, 3)}-${hex(rng, 12)}`;
}

/** A JSON web token's shape. */
export function jwt(rng: Random): string {
  const head = rng.pick([
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9",
    "eyJhbGciOiJSUzI1NiIsImtpZCI6",
    "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9",
  ]);
  return `${head}.eyJ${base64url(rng, rng.int(40, 220))}.${base64url(rng, rng.pick([43, 86, 342]))}`;
}

/** A version number of some usual form. */
export function version(rng: Random): string {
  const major = rng.chance(0.5) ? rng.int(0, 3) : rng.int(1, 20);
  const shape = rng.int(0, 5);
  if (shape === 0) return `${major}.${rng.int(0, 20)}`;
  if (shape === 1) return `${major}.${rng.int(0, 9)}.${rng.int(0, 99)}.${rng.int(0, 999)}`;
  return `${major}.${rng.int(0, 30)}.${rng.int(0, 20)}`;
}

/** A whole number spread evenly over its digits' count: 7, 4013, 88, 1205992. */
export function magnitude(rng: Random, least: number, most: number): number {
  return Math.floor(Math.exp(Math.log(least) + rng.float() * (Math.log(most + 1) - Math.log(least))));
}
