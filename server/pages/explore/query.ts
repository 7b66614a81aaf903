/** What the page's address says: the query, the order, the columns; and addresses that say something else. */
import { SHOWN_NAMES, type ShownName } from "../../../store/search/columns.ts";
import { ORDERS, type Order } from "../../../store/search/cursor.ts";
import { MOST_CHARACTERS } from "../../../store/search/grammar/parse.ts";

export interface Asked {
  /** As it was typed. */
  q: string;
  order: Order;
  /** Fields shown beside the line. */
  columns: readonly ShownName[];
  cursor: string;
  /** As the address has them; empty for the page's own. */
  from: string;
  to: string;
}

const MOST_COLUMNS = 8;
/** Always in a row, so no column of their own. */
const IN_ROW = new Set<string>(["id", "time", "label", "line"]);

/** Columns that can be shown beside what each row has. */
export const COLUMN_NAMES = SHOWN_NAMES.filter((name) => !IN_ROW.has(name) && name !== "record");

/** What is unknown asks for nothing. */
export function askedOf(query: Readonly<Record<string, unknown>>): Asked {
  const text = (name: string, most = 400) => {
    const value = [query[name]].flat()[0];
    return typeof value === "string" ? value.slice(0, most) : "";
  };
  const columns = text("columns").split(",");
  return {
    q: text("q", MOST_CHARACTERS).replaceAll("\0", ""),
    order: ORDERS.find((each) => each === text("order")) ?? "newest",
    columns: COLUMN_NAMES.filter((name) => columns.includes(name)).slice(0, MOST_COLUMNS),
    cursor: text("cursor"),
    from: text("from"),
    to: text("to"),
  };
}

/** The page with these; a change of the query begins at its first events. */
export function explorePath(asked: Partial<Asked>): string {
  const parameters = new URLSearchParams();
  const { q, order, columns, cursor, from, to } = asked;
  if (q) parameters.set("q", q);
  if (order && order !== "newest") parameters.set("order", order);
  if (columns && columns.length > 0) parameters.set("columns", columns.join(","));
  if (from) parameters.set("from", from);
  if (to) parameters.set("to", to);
  if (cursor) parameters.set("cursor", cursor);
  const text = parameters.toString();
  return text === "" ? "/explore" : `/explore?${text}`;
}
