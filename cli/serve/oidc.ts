import type { OidcOptions } from "../../server/access/oidc.ts";
import { roleRules } from "../../server/access/oidc-roles.ts";
import { UsageError } from "../lib/errors.ts";

/** The OpenID provider that the environment names; undefined where it names none. @throws UsageError, StartError */
export function oidcOf(env: Record<string, string | undefined>): OidcOptions | undefined {
  const issuer = env.SMARTLOG_OIDC_ISSUER;
  if (!issuer) return undefined;
  const need = (name: string) => {
    const value = env[name];
    if (!value) throw new UsageError(`SMARTLOG_OIDC_ISSUER is set, and ${name} is not (docs/access.md)`);
    return value;
  };
  return {
    issuer,
    clientId: need("SMARTLOG_OIDC_CLIENT_ID"),
    clientSecret: need("SMARTLOG_OIDC_CLIENT_SECRET"),
    url: need("SMARTLOG_OIDC_URL"),
    scopes: env.SMARTLOG_OIDC_SCOPES || "openid profile",
    nameClaim: env.SMARTLOG_OIDC_NAME_CLAIM || "preferred_username",
    roles: roleRules(env.SMARTLOG_OIDC_ROLE_CLAIM || "groups", need("SMARTLOG_OIDC_ROLES")),
  };
}
