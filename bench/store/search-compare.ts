/** Kinds of indexes of a line's words, on one day: what each takes, and what it gives. */
import type { ClientBase, Pool } from "pg";
import type { Range } from "../../store/search/walk.ts";

const LINE = "smartlog.line(record)";
const WORDS = `regexp_split_to_array(lower(${LINE}), '[^a-z0-9_]+')`;
const SAMPLE = ["needle-in-the-hay", "wp-login", "Failed password", "GET"];
const BATCH_ROWS = 5_000;
const BATCHES = 20;

interface Kind {
  name: string;
  /** Behind `using`; undefined for none. */
  using?: string;
  /** The condition that the index serves. */
  where: (text: string) => string;
}

const like = (text: string) => `${LINE} ilike '%${text}%'`;
const words = (text: string) =>
  `array[${text
    .toLowerCase()
    .split(/\W+/)
    .map((word) => `'${word}'`)
    .join(", ")}]`;

const KINDS: readonly Kind[] = [
  { name: "none", where: like },
  { name: "BRIN, least and greatest", using: `brin (${LINE})`, where: like },
  {
    name: "full text (GIN, simple)",
    using: `gin (to_tsvector('simple', ${LINE}))`,
    where: (text) => `to_tsvector('simple', ${LINE}) @@ phraseto_tsquery('simple', '${text}')`,
  },
  {
    name: "words as an array (GIN)",
    using: `gin ((${WORDS}))`,
    where: (text) => `${WORDS} @> ${words(text)} and ${like(text)}`,
  },
  { name: "trigrams (GIN)", using: `gin (${LINE} gin_trgm_ops)`, where: like },
];

/** Prints a row for each kind. The day is copied, so that the store stays as it is. */
export async function compareIndexes(pool: Pool, { from, to }: Range): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query(
      "set maintenance_work_mem = '64MB'; drop table if exists compared; drop table if exists batch_rows",
    );
    await client.query(
      `create table compared as select * from smartlog.events where time >= '${iso(from)}' and time < '${iso(to)}' order by time;
       create index on compared (time, id);
       create table batch_rows as select * from compared limit ${BATCH_ROWS * BATCHES}`,
    );
    await client.query("vacuum analyze compared");
    const heap = await bytes(client, "compared");
    for (const { name, using, where } of KINDS) {
      const built = using
        ? await seconds(() =>
            client.query(`create index compared_words on compared using ${using}; analyze compared`),
          )
        : 0;
      const size = using ? await bytes(client, "compared_words") : 0;
      const asked: string[] = [];
      for (const text of SAMPLE) {
        await client.query("set statement_timeout = '60s'");
        const count = `select count(*) from compared where ${where(text)}`;
        await client.query(count);
        const ms = 1000 * (await seconds(() => client.query(count)));
        const { rows } = await client.query<{ count: string }>(count);
        asked.push(`${text} ${ms.toFixed(0)} ms (${rows[0]?.count})`);
      }
      const rate = await ingestRate(client);
      console.log(
        `${name}: built in ${built.toFixed(0)} s, ${(size / 1e6).toFixed(0)} MB (${((100 * size) / heap).toFixed(0)} % of the rows'), ${rate.toFixed(0)} rows/s stored; ${asked.join(", ")}`,
      );
      if (using) await client.query("drop index compared_words");
    }
    await client.query("drop table compared; drop table batch_rows");
  } finally {
    client.release(true);
  }
}

/** Rows a second of batches as ingest stores them, beside the key and this index alone; each is taken back. */
async function ingestRate(client: ClientBase): Promise<number> {
  let took = 0;
  for (let batch = 0; batch < BATCHES; batch++) {
    await client.query("begin");
    took += await seconds(() =>
      client.query(
        `insert into compared select * from batch_rows offset ${batch * BATCH_ROWS} limit ${BATCH_ROWS}`,
      ),
    );
    await client.query("rollback");
  }
  return (BATCHES * BATCH_ROWS) / took;
}

async function bytes(client: ClientBase, relation: string): Promise<number> {
  const { rows } = await client.query<{ bytes: number }>("select pg_relation_size($1)::float8 as bytes", [
    relation,
  ]);
  return rows[0]?.bytes ?? 0;
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
