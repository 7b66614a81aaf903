/** Which role a claim of the OpenID provider means here. */
import { isRole, ROLES, type Role } from "../../store/access/rights.ts";
import { StartError } from "../start-error.ts";

export interface RoleRules {
  /** The claim's name: a text, or a list of texts. */
  claim: string;
  /** By what the claim says; `*` for anybody whom the provider knows. */
  roles: ReadonlyMap<string, Role>;
}

/** Reads `admins=admin,ops=editor,*=viewer`. @throws StartError */
export function roleRules(claim: string, text: string): RoleRules {
  const pairs = text
    .split(",")
    .map((each) => each.trim())
    .filter(Boolean)
    .map((each) => {
      const at = each.lastIndexOf("=");
      const [said, role] = [each.slice(0, at).trim(), each.slice(at + 1).trim()];
      if (at < 1 || !isRole(role))
        throw new StartError(`SMARTLOG_OIDC_ROLES can't be read at ${each.slice(0, 60)}`, {
          nextStep: `It is as admins=admin,ops=editor,*=viewer, with the roles ${ROLES.join(", ")}.`,
        });
      return [said, role] as const;
    });
  return { claim, roles: new Map(pairs) };
}

/** The highest that fits; undefined where none does. */
export function roleOf(
  claims: Readonly<Record<string, unknown>>,
  { claim, roles }: RoleRules,
): Role | undefined {
  const said = Object.hasOwn(claims, claim) ? [claims[claim]].flat() : [];
  const found = [...said, "*"].flatMap((each) => (typeof each === "string" ? (roles.get(each) ?? []) : []));
  return ROLES.findLast((role) => found.includes(role));
}
