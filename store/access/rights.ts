/** What one may do, as tokens' scopes and users' roles give it. */

/** `ingest`: send records. `read`: see everything. `review`: label, mute, act on incidents, own rules. `admin`: all. */
export const RIGHTS = ["ingest", "read", "review", "admin"] as const;
export type Right = (typeof RIGHTS)[number];

export const ROLES = ["viewer", "editor", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** What a right brings along. */
const WITH: Readonly<Record<Right, readonly Right[]>> = {
  ingest: ["ingest"],
  read: ["read"],
  review: ["read", "review"],
  admin: RIGHTS,
};

const OF_ROLE: Readonly<Record<Role, Right>> = { viewer: "read", editor: "review", admin: "admin" };

export function rightsOf(scopes: readonly Right[]): ReadonlySet<Right> {
  return new Set(scopes.flatMap((scope) => WITH[scope]));
}

export function rightsOfRole(role: Role): ReadonlySet<Right> {
  return rightsOf([OF_ROLE[role]]);
}

export function isRight(text: string): text is Right {
  return (RIGHTS as readonly string[]).includes(text);
}

export function isRole(text: string): text is Role {
  return (ROLES as readonly string[]).includes(text);
}
