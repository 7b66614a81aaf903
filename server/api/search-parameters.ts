/** The parameters of searches: read once, and what is wrong is told with what it has to be. */
import type { Pool } from "pg";
import { DEFAULT_SHOWN, isShown, SHOWN_NAMES, type ShownName } from "../../store/search/columns.ts";
import { ORDERS, type Order } from "../../store/search/cursor.ts";
import type { Query } from "../../store/search/grammar/ast.ts";
import { nearest } from "../../store/search/grammar/nearest.ts";
import { parse } from "../../store/search/grammar/parse.ts";
import { rangeFrom, TIME_FORMS, timeOf } from "../../store/search/time.ts";
import type { Range } from "../../store/search/walk.ts";
import { HttpError } from "../http/error.ts";

export type Parameters = Readonly<Record<string, string | string[] | undefined>>;

/** @throws HttpError 400 where there is one of another name: a mistyped one would change nothing */
export function refuseOthers(parameters: Parameters, names: readonly string[]): void {
  for (const [name, value] of Object.entries(parameters)) {
    if (!names.includes(name)) {
      const near = nearest(name, names);
      const hint = near ? `Did you mean ${near}? ` : "";
      throw new HttpError(400, "there is no such parameter", `${hint}There are ${names.join(", ")}.`);
    }
    if (Array.isArray(value)) throw new HttpError(400, `${name} may be given once`);
  }
}

/** @throws SearchError */
export function queryOf({ q }: Parameters): Query {
  return parse((q as string | undefined) ?? "");
}

/** The range that is asked for; an end that is left out is that of all events. */
export async function rangeOf({ from, to }: Parameters, db: Pool): Promise<Range> {
  const [first, behind] = [timeOfParameter("from", from), timeOfParameter("to", to)];
  if (first !== undefined && behind !== undefined && behind <= first)
    throw new HttpError(400, "the range ends before it begins", "`to` has to be later than `from`.");
  return rangeFrom(db, first, behind);
}

function timeOfParameter(name: string, text: string | string[] | undefined): number | undefined {
  if (text === undefined || text === "") return undefined;
  const time = timeOf(String(text));
  if (time === undefined) throw new HttpError(400, `${name} is a time such as ${TIME_FORMS}`);
  return time;
}

export function numberOf(parameters: Parameters, name: string, most: number, otherwise: number): number {
  const text = parameters[name];
  if (text === undefined) return otherwise;
  const number = typeof text === "string" && /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > most) throw new HttpError(400, `${name} is a number from 1 to ${most}`);
  return number;
}

export function orderOf({ order = "newest" }: Parameters): Order {
  const found = ORDERS.find((each) => each === order);
  if (!found) throw new HttpError(400, `order is one of ${ORDERS.join(", ")}`);
  return found;
}

export function fieldsOf({ fields }: Parameters): readonly ShownName[] {
  if (fields === undefined || fields === "") return DEFAULT_SHOWN;
  const names = [...new Set(String(fields).split(","))];
  for (const name of names) {
    if (isShown(name)) continue;
    const near = nearest(name, SHOWN_NAMES);
    const hint = near ? `Did you mean ${near}? ` : "";
    throw new HttpError(
      400,
      "fields has a name that there is not",
      `${hint}There are ${SHOWN_NAMES.join(", ")}.`,
    );
  }
  return names as ShownName[];
}
