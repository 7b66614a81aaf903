/** Sessions that have ended, out of a real store. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { ingest } from "../../store/ingest.ts";
import { classOf, fingerprintOf, setOf } from "../../trainer/model/session-set.ts";
import { KnownSessions } from "../../trainer/model/sessions.ts";
import { judgeSessions, type SessionsJudged } from "../../trainer/sessions/judge.ts";
import { row } from "../store/record.ts";
import { type TestStore, testStore } from "../store/test-store.ts";

let store: TestStore;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store.close());
beforeEach(() => store.empty());

const NOTHING = new KnownSessions();
/** Two days ago. */
const START = Math.floor(Date.now() / 1000) - 2 * 86_400;
const USUAL = ["0000000a", "0000000b", "0000000c", "0000000d"];
let ids = 0;

/** Lines of sessions, two seconds apart; each session begins ten seconds after the one before. */
async function storeSessions(
  sessions: readonly {
    key: string;
    steps: readonly string[];
    host?: string;
    why?: string[];
    from?: number;
  }[],
  start = START,
) {
  const lines = sessions.flatMap(({ key, steps, from, ...more }, n) =>
    steps.map((tpl, i) =>
      row(++ids, {
        ts: (from ?? start + n * 10) + i * 2,
        session: key,
        tpl,
        kind: "app",
        service: "dfs",
        ...more,
      }),
    ),
  );
  for (let i = 0; i < lines.length; i += 500) await ingest(store.pool, "t", lines.slice(i, i + 500));
  // As if the shipper had been quiet since.
  await store.pool.query("update smartlog.sessions set arrived_at = now() - interval '1 minute'");
}

async function judgeAll(known = NOTHING, at = new Date()): Promise<SessionsJudged> {
  const all: SessionsJudged = { judged: 0, told: 0, more: true };
  while (all.more) {
    const { judged, told, more } = await judgeSessions(store.pool, known, at);
    all.judged += judged;
    all.told += told;
    all.more = more;
  }
  return all;
}

const ordinary = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ key: `blk_${n}`, steps: USUAL }));
const told = async () =>
  (
    await store.pool.query(
      "select session, why, severity, record ->> 'message' as message, record -> 'of_session' as details from smartlog.events where kind = 'session' order by session",
    )
  ).rows;

test("a class is learnt in silence; then a missing, an unexpected and a repeated step are told, in words", async () => {
  await storeSessions([
    ...ordinary(100),
    { key: "blk_1_early", steps: USUAL.slice(1) },
    ...ordinary(150).map(({ steps }, n) => ({ key: `blk_1000${n}`, steps })),
  ]);
  expect(await judgeAll()).toEqual({ judged: 251, told: 0, more: false });
  await store.pool.query("update smartlog.templates set text = 'received block *' where tpl = '0000000c'");
  await storeSessions(
    [
      { key: "blk_1_missing", steps: ["0000000a", "0000000b", "0000000d"] },
      { key: "blk_1_more", steps: [...USUAL, "0000000e"] },
      { key: "blk_1_often", steps: [...USUAL, "0000000b", "0000000b"] },
      { key: "blk_1_right", steps: USUAL.toReversed() },
    ],
    START + 86_400,
  );
  expect(await judgeAll()).toEqual({ judged: 4, told: 3, more: false });
  expect(await told()).toMatchObject([
    {
      session: "blk_1_missing",
      why: ["session:missing-step"],
      severity: "medium",
      message: "Session blk_1_missing (blk_*) ended without “received block *”",
    },
    {
      session: "blk_1_more",
      why: ["session:unexpected-step"],
      details: { unexpected: [{ tpl: "0000000e" }], missing: [], lines: 5 },
    },
    {
      session: "blk_1_often",
      why: ["session:repeated-step"],
      message: expect.stringContaining("3 times, others at most 1"),
    },
  ]);
  expect(await judgeAll()).toEqual({ judged: 0, told: 0, more: false });
});

