/** The parameters of searches, each described and read in one place. */
import type { Pool } from "pg";
import { nearest } from "../../host/nearest.ts";
import { DEFAULT_SHOWN, isShown, SHOWN_NAMES, type ShownName } from "../../store/search/columns.ts";
import { MOST_BARS } from "../../store/search/counts.ts";
import { ORDERS, type Order } from "../../store/search/cursor.ts";
import { MOST_EVENTS_A_PAGE } from "../../store/search/find.ts";
import type { Query } from "../../store/search/grammar/ast.ts";
import { SearchError } from "../../store/search/grammar/error.ts";
import { MOST_CHARACTERS, parse } from "../../store/search/grammar/parse.ts";
import { rangeFrom } from "../../store/search/range.ts";
import type { Range } from "../../store/search/walk.ts";
import { parseTime, RequestError } from "../frame/time-range.ts";
import { HttpError } from "../http/error.ts";
import { as, choice, only, type Parameter, readQuery, whole } from "./parameters.ts";
import { example, type JsonSchema, text } from "./schema/schema.ts";

const MOST_TOP = 50;
const MOST_EXPORTED = 999_999_999;
const TIME_FORMS = "2026-11-30, 2026-11-30T22:17:00Z, now-24h, or milliseconds since 1970";
/** It would be of the server's zone, which nobody knows. */
const WITHOUT_ZONE = /^\d{4}-\d\d-\d\d[T ][\d:.]+$/;
const FORMATS = ["ndjson", "csv", "json"] as const;

/** What a request asks for; all that is left out is as the route has it. */
export interface Asked {
  query?: Query;
  /** `q` as it is written, of somebody who types. */
  typed?: string;
  at?: number;
  from?: number | undefined;
  to?: number | undefined;
  order?: Order;
  limit?: number;
  cursor?: string | undefined;
  fields?: readonly ShownName[];
  format?: (typeof FORMATS)[number];
  bars?: number;
  top?: number;
}
type Parameters = Readonly<Record<string, Parameter<Asked>>>;

const Q_SCHEMA: JsonSchema = example(
  {
    type: "string",
    maxLength: MOST_CHARACTERS,
    description: "The query, in the grammar of docs/search.md; all events where it is left out.",
  },
  "kind:web status:>=400 -label:normal",
);

/** A query of the search grammar. */
export const QUERY: Parameter<Query> = {
  schema: Q_SCHEMA,
  read: (given, name) => {
    const written = only(given, name);
    try {
      return parse(written);
    } catch (error) {
      if (!(error instanceof SearchError)) throw error;
      const { message, nextStep, position, length } = error;
      throw new HttpError(400, message, nextStep, error, undefined, { position, length });
    }
  },
};

function end(name: "from" | "to", description: string, shown: string): Parameter<Asked> {
  return {
    schema: example(text(`${description}: ${TIME_FORMS}.`), shown),
    read: (given) => {
      const written = only(given, name);
      return { [name]: written === "" ? undefined : timeOf(written, name) };
    },
  };
}

/** @throws HttpError */
function timeOf(written: string, name: string): number {
  try {
    if (WITHOUT_ZONE.test(written)) throw new RequestError("a time without its zone");
    return parseTime(written, new Date()).getTime();
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    throw new HttpError(400, `${name} is a time such as ${TIME_FORMS}`, undefined, error);
  }
}

const FIELDS: Parameter<Asked> = {
  schema: example(
    text(
      `Names with commas between: ${SHOWN_NAMES.join(", ")}. \`record\` is null above 64 KiB. Left out: ${DEFAULT_SHOWN.join(", ")}.`,
    ),
    "id,time,label,line",
  ),
  read: (given, name) => {
    const written = only(given, name);
    if (written === "") return { fields: DEFAULT_SHOWN };
    const names = [...new Set(written.split(","))];
    const wrong = names.find((each) => !isShown(each));
    if (wrong === undefined) return { fields: names as ShownName[] };
    const near = nearest(wrong, SHOWN_NAMES);
    const hint = near ? `Did you mean ${near}? ` : "";
    throw new HttpError(
      400,
      "fields has a name that there is not",
      `${hint}There are ${SHOWN_NAMES.join(", ")}.`,
    );
  },
};

const RANGE: Parameters = {
  from: end("from", "The beginning; of all events where it is left out", "now-24h"),
  to: end("to", "The end, which is not in it; of all events where it is left out", "now"),
};
const SEARCH: Parameters = { q: as(QUERY, (query) => ({ query })), ...RANGE };

export const FIND_PARAMETERS: Parameters = {
  ...SEARCH,
  order: as(choice(ORDERS, "newest where it is left out; an export is by time."), (order) => ({ order })),
  limit: as(
    whole(
      1,
      MOST_EXPORTED,
      `Events of a page, ${MOST_EVENTS_A_PAGE} at most; 100 where it is left out. Of an export any number; all.`,
      10,
    ),
    (limit) => ({ limit }),
  ),
  cursor: {
    schema: text("`next` of the page before, which had the same `q`, `from`, `to` and `order`."),
    read: (given, name) => ({ cursor: only(given, name) || undefined }),
  },
  fields: FIELDS,
  format: as(choice(FORMATS, "json: a page. The others: all events that fit, as a stream."), (format) => ({
    format,
  })),
};
export const HISTOGRAM_PARAMETERS: Parameters = {
  ...SEARCH,
  bars: as(whole(1, MOST_BARS, "At most so many; 60 where it is left out.", 24), (bars) => ({ bars })),
};
export const FACET_PARAMETERS: Parameters = {
  ...SEARCH,
  top: as(whole(1, MOST_TOP, "Values of each; 10 where it is left out.", 5), (top) => ({ top })),
};
export const COMPLETE_PARAMETERS: Parameters = {
  q: {
    schema: example(
      { type: "string", maxLength: MOST_CHARACTERS, description: "What is written so far." },
      "kind:web sta",
    ),
    read: (given, name) => {
      const typed = only(given, name).replaceAll("\0", "");
      if (typed.length > MOST_CHARACTERS)
        throw new HttpError(400, `q has ${MOST_CHARACTERS} characters at most`);
      return { typed };
    },
  },
  at: as(
    whole(0, MOST_CHARACTERS, "Where in `q` the cursor is; at its end where it is left out.", 12),
    (at) => ({ at }),
  ),
  ...RANGE,
};

/** @throws HttpError 400; of a query that can't be read with `position` and `length` */
export function readSearch(parameters: Parameters, query: unknown): Asked & { query: Query } {
  const asked = Object.assign({ query: { type: "all" } as Query }, ...readQuery(parameters, query));
  const { from, to } = asked as Asked;
  if (from !== undefined && to !== undefined && to <= from)
    throw new HttpError(400, "the range ends before it begins", "`to` has to be later than `from`.");
  return asked;
}

/** The range that is asked for; an end that is left out is that of all events. */
export function rangeOf({ from, to }: Asked, db: Pool): Promise<Range> {
  return rangeFrom(db, from, to);
}
