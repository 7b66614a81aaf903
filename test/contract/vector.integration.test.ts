import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { Filter } from "../../host/filter.ts";
import { PACKAGE_ROOT } from "../../host/module.ts";
import { type RunningServer, startServer } from "../../server/index.ts";
import { freePort } from "../../store/embedded/port.ts";
import { serveUrl } from "../../store/roles.ts";
import { type TestStore, testStore } from "../store/test-store.ts";
import { linesOf, scoredLine } from "./lines.ts";
import { type Site, site } from "./shipped.ts";
import { findBinary, Shipper } from "./shipper.ts";
import { asStored, rounded, storedCount, storedEvents } from "./stored.ts";

const DEPLOYED_CONFIG = join(PACKAGE_ROOT, "deploy", "vector", "vector.yaml");
const TOKEN = "a token";
const vector = findBinary("vector", "SMARTLOG_VECTOR", "Vector") as string;

const line = (n: number) =>
  `198.51.100.${n % 250} - - [17/May/2025:10:${String(n % 60).padStart(2, "0")}:43 +0000] "GET /p/${n}${
    n % 7 ? "" : "?q=%27+or+1=1--"
  } HTTP/1.1" ${n % 9 ? 200 : 404} 5 "-" "${n % 5 ? "Mozilla/5.0 (X11; Linux x86_64)" : "curl/8.5.0"}"\n`;
const linesFrom = (from: number, count: number) =>
  Array.from({ length: count }, (_, n) => line(from + n)).join("");

describe.skipIf(!vector)("Vector with the deployed configuration:", { timeout: 180_000 }, () => {
  let store: TestStore;
  let port: number;
  let server: RunningServer | undefined;
  let at: Site;
  beforeAll(async () => {
    store = await testStore();
    port = await freePort();
  });
  afterAll(() => store?.close());
  beforeEach(async () => {
    await store.empty();
    at = site();
    return async () => {
      await server?.close();
      at.remove();
    };
  });

  async function serve(): Promise<void> {
    server = await startServer({ databaseUrl: await serveUrl(store), port, token: TOKEN, module: at.module });
  }

  /** The deployed configuration, with this site's places in it. */
  function ship(token = TOKEN): Shipper {
    const state = join(at.folder, "state");
    mkdirSync(join(state, "vector"), { recursive: true });
    writeFileSync(join(state, "token"), `${token}\n`);
    const config = parse(readFileSync(DEPLOYED_CONFIG, "utf8"));
    config.data_dir = join(state, "vector");
    config.secret.smartlog.path = state;
    config.sources.logs.include = [join(at.logs, "*.log*")];
    config.sinks.smartlog.uri = config.sinks.smartlog.uri.replace("127.0.0.1:8470", `127.0.0.1:${port}`);
    const file = join(at.folder, "vector.yaml");
    writeFileSync(file, stringify(config));
    return new Shipper("Vector", vector, ["--config", file]);
  }

  test("a file in, events in Postgres out, equal to what the module makes of its lines", async () => {
    const file = join(at.logs, "access.log");
    writeFileSync(file, linesFrom(0, 5000));
    await serve();
    const shipper = ship();
    try {
      await shipper.until(async () => (await storedCount(store.pool)) >= 5000, 60);
    } finally {
      await shipper.stop();
    }
    const stored = await storedEvents(store.pool);
    expect(stored.size).toBe(5000);
    const filter = Filter.load(at.module);
    for (const each of linesOf(file)) {
      const expected = scoredLine(filter, file, each);
      const found = stored.get(expected.id);
      if (!found) throw new Error(`no event for the line at ${each.offset}`);
      // Vector adds the name of the machine that it runs on.
      const { host: _, ...event } = found.event;
      expect(rounded(event)).toEqual(asStored(expected));
      expect(found.record).toMatchObject({ file, offset: each.offset, message: each.bytes.toString("utf8") });
    }
  });

  test("a line of half a mebibyte is read whole; one above a whole one does not hold up the others", async () => {
    const long = (bytes: number) => `2025-05-17 10:00:43 [INFO] shop - ${"x".repeat(bytes)}\n`;
    writeFileSync(join(at.logs, "access.log"), long(512 * 1024) + long(1100 * 1024) + line(1));
    await serve();
    const shipper = ship();
    try {
      await shipper.until(async () => (await storedCount(store.pool)) >= 2, 60);
    } finally {
      await shipper.stop();
    }
    const records = [...(await storedEvents(store.pool)).values()].map(({ record }) =>
      String(record.message),
    );
    expect(records.map((message) => message.length).sort((a, b) => b - a)).toEqual([
      long(512 * 1024).length - 1,
      line(1).length - 1,
    ]);
  });

  test("a wrong token: what is refused is kept until it is right", async () => {
    writeFileSync(join(at.logs, "access.log"), linesFrom(0, 1000));
    await serve();
    const refused = ship("another token");
    await refused.until(() => Promise.resolve(refused.log.includes("Unauthorized")), 60);
    await refused.stop("SIGKILL");
    expect(await storedCount(store.pool)).toBe(0);
    const shipper = ship();
    try {
      await shipper.until(async () => (await storedCount(store.pool)) >= 1000, 60);
    } finally {
      await shipper.stop();
    }
    expect(await storedCount(store.pool)).toBe(1000);
  });

  test("the server away, Vector killed, the file rotated: every line once", async () => {
    const file = join(at.logs, "access.log");
    writeFileSync(file, linesFrom(0, 1000));
    await serve();
    let shipper = ship();
    await shipper.until(async () => (await storedCount(store.pool)) >= 1000, 60);

    await server?.close();
    appendFileSync(file, linesFrom(1000, 1000));
    await new Promise((resolve) => setTimeout(resolve, 3000));
    await shipper.stop("SIGKILL");
    appendFileSync(file, linesFrom(2000, 500));
    renameSync(file, join(at.logs, "access.log.1"));
    writeFileSync(file, linesFrom(2500, 500));
    shipper = ship();
    await serve();
    try {
      await shipper.until(async () => (await storedCount(store.pool)) >= 3000, 90);
      // Whatever is sent again would come now.
      await new Promise((resolve) => setTimeout(resolve, 2000));
    } finally {
      await shipper.stop();
    }
    const { rows } = await store.pool.query(
      "select count(*)::int as events, count(distinct record->>'message')::int as lines from smartlog.events",
    );
    expect(rows[0]).toEqual({ events: 3000, lines: 3000 });
  });
});
