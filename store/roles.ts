import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";
import type { ClientBase, Pool } from "pg";
import { StoreError } from "./error.ts";
import type { Store } from "./open.ts";

/** The roles that log in, and the environment variable that holds each one's password. */
const LOGIN_ROLES = {
  smartlog_ingest: "SMARTLOG_INGEST_PASSWORD",
  smartlog_read: "SMARTLOG_READ_PASSWORD",
  smartlog_train: "SMARTLOG_TRAIN_PASSWORD",
  smartlog_serve: "SMARTLOG_SERVE_PASSWORD",
} as const;

/** The role of `smartlog serve`: inserts by the view, reads, and writes annotations. */
const SERVE_ROLE = "smartlog_serve";

/** Postgres's own default. */
const SCRAM_ITERATIONS = 4096;
const UPDATE_ATTEMPTS = 5;
const CONCURRENTLY_UPDATED = "XX000";

/**
 * Gives each role the password that the environment has for it, and the right to log in with it. A role whose
 * variable is not set is left as it is: at first it can't log in.
 *
 * @param administrators the password that `client` logged in with, if any
 */
export async function setPasswords(
  client: ClientBase,
  env: Record<string, string | undefined>,
  administrators: string | undefined,
): Promise<void> {
  for (const [role, variable] of Object.entries(LOGIN_ROLES)) {
    const password = env[variable];
    if (!password) continue;
    // A server that runs on SmartLog's own Postgres goes on opening sessions with the derived one.
    if (role === SERVE_ROLE && administrators && (await hasPassword(client, derivedPassword(administrators))))
      continue;
    await client.query(`alter role ${role} login password '${scramVerifier(password)}'`);
  }
}

/**
 * The connection string by which the server and the viewer connect, as smartlog_serve.
 *
 * | the store | how |
 * |---|---|
 * | SmartLog's own server | a password derived from the administrator's, set where it is another: no second secret lies about |
 * | another, with SMARTLOG_SERVE_PASSWORD | that password (`migrate` sets it) |
 * | another, connected as smartlog_serve already | as it is |
 * | another, without | as the administrator, with the role taken on by each session; `warn` is told what to do |
 *
 * @param warn gets one sentence where the sessions could take their administrator's rights back
 * @throws StoreError ROLES_NOT_ALLOWED where the connection's own role may not become smartlog_serve
 */
export async function serveUrl(
  store: Store,
  warn: (text: string) => void = () => {},
  env: Record<string, string | undefined> = process.env,
): Promise<string> {
  const url = new URL(store.url);
  if (store.embedded) {
    const password = derivedPassword(decodeURIComponent(url.password));
    await ensurePassword(store.pool, password);
    return withLogin(url, password);
  }
  const { rows } = await store.pool.query(
    `select session_user as me, (select rolsuper from pg_roles where rolname = session_user) as superuser,
       exists (select from pg_roles where rolname = $1) and pg_has_role(session_user, (
         select oid from pg_roles where rolname = $1), 'member') as member`,
    [SERVE_ROLE],
  );
  const { me, superuser, member } = rows[0] as { me: string; superuser: boolean; member: boolean | null };
  if (me === SERVE_ROLE) return store.url;
  const password = env[LOGIN_ROLES[SERVE_ROLE]];
  if (password) return withLogin(url, password);
  if (!member)
    throw new StoreError(
      "ROLES_NOT_ALLOWED",
      `${me} may not become ${SERVE_ROLE}, as which the server works`,
      "Run `smartlog db migrate` as the administrator, with SMARTLOG_SERVE_PASSWORD set, and give the server the same variable.",
    );
  warn(
    `the server works as ${SERVE_ROLE}, but its sessions log in as ${me}${superuser ? ", a superuser" : ""}: set SMARTLOG_SERVE_PASSWORD, and it logs in as that role`,
  );
  const given = url.searchParams.get("options");
  url.searchParams.set("options", `${given ? `${given} ` : ""}-c role=${SERVE_ROLE}`);
  // The driver reads a plus sign as it is.
  return url.href.replace(/(?<=\?.*)\+/g, "%20");
}

/** Whether the store's own connection may set up and look after the schema; the roles that log in may not. */
export async function isAdministrator(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query(
    `select exists (select from pg_roles where rolname = 'smartlog_owner')
         and current_user = any ($1) as limited`,
    [Object.keys(LOGIN_ROLES)],
  );
  return !rows[0].limited;
}

/** The password of smartlog_serve on SmartLog's own server, derived from the administrator's. */
function derivedPassword(administrators: string): string {
  return createHmac("sha256", administrators).update(SERVE_ROLE).digest("base64url");
}

function withLogin(from: URL, password: string): string {
  const url = new URL(from);
  if (url.host === "") {
    // By a socket: such a URL has no place for a name but its parameters.
    url.searchParams.set("user", SERVE_ROLE);
    url.searchParams.set("password", password);
  } else {
    url.username = SERVE_ROLE;
    url.password = encodeURIComponent(password);
  }
  return url.href;
}

/** Sets the password where it is another; a right one is left, because sessions log in while another command starts. */
async function ensurePassword(pool: Pool, password: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    if (await hasPassword(pool, password)) return;
    try {
      await pool.query(`alter role ${SERVE_ROLE} login password '${scramVerifier(password)}'`);
      return;
    } catch (error) {
      const { code } = error as { code?: string };
      if (code !== CONCURRENTLY_UPDATED || attempt === UPDATE_ATTEMPTS) throw error;
    }
  }
}

/** Whether the server's role may log in with it; false also where this role may not look. */
async function hasPassword(db: Pool | ClientBase, password: string): Promise<boolean> {
  const { rows: allowed } = await db.query("select has_table_privilege('pg_authid', 'select') as is");
  if (!allowed[0].is) return false;
  const { rows } = await db.query(
    "select rolpassword as verifier, rolcanlogin as can from pg_authid where rolname = $1",
    [SERVE_ROLE],
  );
  return rows[0]?.can && isVerifierOf(rows[0].verifier ?? "", password);
}

function isVerifierOf(verifier: string, password: string): boolean {
  const salt = /^SCRAM-SHA-256\$4096:([^$]+)\$/.exec(verifier)?.[1];
  return salt !== undefined && scramVerifier(password, Buffer.from(salt, "base64")) === verifier;
}

/**
 * What Postgres keeps of a password, made here so that the password itself is in no statement and so in no log.
 *
 * Source: RFC 5803 as in PostgreSQL's `scram-common.c`, without SASLprep: a password outside ASCII is taken as it is.
 */
function scramVerifier(password: string, salt = randomBytes(16)): string {
  const salted = pbkdf2Sync(password, salt, SCRAM_ITERATIONS, 32, "sha256");
  const hmac = (text: string) => createHmac("sha256", salted).update(text).digest();
  const storedKey = createHash("sha256").update(hmac("Client Key")).digest("base64");
  const serverKey = hmac("Server Key").toString("base64");
  return `SCRAM-SHA-256$${SCRAM_ITERATIONS}:${salt.toString("base64")}$${storedKey}:${serverKey}`;
}
