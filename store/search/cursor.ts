/** Where a search goes on: what of the range is left, and the last event that was given. */
import { StoreError } from "../error.ts";
import type { Range } from "./walk.ts";

export const ORDERS = ["newest", "oldest", "score"] as const;
export type Order = (typeof ORDERS)[number];

export interface Cursor extends Range {
  /** Undefined where the rest of the range begins. */
  key?: { micros: string; id: string; score: number } | undefined;
}

const FORM =
  /^(newest|oldest|score)_(-?\d{1,15})_(-?\d{1,15})(?:_(-?\d{1,18})_(-?\d{1,19})_(\d(?:\.\d{1,12})?(?:e-\d{1,2})?))?$/;
const MAX_ID = 2n ** 63n;
const MAX_MS = 8.64e15;

export function cursorText(order: Order, { from, to, key }: Cursor): string {
  return [order, from, to, ...(key ? [key.micros, key.id, key.score] : [])].join("_");
}

/**
 * @param range that the search asks for: a cursor does not lead out of it
 * @throws StoreError BAD_ARGUMENT where it is no cursor of such a search
 */
export function readCursor(text: string, order: Order, range: Range): Cursor {
  const [, ordered, from, to, micros, id, score] = FORM.exec(text) ?? [];
  const cursor = { from: Math.max(range.from, Number(from)), to: Math.min(range.to, Number(to)) };
  const isGood =
    ordered === order &&
    Math.abs(Number(from)) <= MAX_MS &&
    Math.abs(Number(to)) <= MAX_MS &&
    (id === undefined || (BigInt(id) >= -MAX_ID && BigInt(id) < MAX_ID));
  if (!isGood)
    throw new StoreError(
      "BAD_ARGUMENT",
      "the cursor is none of this search",
      "Take `next` of the page before, of the same query, range and order; without a cursor it begins anew.",
    );
  if (micros === undefined || id === undefined) return cursor;
  return { ...cursor, key: { micros, id, score: Number(score) } };
}
