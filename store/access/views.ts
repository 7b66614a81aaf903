/** Views of pages that people keep, of each the query string: the table `saved_views`. */
import type { ClientBase, Pool } from "pg";
import { StoreError } from "../error.ts";

type Db = Pool | ClientBase;

export interface View {
  id: string;
  /** A page's name, as `explore`. */
  page: string;
  name: string;
  /** Of the page's address, without the question mark. */
  query: string;
  owner: string;
  /** Whether everybody sees it. */
  shared: boolean;
  changedAt: Date;
}

export type NewView = Omit<View, "id" | "changedAt">;

const MOST_OF_OWNER = 100;
const MOST_VIEWS = 10_000;
export const MAX_VIEW_NAME_CHARACTERS = 100;
export const MAX_VIEW_QUERY_CHARACTERS = 4_000;
const PAGE = /^[a-z][a-z0-9-]{0,63}$/;
const COLUMNS = `id::text, page, name, query, owner, shared, changed_at as "changedAt"`;

/** One's own and those that are shared, by name. @param page only of this page */
export async function listViews(db: Db, owner: string, page?: string): Promise<View[]> {
  const { rows } = await db.query<View>(
    `select ${COLUMNS} from smartlog.saved_views where (owner = $1 or shared) and ($2::text is null or page = $2)
     order by page, name, id limit ${MOST_VIEWS}`,
    [owner, page ?? null],
  );
  return rows;
}

/**
 * Keeps a view; one of the same page and name is replaced, where it is the owner's.
 *
 * @throws StoreError BAD_ARGUMENT, ACCESS_FULL
 */
export async function saveView(db: Db, { page, name, query, owner, shared }: NewView): Promise<View> {
  const named = name.replaceAll("\0", "").trim();
  const kept = query.replaceAll("\0", "").replace(/^\?/, "");
  if (!PAGE.test(page))
    throw new StoreError("BAD_ARGUMENT", "a page is named by small letters, digits and -", "As explore.");
  if (named === "" || named.length > MAX_VIEW_NAME_CHARACTERS)
    throw new StoreError("BAD_ARGUMENT", `a name has 1 to ${MAX_VIEW_NAME_CHARACTERS} characters`, "");
  if (kept.length > MAX_VIEW_QUERY_CHARACTERS)
    throw new StoreError("BAD_ARGUMENT", `a view has ${MAX_VIEW_QUERY_CHARACTERS} characters at most`, "");
  const { rows } = await db.query<View>(
    `insert into smartlog.saved_views (page, name, query, owner, shared)
     select $1, $2, $3, $4, $5::boolean
     where (select count(*) from smartlog.saved_views where owner = $4) < ${MOST_OF_OWNER}
       and (select count(*) from smartlog.saved_views) < ${MOST_VIEWS}
       or exists (select from smartlog.saved_views where (owner, page, name) = ($4, $1, $2))
     on conflict (owner, page, name) do update set query = excluded.query, shared = excluded.shared, changed_at = now()
     returning ${COLUMNS}`,
    [page, named, kept, owner, shared],
  );
  if (!rows[0])
    throw new StoreError("ACCESS_FULL", `there are ${MOST_OF_OWNER} views already`, "Remove one first.");
  return rows[0];
}

/**
 * @param owner whose it has to be; undefined: anybody's
 * @throws StoreError NO_SUCH_ENTRY
 */
export async function removeView(db: Db, id: string, owner: string | undefined): Promise<void> {
  const { rowCount } = /^[1-9]\d{0,17}$/.test(id)
    ? await db.query("delete from smartlog.saved_views where id = $1 and ($2::text is null or owner = $2)", [
        id,
        owner ?? null,
      ])
    : { rowCount: 0 };
  if (!rowCount) throw new StoreError("NO_SUCH_ENTRY", "you have no view of this number", "");
}
