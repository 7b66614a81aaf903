import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { serveUrl } from "../../store/roles.ts";
import {
  activeTaught,
  addTaught,
  doesAct,
  endExpired,
  endTaught,
  findTaught,
  listTaught,
  taughtOfEvent,
} from "../../store/taught/entries.ts";
import { newTaught } from "./taught-entry.ts";
import { type TestStore, testStore } from "./test-store.ts";

let store: TestStore;
let server: pg.Pool;
let trainer: pg.Client;
let reader: pg.Client;
beforeAll(async () => {
  store = await testStore();
  server = new pg.Pool({ connectionString: await serveUrl(store) });
  trainer = await store.as("train");
  reader = await store.as("read");
});
afterAll(async () => {
  await Promise.all([server?.end(), trainer?.end(), reader?.end()]);
  await store?.close();
});
beforeEach(async () => {
  await store.pool.query("truncate smartlog.taught restart identity");
});

test("an entry comes back as it went in, and acts for 60 days", async () => {
  const added = await addTaught(server, newTaught(1, { hit: "path/sqli" }));
  expect(added).toMatchObject({
    id: 1,
    key: 0xffff_0000_0000_0001n,
    ceilings: { threat: 0.75, bot: 0.5, anomaly: 0.25 },
    hit: "path/sqli",
    event: "ffffffffffffffd6",
    endedAt: null,
  });
  expect(await activeTaught(reader)).toEqual([added]);
  expect(await taughtOfEvent(reader, added.event)).toEqual([added]);
  const days = (added.expires.getTime() - added.at.getTime()) / 86_400_000;
  expect(days).toBeCloseTo(60, 3);
  expect(doesAct(added)).toBe(true);
  expect(doesAct(added, added.expires)).toBe(false);
});

test("a name is kept as that of an annotation is: trust is withdrawn by name", async () => {
  expect((await addTaught(server, newTaught(1, { who: " ann\t" }))).who).toBe("ann");
  expect((await addTaught(server, newTaught(2, { who: " " }))).who).toBe("somebody");
  const { who, id } = await addTaught(server, newTaught(3, { who: "e".repeat(200) }));
  expect(who).toBe("e".repeat(100));
  await endTaught(server, [id], "undone", " bob ");
  expect((await findTaught(server, id)).endedWho).toBe("bob");
});

test("a newer correction of the same lines takes the place of the one before", async () => {
  await addTaught(server, newTaught(1));
  await addTaught(server, newTaught(1, { scope: "agent" }));
  const second = await addTaught(server, newTaught(1, { label: "attack", who: "bob" }));
  expect((await activeTaught(reader)).map(({ id, label }) => [id, label])).toEqual([
    [2, "normal"],
    [second.id, "attack"],
  ]);
  expect(await findTaught(reader, 1)).toMatchObject({ endedBy: "replaced", endedWho: "bob" });
});

test("at most 64 of one annotator act, and 256 of all, however many come at once", async () => {
  const results = await Promise.allSettled(
    Array.from({ length: 80 }, (_, n) => addTaught(server, newTaught(n, { who: "ann" }))),
  );
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(64);
  expect(results.find(({ status }) => status === "rejected")).toMatchObject({
    reason: { code: "TAUGHT_FULL", message: /ann has 64 taught entries already/ },
  });
  for (let n = 100; n < 292; n++) await addTaught(server, newTaught(n));
  await expect(addTaught(server, newTaught(999, { who: "new" }))).rejects.toMatchObject({
    code: "TAUGHT_FULL",
    message: expect.stringMatching(/there are 256 taught entries already/),
    nextStep: expect.stringMatching(/teach undo ID/),
  });
  expect(await activeTaught(reader)).toHaveLength(256);
  // Room is made by ending one, and the same lines can be corrected again without any.
  await addTaught(server, newTaught(150, { label: "bot" }));
  expect(await endTaught(server, [(await activeTaught(reader))[0]?.id as number], "undone", "bob")).toBe(1);
  await addTaught(server, newTaught(999, { who: "new" }));
});

test("what has expired acts no more, and makes room", async () => {
  const { id } = await addTaught(server, newTaught(1));
  await store.pool.query(
    "update smartlog.taught set at = now() - interval '61 days', expires = now() - interval '1 day'",
  );
  expect(await activeTaught(reader)).toEqual([]);
  expect(await endExpired(trainer)).toBe(1);
  const ended = await findTaught(reader, id);
  expect(ended).toMatchObject({ endedBy: "expired", endedWho: null });
  expect(ended.endedAt).toEqual(ended.expires);
});

test("ended once stays ended; a list has those that act first", async () => {
  for (const n of [1, 2, 3]) await addTaught(server, newTaught(n));
  expect(await endTaught(trainer, [2, 3], "learnt")).toBe(2);
  expect(await endTaught(server, [2], "undone", "bob")).toBe(0);
  expect((await listTaught(reader)).map(({ id, endedBy }) => [id, endedBy])).toEqual([
    [1, null],
    [3, "learnt"],
    [2, "learnt"],
  ]);
  await expect(findTaught(reader, 9)).rejects.toMatchObject({ code: "NO_SUCH_ENTRY" });
});

describe("rights", () => {
  const rejected = async (db: pg.Pool | pg.Client, sql: string) =>
    expect(db.query(sql), sql).rejects.toThrow(/permission denied/);
  const insert =
    "insert into smartlog.taught (key, scope, label, threat, bot, anomaly, event_time, event_id, tag, was, describes, who) values ('00000000000000aa', 'client', 'normal', 1, 1, 1, now(), 1, '', 'attack', '', 'x')";

  test("the server's role adds entries and ends them, and changes nothing that was said", async () => {
    await addTaught(server, newTaught(1));
    await rejected(server, "update smartlog.taught set label = 'attack'");
    await rejected(server, "update smartlog.taught set expires = 'infinity'");
    await rejected(server, "delete from smartlog.taught");
    await rejected(server, "truncate smartlog.taught");
    await rejected(server, "update smartlog.models set status = 'retired'");
    await expect(server.query("select smartlog.bound_taught()")).rejects.toThrow(/permission denied|trigger/);
  });

  test("the trainer's role reads and ends, the reader's only reads", async () => {
    await addTaught(server, newTaught(1));
    await rejected(trainer, insert);
    await rejected(trainer, "update smartlog.taught set label = 'attack'");
    await reader.query("set default_transaction_read_only = off");
    await rejected(reader, insert);
    await rejected(reader, "update smartlog.taught set ended_at = now()");
    expect(await endTaught(trainer, [1], "distrusted")).toBe(1);
  });

  test("nothing acts for ever, and no key is other than the filter's", async () => {
    await expect(
      server.query(
        insert.replace("who)", "who, expires)").replace("'x')", "'x', now() + interval '3 years')"),
      ),
    ).rejects.toThrow(/check constraint/);
    await expect(
      server.query(insert.replace("00000000000000aa", "1' or '1".replaceAll("'", "''"))),
    ).rejects.toThrow(/check constraint/);
  });
});
