import { existsSync } from "node:fs";
import { fill } from "../../bench/server/fill.ts";
import { type RunningServer, type ServerOptions, startServer } from "../../server/index.ts";
import { importGeo } from "../../store/geo.ts";
import type { Store } from "../../store/open.ts";
import { serveUrl } from "../../store/roles.ts";
import { storeIncident } from "../store/incident.ts";
import { type TestStore, testStore } from "../store/test-store.ts";

export interface TestServer {
  store: TestStore;
  server: RunningServer;
  /** The server's address. */
  url: string;
  close(): Promise<void>;
}

/** A server of its own over a store of its own, or a given one that it closes, with so many events of the last 24 hours. */
export async function testServer(lines: number, token = "", given?: TestStore): Promise<TestServer> {
  const store = given ?? (await testStore());
  if (lines > 0) {
    await importGeo(store.pool);
    await fill(store.pool, { lines });
    // As verify-bots would find of made-up addresses.
    await store.pool.query(
      `insert into smartlog.crawlers (ip, crawler, status, method, host)
       select distinct ip, substring(ua from '[A-Za-z]+[Bb]ot'), 'impostor', 'reverse-dns', '' from smartlog.events
       where kind = 'web' and ip is not null and ua ~ '[A-Za-z]+[Bb]ot'`,
    );
    // As `smartlog watch` would find and tell of them.
    await storeIncident(store.pool, { site: "shop", sources: { "203.0.113.7": 40 } });
    await storeIncident(store.pool, { state: "acknowledged", acknowledgedAt: new Date(), severity: "high" });
    await store.pool.query("update smartlog.incident_state set judged_at = now()");
    await store.pool.query("insert into smartlog.channels (channel, type) values ('mail', 'smtp')");
    await store.pool.query("analyze");
  }
  const server = await startServer({ databaseUrl: await serveUrl(store), port: 0, token });
  return {
    store,
    server,
    url: server.url,
    async close() {
      await server.close();
      await store.close();
    },
  };
}

/** A server whose store went away after it knew that nobody has to log in: one that never found it answers nobody. */
export async function lostServer(store: Store, options: Partial<ServerOptions> = {}): Promise<RunningServer> {
  const server = await startServer({ databaseUrl: await serveUrl(store), port: 0, ...options });
  await server.useDatabase("postgres://nobody@127.0.0.1:1/none");
  return server;
}

const CHROMIUM = "/usr/bin/chromium";

/** Debian's Chromium, or undefined where there is none, having said so. */
export function chromiumPath(): string | undefined {
  if (existsSync(CHROMIUM)) return CHROMIUM;
  console.warn(`SKIPPED: no ${CHROMIUM} (apt-get install chromium); what the pages look like is not tested`);
  return undefined;
}

/** Switches off what a browser in a test must not do: sandboxes that a root has not, and calls home. */
export const CHROMIUM_ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
