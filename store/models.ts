/** The table `models`, the registry: every model that was made, how good it was, and whether it serves. */

import { createHash } from "node:crypto";
import type { ClientBase, Pool } from "pg";
import { SmartLogError } from "../host/error.ts";

const STATUSES = ["candidate", "serving", "retired", "refused", "failed"] as const;
/**
 * `candidate`: made, and not in service yet. `serving`: in service, one at most. `retired`: was in service. `refused`:
 * judged worse. `failed`: could not be put in service.
 */
export type Status = (typeof STATUSES)[number];
type Origin = "default" | "trained" | "imported";

/** A pool or a session. */
export type Db = Pool | ClientBase;

export interface NewModel {
  id: string;
  parent: string | null;
  origin: Origin;
  status: Exclude<Status, "serving">;
  reason: string;
  blob: Uint8Array;
  /** Times of the first and of the last event that the model learnt from. */
  windowFrom?: Date | null;
  windowTo?: Date | null;
  /** Events that the model learnt from: `{"<kind>": n}`. */
  counts?: object;
  /** Quality on held-out events: `{"<head>": {"precision": p, …}}`. */
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
  /** Time of the last change of the status. */
  statusAt: Date;
  servedFrom: Date | null;
  reason: string;
  /** SHA-256 of the blob, in hex; null, as the size, where only the model's name is known. */
  sha256: string | null;
  bytes: number | null;
}

const COLUMNS = `id, parent, origin, made_at as "madeAt", window_from as "windowFrom", window_to as "windowTo", counts,
  metrics, status, status_at as "statusAt", served_from as "servedFrom", reason, blob_sha256 as sha256,
  length(blob) as bytes`;

/** A model that the registry does not have, or has already: the message says which, and what to do. */
export class RegistryError extends SmartLogError {
  override name = "RegistryError";
  readonly code = "REGISTRY_REFUSED";
}

/** SHA-256, in hex. */
export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/**
 * Id for the next model of a day: the day and a number, e.g. `2026-11-21.1`.
 *
 * @param now a time of that day (UTC)
 */
export async function nextModelId(db: Db, now: Date): Promise<string> {
  const day = now.toISOString().slice(0, 10);
  const { rows } = await db.query<{ id: string }>("select id from smartlog.models where id like $1", [
    `${day}.%`,
  ]);
  const numbers = rows.map(({ id }) => Number(id.slice(day.length + 1))).filter(Number.isInteger);
  return `${day}.${Math.max(0, ...numbers) + 1}`;
}

/**
 * Adds a model.
 *
 * @throws RegistryError where there is a model of this id
 */
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

/** The newest models, the newest first. */
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
 * A model's blob, checked against its SHA-256.
 *
 * @throws RegistryError where only the name is known, or the checksum differs
 */
export async function modelBlob(db: Db, id: string): Promise<Buffer> {
  const { rows } = await db.query("select blob, blob_sha256 from smartlog.models where id = $1", [id]);
  if (!rows[0]?.blob)
    throw new RegistryError(`of model ${id} only the name is kept, not the weights: it can't be used again`);
  if (sha256(rows[0].blob) !== rows[0].blob_sha256)
    throw new RegistryError(`model ${id} is damaged in the database: its checksum differs. Take another`);
  return rows[0].blob;
}

/**
 * Marks a model as serving and the one before as retired, in one transaction.
 *
 * @param reason what proved that the model serves; for people
 * @throws RegistryError where there is no such model
 */
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

/** Sets a status other than `serving`, with the reason, for people. */
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

/**
 * Marks trained candidates of interrupted runs as failed; only for the holder of the trainer's lock.
 *
 * @returns their ids
 */
export async function failInterrupted(db: Db, reason: string): Promise<string[]> {
  const { rows } = await db.query(
    `update smartlog.models set status = 'failed', status_at = now(), reason = $1
     where status = 'candidate' and origin = 'trained' returning id`,
    [reason],
  );
  return rows.map(({ id }) => id);
}

/**
 * The model for a rollback: the serving model's parent, else the one that served last before.
 *
 * @throws RegistryError where there is none, as before the default model
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
