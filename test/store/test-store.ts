import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { inject } from "vitest";
import { migrate } from "../../store/migrate.ts";
import { openStore, type Store } from "../../store/open.ts";
import { PASSWORDS } from "./passwords.ts";

export interface TestStore extends Store {
  /** The connection string of one of the roles. */
  urlOf(role: "ingest" | "read" | "train"): string;
  /** A connection as one of the roles. */
  as(role: "ingest" | "read" | "train"): Promise<pg.Client>;
  /** Deletes all that was stored. */
  empty(): Promise<void>;
}

export interface OwnStore extends TestStore {
  dataDir: string;
}

let made = 0;

/** A migrated database of its own on the run's Postgres (shared-postgres.ts); `close` drops it. */
export async function testStore(): Promise<TestStore> {
  const template = new URL(inject("postgresUrl"));
  const name = `test_${process.pid}_${made++}`;
  await asAdministrator(template, `create database ${name} template ${template.pathname.slice(1)}`);
  const url = new URL(template);
  url.pathname = name;
  // A copy has the tables, but not the database's own rights and the roles' settings in it.
  await migrate(url.href, { env: {} });
  const store = await openStore({ databaseUrl: url.href });
  return {
    ...store,
    ...tools(store),
    // It is SmartLog's own server: the server's role has the password that is derived from the administrator's.
    embedded: true,
    async close() {
      await store.close();
      await asAdministrator(template, `drop database ${name} with (force)`);
    },
  };
}

/**
 * A Postgres of its own in a temporary folder, migrated; `close` stops it and deletes the folder. For tests of the
 * server itself: of its folder and its processes, of roles, which all databases of a server share.
 */
export async function ownStore(): Promise<OwnStore> {
  const dataDir = mkdtempSync(join(tmpdir(), "smartlog-test-"));
  const store = await openStore({ dataDir });
  await migrate(store.url, { env: PASSWORDS });
  return {
    ...store,
    ...tools(store),
    dataDir,
    async close() {
      await store.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function asAdministrator(template: URL, sql: string): Promise<void> {
  const url = new URL(template);
  url.pathname = "postgres";
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function tools(store: Store): Pick<TestStore, "urlOf" | "as" | "empty"> {
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
         smartlog.score_bins, smartlog.unread_hour, smartlog.crawlers, smartlog.muted_rollups, smartlog.muted_days, smartlog.visitor_days, smartlog.duration_bins,
         smartlog.merged_templates, smartlog.rate_series, smartlog.rate_steps, smartlog.rate_hours, smartlog.rate_alarms,
         smartlog.sessions, smartlog.session_classes, smartlog.session_ends, smartlog.incident_minutes, smartlog.incident_counts,
         smartlog.incident_sources, smartlog.incident_samples, smartlog.incident_history, smartlog.incidents, smartlog.attack_answers cascade`,
      );
      await store.pool.query(
        `update smartlog.settings set rollups_final_before = '-infinity', sites_halved_at = now(), sites_named = 0;
         update smartlog.rates_state set judged_at = '-infinity', step = '-infinity', hour = '-infinity';
         update smartlog.incident_state set judged_at = '-infinity', trimmed_at = '-infinity', cut = 0, refused = 0`,
      );
    },
  };
}
