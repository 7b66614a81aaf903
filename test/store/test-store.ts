import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { migrate } from "../../store/migrate.ts";
import { openStore, type Store } from "../../store/open.ts";

export const PASSWORDS = {
  SMARTLOG_INGEST_PASSWORD: "ingest:/@ pass",
  SMARTLOG_READ_PASSWORD: "read'; drop table smartlog.events; --",
  SMARTLOG_TRAIN_PASSWORD: "träin\\",
};

export interface TestStore extends Store {
  dataDir: string;
  /** The connection string of one of the roles. */
  urlOf(role: "ingest" | "read" | "train"): string;
  /** A connection as one of the roles. */
  as(role: "ingest" | "read" | "train"): Promise<pg.Client>;
  /** Deletes all that was stored. */
  empty(): Promise<void>;
}

/** A real Postgres of its own in a temporary folder, migrated; `close` stops it and deletes the folder. */
export async function testStore(): Promise<TestStore> {
  const dataDir = mkdtempSync(join(tmpdir(), "smartlog-test-"));
  const store = await openStore({ dataDir });
  await migrate(store.url, { env: PASSWORDS });
  const urlOf: TestStore["urlOf"] = (role) => {
    const url = new URL(store.url);
    url.username = `smartlog_${role}`;
    url.password = encodeURIComponent(
      {
        ingest: PASSWORDS.SMARTLOG_INGEST_PASSWORD,
        read: PASSWORDS.SMARTLOG_READ_PASSWORD,
        train: PASSWORDS.SMARTLOG_TRAIN_PASSWORD,
      }[role],
    );
    return url.href;
  };
  return {
    ...store,
    dataDir,
    urlOf,
    async as(role) {
      const client = new pg.Client({ connectionString: urlOf(role) });
      client.on("error", () => {});
      await client.connect();
      return client;
    },
    async empty() {
      await store.pool.query(
        `truncate smartlog.events, smartlog.rejected, smartlog.rollup_minute, smartlog.rollup_hour,
         smartlog.rollup_6h, smartlog.rollup_day, smartlog.top_hour, smartlog.top_day, smartlog.templates, smartlog.sites, smartlog.intake,
         smartlog.score_bins`,
      );
      await store.pool.query(
        "update smartlog.settings set rollups_final_before = '-infinity', sites_halved_at = now(), sites_named = 0",
      );
    },
    async close() {
      await store.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
