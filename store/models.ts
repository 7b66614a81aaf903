/** The table `models`: every model that was made, what it was judged by, and what became of it. */
import { createHash } from "node:crypto";
import type { ClientBase, Pool } from "pg";

const STATUSES = ["candidate", "serving", "retired", "refused", "failed"] as const;
/**
 * `candidate`: waits to be put in service. `serving`: in service, one at most. `retired`: was. `refused`: judged worse.
 * `failed`: could not be put in service.
 */
export type Status = (typeof STATUSES)[number];
type Origin = "default" | "trained" | "imported";

/** Anything that takes a statement. */
export type Db = Pool | ClientBase;

export interface NewModel {
  id: string;
  parent: string | null;
  origin: Origin;
  status: Exclude<Status, "serving">;
  reason: string;
  blob: Uint8Array;
  /** Event times that it learnt from. */
  windowFrom?: Date | null;
  windowTo?: Date | null;
  /** Events that it learnt from: `{"<kind>": n}`. */
  counts?: object;
  /** On held-out events: `{"<head>": {"precision": p, …}}`. */
  metrics?: object;
}

export interface ModelRow {
  id: string;
  parent: string | null;
  origin: Origin;
  madeAt: Date;
  windowFrom: Date | null;
  windowTo: Date | null;
  counts: Record<string, unknown>;
  metrics: Record<string, unknown>;
  status: Status;
  /** Since when it has this status. */
  statusAt: Date;
  servedFrom: Date | null;
  reason: string;
  /** Of the blob, in hex; null, with the size, where only the model's name is known. */
  sha256: string | null;
  bytes: number | null;
}

const COLUMNS = `id, parent, origin, made_at as "madeAt", window_from as "windowFrom", window_to as "windowTo", counts,
  metrics, status, status_at as "statusAt", served_from as "servedFrom", reason, blob_sha256 as sha256,
  length(blob) as bytes`;

/** What can't be done to the registry: the message says why, and what to do. */
export class RegistryError extends Error {
  override name = "RegistryError";
}

/** SHA-256, in hex. */
export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** @throws RegistryError where there is a model of this id */
export async function insertModel(db: Db, model: NewModel): Promise<void> {
  const { rowCount } = await db.query(
    `insert into smartlog.models (id, parent, origin, status, reason, window_from, window_to, counts, metrics,
       blob_sha256, blob)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (id) do nothing`,
    [
      model.id,
      model.parent,
      model.origin,
      model.status,
      model.reason,
      model.windowFrom ?? null,
      model.windowTo ?? null,
      model.counts ?? {},
      model.metrics ?? {},
      sha256(model.blob),
      Buffer.from(model.blob),
    ],
  );
  if (rowCount === 0)
    throw new RegistryError(`there is a model ${model.id} already: smartlog model show ${model.id}`);
}

/** The newest first. */
export async function listModels(db: Db, limit = 50): Promise<ModelRow[]> {
  const { rows } = await db.query(
    `select ${COLUMNS} from smartlog.models order by made_at desc, id desc limit $1`,
    [limit],
  );
  return rows;
}

export async function tryToFindModel(db: Db, id: string): Promise<ModelRow | undefined> {
  const { rows } = await db.query(`select ${COLUMNS} from smartlog.models where id = $1`, [id]);
  return rows[0];
}

/** @throws RegistryError where there is no such model */
export async function findModel(db: Db, id: string): Promise<ModelRow> {
  const found = await tryToFindModel(db, id);
  if (!found) throw new RegistryError("there is no model of this id. `smartlog model list` shows all");
  return found;
}

export async function servingModel(db: Db): Promise<ModelRow | undefined> {
  const { rows } = await db.query(`select ${COLUMNS} from smartlog.models where status = 'serving'`);
  return rows[0];
}

/**
 * A model's bytes, proved to be those that were put in.
 *
 * @throws RegistryError where there are none, or they were changed
 */
export async function modelBlob(db: Db, id: string): Promise<Buffer> {
  const { rows } = await db.query("select blob, blob_sha256 from smartlog.models where id = $1", [id]);
  if (!rows[0]?.blob)
    throw new RegistryError(`of model ${id} only the name is kept, not the weights: it can't be used again`);
  if (sha256(rows[0].blob) !== rows[0].blob_sha256)
    throw new RegistryError(`model ${id} is damaged in the database: its checksum differs. Take another`);
  return rows[0].blob;
}

/** Says that a model serves from now on, and that the one before does not: both or neither. */
export async function promoteModel(client: ClientBase, id: string, reason: string): Promise<void> {
  await inTransaction(client, async () => {
    await client.query(
      `update smartlog.models set status = 'retired', status_at = now(), reason = $2
       where status = 'serving' and id <> $1`,
      [id, `${id} took its place`],
    );
    const { rowCount } = await client.query(
      `update smartlog.models set reason = $2, status = 'serving',
         status_at = case when status = 'serving' then status_at else now() end,
         served_from = case when status = 'serving' then served_from else now() end where id = $1`,
      [id, reason],
    );
    if (rowCount === 0) throw new RegistryError(`there is no model ${id}`);
  });
}

/** Says what became of a model other than to serve. */
export async function setStatus(
  db: Db,
  id: string,
  status: Exclude<Status, "serving">,
  reason: string,
): Promise<void> {
  await db.query("update smartlog.models set status = $2, status_at = now(), reason = $3 where id = $1", [
    id,
    status,
    reason,
  ]);
}

/** Trained candidates whose run ended before it came to anything; only for who holds the lock. */
export async function failInterrupted(db: Db, reason: string): Promise<string[]> {
  const { rows } = await db.query(
    `update smartlog.models set status = 'failed', status_at = now(), reason = $1
     where status = 'candidate' and origin = 'trained' returning id`,
    [reason],
  );
  return rows.map(({ id }) => id);
}

/**
 * The model to go back to: the one that the serving one was made from, else the one that served last before it. Before
 * the default model there is none.
 *
 * @throws RegistryError where there is none
 */
export async function modelBefore(db: Db): Promise<ModelRow> {
  const { rows } = await db.query(
    `select ${COLUMNS} from smartlog.models m
     where status = 'retired' and blob is not null
       and exists (select from smartlog.models s where s.status = 'serving' and s.origin <> 'default')
     order by id = (select parent from smartlog.models where status = 'serving') desc nulls last, served_from desc
     limit 1`,
  );
  if (!rows[0])
    throw new RegistryError(
      "no model served before this one, as far as the registry knows. `smartlog model promote ID` takes any",
    );
  return rows[0];
}

async function inTransaction(client: ClientBase, work: () => Promise<void>): Promise<void> {
  await client.query("begin");
  try {
    await work();
    await client.query("commit");
  } catch (error) {
    await client.query("rollback").catch(() => {});
    throw error;
  }
}
