/** By what an operation asks who is there, as OpenAPI has it: from what its route needs (http/needs.ts). */
import type { Needs } from "../../http/needs.ts";

/** Each is enough; what is in the list is the scope of a token, or the right of a user. */
export type Security = Record<string, string[]>[];

export const SECURITY_SCHEMES = {
  token: {
    type: "http",
    scheme: "bearer",
    description:
      "A token of the operation's scope, or of one that includes it (admin all, review read). Where there are neither users nor tokens, none is needed.",
  },
  session: {
    type: "apiKey",
    in: "cookie",
    name: "smartlog_session",
    description:
      "A browser that is logged in, as a user of that right; over https its name begins with __Host-.",
  },
  bouncer: {
    type: "apiKey",
    in: "header",
    name: "X-Api-Key",
    description: "The key of CrowdSec's bouncers.",
  },
} as const;

export function securityOf(needs: Needs): Security {
  if (needs === "open") return [];
  if (needs === "own-key") return [{ bouncer: [] }];
  const rights = needs === "login" ? [[]] : [needs].flat().map((right) => [right]);
  return [...rights.map((scopes) => ({ token: scopes })), ...rights.map((scopes) => ({ session: scopes }))];
}
