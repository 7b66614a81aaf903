import type { ClientBase, Pool } from "pg";

/** Whether there is anybody who could log in: then the server asks for it. */
export async function hasAccounts(db: Pool | ClientBase): Promise<boolean> {
  const { rows } = await db.query(
    `select exists (select from smartlog.users) or exists (
       select from smartlog.tokens where revoked_at is null and (expires_at is null or expires_at > now())) as has`,
  );
  return rows[0].has;
}
