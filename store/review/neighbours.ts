/** What happened around an event: by its source, and of its template. */
import type { ClientBase, Pool } from "pg";
import type { Label } from "../../host/event.ts";
import type { Middle } from "./clusters.ts";

export interface Neighbour {
  /** Event id, hex. */
  id: string;
  time: Date;
  label: Label;
  /** Address of its source. */
  ip: string | null;
  /** The log line, cut at 200 characters. */
  line: string;
}

const EACH = 3;
/** Before and after an event that its source is looked at. */
const AROUND = "1 day";
/** Newest events of a template that other sources are looked for among. */
const LOOKED_AT = 200;
const COLUMNS =
  "smartlog.event_hex(id) as id, time, label, host(ip) as ip, left(smartlog.line(record), 200) as line";

/** The source's last events before, and its first after; none where the event has no source. */
export async function sameSource(
  db: Pool | ClientBase,
  { time, id, source }: Middle,
): Promise<{ before: Neighbour[]; after: Neighbour[] }> {
  if (source === null) return { before: [], after: [] };
  const side = async (range: string, order: string) =>
    (
      await db.query<Neighbour>(
        `select ${COLUMNS} from smartlog.events where ip = $1 and ${range} order by time ${order}, id ${order} limit ${EACH}`,
        [source, time, id],
      )
    ).rows;
  const before = await side(
    `time <= $2 and time > $2::timestamptz - interval '${AROUND}' and (time, id) < ($2, $3::bigint)`,
    "desc",
  );
  const after = await side(
    `time >= $2 and time < $2::timestamptz + interval '${AROUND}' and (time, id) > ($2, $3::bigint)`,
    "asc",
  );
  return { before: before.reverse(), after };
}

/** The newest events of the template by other sources, one of each. */
export async function othersLike(
  db: Pool | ClientBase,
  { time, source }: Middle,
  tpl: string | null,
): Promise<Neighbour[]> {
  if (tpl === null || source === null) return [];
  const { rows } = await db.query<Neighbour>(
    `select ${COLUMNS} from (
       select distinct on (ip) * from (
         select * from smartlog.events
         where tpl = $1 and time > $2::timestamptz - interval '${AROUND}' and time < $2::timestamptz + interval '${AROUND}'
         order by time desc limit ${LOOKED_AT}
       ) newest where ip <> $3 order by ip, time desc
     ) others order by time desc limit ${EACH}`,
    [tpl, time, source],
  );
  return rows.reverse();
}
