/** Users, tokens and the audit log as tables, with nothing of a name that a terminal would obey. */
import type { StoredAudit } from "../../store/access/audit.ts";
import { doesTokenAct, type Token } from "../../store/access/tokens.ts";
import type { User } from "../../store/access/users.ts";
import { columns, minute, printable } from "../lib/output.ts";

const MAX_NAME_CHARACTERS = 40;

export function userTable(users: readonly User[]): string {
  if (users.length === 0)
    return "There is no user, so the server asks for no login on this machine. `smartlog user add NAME --role admin` makes the first.";
  const rows = users.map(({ name, role, hasPassword, issuer, seenAt }) => [
    name,
    role,
    hasPassword ? "password" : printable(issuer ?? "nothing", MAX_NAME_CHARACTERS),
    seenAt ? minute(seenAt) : "never",
  ]);
  return columns([["name", "role", "comes by", "last login"], ...rows]).join("\n");
}

export function tokenTable(tokens: readonly Token[]): string {
  if (tokens.length === 0) return "There is no token. `smartlog token create NAME --scope ingest` makes one.";
  const rows = tokens.map((token) => [
    token.id,
    printable(token.name, MAX_NAME_CHARACTERS),
    token.scopes.join(","),
    token.usedAt ? minute(token.usedAt) : "never",
    stateOf(token),
    printable(token.createdBy, MAX_NAME_CHARACTERS),
  ]);
  return columns([["id", "name", "scopes", "last used", "state", "made by"], ...rows]).join("\n");
}

function stateOf(token: Token): string {
  const { revokedAt, revokedBy, expiresAt } = token;
  if (revokedAt) return `revoked ${minute(revokedAt)} by ${printable(revokedBy ?? "", MAX_NAME_CHARACTERS)}`;
  if (expiresAt === null) return "acts";
  return doesTokenAct(token) ? `acts until ${minute(expiresAt)}` : `expired ${minute(expiresAt)}`;
}

export function auditTable(entries: readonly StoredAudit[]): string {
  if (entries.length === 0) return "The audit log has nothing of that.";
  const rows = entries.map(({ at, who, via, what, ok, times, about, address }) => [
    at.toISOString().slice(0, 19).replace("T", " "),
    printable(who, MAX_NAME_CHARACTERS) || "-",
    via,
    `${what}${ok ? "" : " refused"}${times > 1 ? ` ${times}×` : ""}`,
    printable(address, MAX_NAME_CHARACTERS),
    printable(
      Object.entries(about)
        .map(([name, value]) => `${name}=${value}`)
        .join(" "),
      100,
    ),
  ]);
  return columns([["when (UTC)", "who", "via", "what", "from", "about"], ...rows]).join("\n");
}
