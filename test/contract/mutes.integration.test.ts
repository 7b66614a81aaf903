/** A mute acts at the edge within a minute, and ends as fast: by the command, and by itself. */
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { serveUrl } from "../../store/roles.ts";
import { smartlog } from "../cli/command.ts";
import { accessLine } from "../store/scored.ts";
import { type TestStore, testStore } from "../store/test-store.ts";
import { DEPLOYED_CONFIG, FluentBit, findFluentBit } from "./fluent-bit.ts";
import { type Site, shipperEnvironment, site } from "./shipped.ts";

const program = findFluentBit() as string;
const OURS = "203.0.113.7";
const OTHERS = "198.51.100.9";
const EVERY_MS = 500;
const MINUTE_S = 60;

describe.skipIf(!program)(
  "a real Fluent Bit, the same line of two clients coming again and again,",
  { timeout: 240_000 },
  () => {
    let store: TestStore;
    let at: Site;
    let shipper: FluentBit;
    let env: Record<string, string>;
    let writing: NodeJS.Timeout;
    let written = 0;
    beforeAll(async () => {
      store = await testStore();
      at = site();
      const shipping = await shipperEnvironment(store, at);
      const log = join(at.logs, "access.log");
      writing = setInterval(() => {
        for (const ip of [OURS, OTHERS])
          appendFileSync(
            log,
            `${accessLine(ip, "GET /.env", 404, 0, `Mozilla/5.0 (X11; Linux x86_64) ${written++}`)}\n`,
          );
      }, EVERY_MS);
      shipper = new FluentBit(program, ["-c", DEPLOYED_CONFIG], shipping);
      env = {
        // As the server's own role: what it may not do fails here.
        DATABASE_URL: await serveUrl(store),
        SMARTLOG_MODULE: at.module,
        SMARTLOG_HTTP_PORT: shipping.SMARTLOG_HTTP_PORT as string,
        SMARTLOG_WHO: "ann",
      };
      await shipper.until(async () => (await attacks(false, new Date(0))) >= 20, MINUTE_S);
    });
    afterAll(async () => {
      clearInterval(writing);
      await shipper?.stop();
      at?.remove();
      await store?.close();
    });

    /** Events of a client that were labelled attack, muted or not, from a time of the database's on. */
    async function attacks(muted: boolean, since: Date, ip = OURS): Promise<number> {
      const { rows } = await store.pool.query(
        `select count(*)::int as n from smartlog.events
         where label = 'attack' and coalesce(muted, false) = $1 and time > $2 and ip = $3`,
        [muted, since, ip],
      );
      return rows[0].n;
    }
    /** Seconds from now to the first event of ours that is muted, or is no more. */
    async function secondsTo(muted: boolean): Promise<number> {
      const since = new Date();
      await shipper.until(async () => (await attacks(muted, since)) > 0, MINUTE_S);
      return (Date.now() - since.getTime()) / 1000;
    }

    test("by smartlog mute add and undo; label and scores stay, and the others' events", async () => {
      const { rows } = await store.pool.query(
        "select smartlog.event_hex(id) as id from smartlog.events where ip = $1 order by time desc limit 1",
        [OURS],
      );
      const added = await smartlog(["mute", "add", "--id", rows[0].id, "--by", "source"], { env });
      expect(added).toMatchObject({
        code: 0,
        stderr: expect.stringMatching(/1 mute acts in .*it has reloaded/),
      });
      expect(added.stdout).toMatch(/It would have hidden \d+ events .* from 1 address/);
      const toMuted = await secondsTo(true);
      const { rows: muted } = await store.pool.query(
        "select label, severity, mute::int, threat > 0.5 as is_sure, cardinality(why) > 0 as has_reasons from smartlog.events where muted limit 1",
      );
      expect(muted[0]).toEqual({
        label: "attack",
        severity: expect.stringMatching(/high|critical|medium/),
        mute: 1,
        is_sure: true,
        has_reasons: true,
      });

      expect((await smartlog(["mute", "undo", "1"], { env })).code).toBe(0);
      const toHeard = await secondsTo(false);
      console.info(`muted after ${toMuted.toFixed(1)} s, undone after ${toHeard.toFixed(1)} s`);
      expect(Math.max(toMuted, toHeard)).toBeLessThan(MINUTE_S);
      const list = await smartlog(["mute", "list", "--json"], { env });
      expect(JSON.parse(list.stdout)[0]).toMatchObject({ endedBy: "undone", hidden: expect.any(Number) });
      expect(JSON.parse(list.stdout)[0].hidden).toBeGreaterThan(0);
      expect(await attacks(true, new Date(0), OTHERS)).toBe(0);
    });

    test("and it ends by itself, though nobody takes it out of the module", async () => {
      const until = new Date(Date.now() + 20_000);
      const added = await smartlog(
        ["mute", "add", "--source", `${OURS}/24`, "--up-to", "attack", "--until", until.toISOString()],
        { env },
      );
      expect(added.code).toBe(0);
      await secondsTo(true);
      await shipper.until(async () => (await attacks(false, until)) > 2, MINUTE_S);
      expect(await attacks(true, new Date(until.getTime() + 1_000))).toBe(0);
    });
  },
);
