/** A correction acts at the edge within a minute, and is undone as fast: by the command, and by a click in `smartlog serve`. */
import type { ChildProcess } from "node:child_process";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { serveUrl } from "../../store/roles.ts";
import { result, smartlog, spawnCli } from "../cli/command.ts";
import { accessLine } from "../store/scored.ts";
import { type TestStore, testStore } from "../store/test-store.ts";
import { DEPLOYED_CONFIG, FluentBit, findFluentBit } from "./fluent-bit.ts";
import { type Site, shipperEnvironment, site } from "./shipped.ts";

const program = findFluentBit() as string;
/** What the filter calls an attack, and its owner ordinary. */
const TARGET = "/.env";
const OURS = "203.0.113.7";
/** An entry holds up to what the corrected line scored, and a little more: another agent's lines score more from the start. */
const AGENT = "Mozilla/5.0 (X11; Linux x86_64)";
const EVERY_MS = 500;
const MINUTE_S = 60;

describe.skipIf(!program)(
  "a real Fluent Bit, the same line coming again and again,",
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
        for (const ip of [OURS, "198.51.100.9"]) {
          const agent = `${AGENT} ${written++}`;
          appendFileSync(log, `${accessLine(ip, `GET ${TARGET}`, 404, 0, agent)}\n`);
        }
      }, EVERY_MS);
      shipper = new FluentBit(program, ["-c", DEPLOYED_CONFIG], shipping);
      env = {
        // As the server's own role: what it may not do fails here.
        DATABASE_URL: await serveUrl(store),
        SMARTLOG_MODULE: at.module,
        SMARTLOG_HTTP_PORT: shipping.SMARTLOG_HTTP_PORT as string,
        SMARTLOG_WHO: "ann",
      };
      // What its source does is known by then, and its scores rise no more.
      await shipper.until(async () => (await labelled("attack")) >= 20, 60);
    });
    afterAll(async () => {
      clearInterval(writing);
      await shipper?.stop();
      at?.remove();
      await store?.close();
    });

    /** Events of our client that were labelled so, from a time of the database's on. */
    async function labelled(label: string, since = new Date(0), ip = OURS): Promise<number> {
      const { rows } = await store.pool.query(
        "select count(*)::int as n from smartlog.events where label = $1 and ip = $2 and time > $3",
        [label, ip, since],
      );
      return rows[0].n;
    }
    async function newest(): Promise<string> {
      const { rows } = await store.pool.query(
        "select smartlog.event_hex(id) as id from smartlog.events where ip = $1 order by time desc, id desc limit 1",
        [OURS],
      );
      return rows[0].id;
    }
    /** Seconds from `since` to the first event with this label that came after it. */
    async function secondsTo(label: string, since: Date): Promise<number> {
      await shipper.until(async () => (await labelled(label, since)) > 0, MINUTE_S);
      const { rows } = await store.pool.query(
        `select extract(epoch from min(time) - $1)::float8 as seconds
       from smartlog.events where label = $2 and ip = $3 and time > $1`,
        [since, label, OURS],
      );
      return rows[0].seconds;
    }
    /** No line of the others' is changed, whatever is taught of ours. */
    const othersStay = async () => expect(await labelled("normal", new Date(0), "198.51.100.9")).toBe(0);

    test("by smartlog feedback, and undone by smartlog teach undo", async () => {
      const answered = new Date();
      const given = await smartlog(["feedback", "--id", await newest(), "--label", "normal"], { env });
      expect(given).toMatchObject({
        code: 0,
        stderr: expect.stringMatching(/1 taught entry acts .*it has reloaded/),
      });
      const toNormal = await secondsTo("normal", answered);
      const { rows } = await store.pool.query(
        "select why, severity, threat::float8 as threat from smartlog.events where label = 'normal' and ip = $1 limit 1",
        [OURS],
      );
      expect(rows[0]).toMatchObject({ why: expect.arrayContaining(["taught:normal"]), severity: "none" });

      const undone = new Date();
      expect((await smartlog(["teach", "undo", "1"], { env })).code).toBe(0);
      const toAttack = await secondsTo("attack", new Date(undone.getTime() + 1_000));
      console.info(
        `feedback: normal after ${toNormal.toFixed(1)} s, undone after ${(toAttack + 1).toFixed(1)} s`,
      );
      expect(toNormal).toBeLessThan(MINUTE_S);
      await shipper.until(
        async () => (await labelled("normal", new Date(Date.now() - 2_000))) === 0,
        MINUTE_S,
      );
      await othersStay();
    });

    test("by a click, where smartlog serve runs on the shipper's machine, and undone by one", async () => {
      const child: ChildProcess = spawnCli(["serve", "--port", "0"], env);
      const ended = result(child);
      let said = "";
      child.stderr?.on("data", (chunk) => {
        said += chunk;
      });
      try {
        await shipper.until(() => /open (http\S+)/.test(said));
        const url = /open (http\S+)/.exec(said)?.[1] as string;
        const text = async (path: string) => (await fetch(url + path)).text();
        const keyOf = (page: string) => /name="key" value="(\w+)"/.exec(page)?.[1] ?? "";
        const post = (path: string, fields: Record<string, string>) =>
          fetch(url + path, { method: "POST", body: new URLSearchParams(fields), redirect: "manual" });
        const id = await newest();
        const key = keyOf(await text(`/events/${id}`));
        await post(`/events/${id}/feedback`, { key, label: "normal", who: "Ann" });
        const offer = await text(`/events/${id}?saved`);
        expect(offer).toMatch(/would have become normal/);
        const clicked = new Date();
        expect(
          (await post(`/events/${id}/teach`, { key, label: "normal", who: "Ann", scope: "client" })).status,
        ).toBe(303);
        expect(await text(`/events/${id}`)).toContain("Acts within a minute");
        const toNormal = await secondsTo("normal", clicked);

        const undone = new Date();
        const list = await text("/taught");
        const entry = /name="id" value="(\d+)"/.exec(list)?.[1] ?? "";
        expect((await post("/taught/undo", { key: keyOf(list), id: entry, who: "Ann" })).status).toBe(303);
        await shipper.until(() => /0 taught entries act in/.test(said), MINUTE_S);
        const toAttack = await secondsTo("attack", new Date(undone.getTime() + 1_000));
        console.info(
          `a click: normal after ${toNormal.toFixed(1)} s, undone after ${(toAttack + 1).toFixed(1)} s`,
        );
        expect(toNormal).toBeLessThan(MINUTE_S);
        await othersStay();

        // Put in by somebody else, the server's own filter takes it, too.
        const given = await smartlog(["feedback", "--id", id, "--label", "normal"], { env });
        expect(given).toMatchObject({ code: 0, stdout: expect.stringContaining("At once:") });
        // The corrected line itself: with another number behind its agent it may score more than the entry holds.
        const { rows } = await store.pool.query(
          "select record ->> 'log' as log from smartlog.events where smartlog.event_hex(id) = $1",
          [id],
        );
        const body = JSON.stringify({ log: rows[0].log });
        const labelHere = async () => {
          const answer = await fetch(`${url}/v1/score`, {
            method: "POST",
            body,
            headers: { "content-type": "application/json" },
          });
          return ((await answer.json()) as { smartlog: { label: string } }).smartlog.label;
        };
        // It looks every half a minute; a loaded machine takes its time.
        await shipper.until(async () => (await labelHere()) === "normal", 2 * MINUTE_S);
      } finally {
        child.kill("SIGTERM");
        await ended;
      }
    });
  },
);
