import { createReadStream, existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Pool } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { PACKAGE_ROOT } from "../host/module.ts";
import { beginLocked } from "./table-lock.ts";

/** Countries by address. Source of the ranges: files of `first,last,country` lines, in any order, without a header. */
export interface GeoSource {
  /** A source whose name is stored already isn't imported again. */
  name: string;
  licence: string;
  files: string[];
}

export interface GeoResult {
  ranges: number;
  /** False where this very source was in place already. */
  imported: boolean;
}

const PACKAGE = join("node_modules", "@ip-location-db", "asn-country");
/** The stricter of two: the package's README and the data's owner say CC BY, its package.json CC0. */
const LICENCE =
  "CC BY 4.0: ip-location-db (github.com/sapics/ip-location-db), data of the NRO (www.nro.net) and its five registries; the package's package.json says CC0-1.0";

/** The ranges that come with SmartLog: which registry gave which net to which country. */
async function packagedGeo(): Promise<GeoSource> {
  const folder = join(PACKAGE_ROOT, PACKAGE);
  const { name, version } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  return {
    name: `${name} ${version}`,
    licence: LICENCE,
    files: ["asn-country-ipv4.csv", "asn-country-ipv6.csv"].map((file) => join(folder, file)),
  };
}

/**
 * Fills the table `geo` in one transaction: readers see the old ranges until its end. Does nothing where the same source
 * is in place.
 *
 * @param pool the administrator's
 * @param source the ranges that come with SmartLog when left out
 * @throws Error where a file is missing; pg.DatabaseError where it holds other lines
 */
export async function importGeo(pool: Pool, source?: GeoSource): Promise<GeoResult> {
  const { name, licence, files } = source ?? (await packagedGeo());
  for (const file of files)
    if (!existsSync(file)) throw new Error(`there is no file ${file}; run npm install`);
  const client = await pool.connect();
  try {
    const { rows } = await client.query("select name, ranges from smartlog.geo_source");
    if (rows[0]?.name === name) return { ranges: Number(rows[0].ranges), imported: false };
    await beginLocked(client, "geo_source");
    await client.query(
      "create temporary table incoming (first inet, last inet, country text) on commit drop",
    );
    for (const file of files) {
      const copy = client.query(copyFrom("copy incoming from stdin (format csv)"));
      await pipeline(createReadStream(file), copy);
    }
    await client.query("delete from smartlog.geo");
    const inserted = await client.query(
      `insert into smartlog.geo (first, last, country)
       select first, last, upper(country) from incoming
       where country ~ '^[A-Za-z]{2}$' and first <= last and family(first) = family(last)
       on conflict do nothing`,
    );
    const ranges = inserted.rowCount ?? 0;
    await client.query("delete from smartlog.geo_source");
    await client.query("insert into smartlog.geo_source (name, licence, ranges) values ($1, $2, $3)", [
      name,
      licence,
      ranges,
    ]);
    await client.query("commit");
    await client.query("analyze smartlog.geo");
    return { ranges, imported: true };
  } catch (error) {
    await client.query("rollback").catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}