test("what the module knows is judged from the first session on", async () => {
  const ofClass = classOf("blk_1", "dfs");
  const end = fingerprintOf("end", ofClass, setOf(USUAL.map((tpl) => Number.parseInt(tpl, 16))));
  await storeSessions([
    { key: "blk_1", steps: USUAL },
    { key: "blk_2", steps: USUAL.slice(2) },
  ]);
  expect(await judgeAll(new KnownSessions([ofClass], [], [end]))).toMatchObject({ judged: 2, told: 1 });
  expect(await told()).toMatchObject([
    { session: "blk_2", message: expect.stringContaining("(blk_*) ended without “") },
  ]);
});

test("a session that goes on is not judged, and a late line makes no session of its own", async () => {
  await storeSessions(ordinary(250));
  await judgeAll();
  const now = Date.now() / 1000;
  await storeSessions([{ key: "blk_1_now", steps: USUAL.slice(0, 2), from: now - 30 }]);
  expect(await judgeAll()).toMatchObject({ judged: 0 });
  await storeSessions([{ key: "blk_5000", steps: USUAL.slice(0, 3), from: START + 50 }]);
  expect(await judgeAll()).toMatchObject({ judged: 1, told: 1 });
  await storeSessions([{ key: "blk_5000", steps: ["0000000d"], from: START + 57 }]);
  expect(await judgeAll()).toMatchObject({ judged: 1, told: 0 });
});

test("idle is three times the longest wait of the class's sessions", async () => {
  await storeSessions(
    ordinary(250).map((session, n) => ({ ...session, steps: USUAL, from: START + n * 10 })),
  );
  // The last line of each comes half an hour later.
  await storeSessions(
    Array.from({ length: 250 }, (_, n) => ({
      key: `blk_${n}`,
      steps: ["0000000e"],
      from: START + n * 10 + 1800,
    })),
  );
  await judgeAll();
  const now = Date.now() / 1000;
  await storeSessions([{ key: "blk_1_slow", steps: USUAL, from: now - 2400 }]);
  expect(await judgeAll()).toMatchObject({ judged: 0 });
  expect(await judgeAll(NOTHING, new Date((now + 5400) * 1000))).toMatchObject({ judged: 1, told: 1 });
});

test("what was called line by line already is not told again at its end", async () => {
  await storeSessions([
    ...ordinary(250),
    { key: "blk_1_told", steps: [...USUAL, "0000000f"], why: ["session:unusual-step"] },
  ]);
  await judgeAll();
  expect(await told()).toEqual([]);
});

test("processes of two machines with one number are two sessions", async () => {
  await storeSessions([
    { key: "sshd[812]", steps: USUAL.slice(0, 2), host: "web1" },
    { key: "sshd[812]", steps: USUAL.slice(2), host: "web2" },
  ]);
  expect(await judgeAll()).toMatchObject({ judged: 2 });
});

test("where nearly all sessions end otherwise, as after an upgrade, few are told until that is usual", async () => {
  await storeSessions(ordinary(250));
  await judgeAll();
  await storeSessions(
    Array.from({ length: 400 }, (_, n) => ({ key: `blk_7${n}`, steps: [...USUAL, "0000000e"] })),
    START + 86_400,
  );
  await judgeAll();
  expect((await told()).length).toBeLessThanOrEqual(100);
  const before = (await told()).length;
  await storeSessions(
    Array.from({ length: 400 }, (_, n) => ({ key: `blk_8${n}`, steps: [...USUAL, "0000000e"] })),
    START + 100_000,
  );
  await judgeAll();
  expect((await told()).length).toBe(before);
});

test("two jobs at a time judge nothing twice", async () => {
  await storeSessions(ordinary(250));
  await judgeAll();
  await storeSessions(
    Array.from({ length: 30 }, (_, n) => ({ key: `blk_6${n}0000`, steps: USUAL.slice(1) })),
    START + 86_400,
  );
  const results = await Promise.all(Array.from({ length: 4 }, () => judgeSessions(store.pool, NOTHING)));
  expect(results.reduce((sum, { told }) => sum + told, 0)).toBeLessThanOrEqual(30);
  await judgeAll();
  expect(await told()).toHaveLength(30);
});
