/** What visitors say about the pages, by the form of the home page (migrations/0035_visitor_feedback.sql). */
import type { ClientBase, Pool } from "pg";

export const NETWORKS = ["company", "data-centre", "home", "public-body", "school", "other"] as const;
export const DEVICES = ["desktop", "laptop", "phone", "tablet", "other"] as const;
export const MAX_VISITOR_NAME_CHARACTERS = 80;
export const MAX_VISITOR_MESSAGE_CHARACTERS = 4_000;

export interface VisitorFeedback {
  /** Hostile text, as the message. Each but the message is empty where it was not said. */
  name: string;
  network: (typeof NETWORKS)[number] | "";
  device: (typeof DEVICES)[number] | "";
  message: string;
}

export interface StoredVisitorFeedback extends VisitorFeedback {
  id: string;
  at: Date;
}

/** @returns false where as many as are taken in a day (500) have come */
export async function addVisitorFeedback(db: Pool | ClientBase, given: VisitorFeedback): Promise<boolean> {
  const { rows } = await db.query<{ taken: boolean }>(
    "select smartlog.take_visitor_feedback($1, $2, $3, $4) as taken",
    // Texts of Postgres have no NUL.
    [given.name, given.network, given.device, given.message].map((text) => text.replaceAll("\0", "")),
  );
  return rows[0]?.taken ?? false;
}

/**
 * The newest first.
 *
 * @param before the id of the last one of the page before
 */
export async function listVisitorFeedback(
  db: Pool | ClientBase,
  { before, limit }: { before?: string | undefined; limit: number },
): Promise<StoredVisitorFeedback[]> {
  const { rows } = await db.query<StoredVisitorFeedback>(
    `select id::text as id, at, name, network, device, message from smartlog.visitor_feedback
     where $1::bigint is null or id < $1 order by visitor_feedback.id desc limit $2`,
    [before ?? null, limit],
  );
  return rows;
}

/** Drops what is older than 400 days. @param db the administrator's */
export async function trimVisitorFeedback(db: Pool | ClientBase): Promise<void> {
  await db.query("select smartlog.trim_visitor_feedback()");
}
