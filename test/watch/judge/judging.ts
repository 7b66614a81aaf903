/** Events put into a store and judged: what the tests of a pass share. */
import { afterAll, beforeAll, beforeEach } from "vitest";
import { loadRules } from "../../../rules/lib/load.ts";
import { ingest } from "../../../store/ingest.ts";
import { record } from "../../store/record.ts";
import { type TestStore, testStore } from "../../store/test-store.ts";

export const rules = loadRules();
export const MINUTE = 60_000;
/** The start of a minute a while ago, so that lines lie in minutes that are known. */
export const begin = () => Math.floor((Date.now() - 5 * MINUTE) / MINUTE) * MINUTE;
export const times = (count: number) => Array.from({ length: count }, (_, n) => n);

export const attack = (ip: string, n: number, more: Record<string, unknown> = {}) => ({
  kind: "web",
  label: "attack",
  severity: "high",
  score: 0.95,
  threat: 0.95,
  why: ["probe:dotfile"],
  status: 404,
  path: `/probe/${n}`,
  ip,
  ...more,
});

export const failure = (ip: string, user: string, more: Record<string, unknown> = {}) => ({
  kind: "auth",
  label: "attack",
  severity: "medium",
  score: 0.9,
  why: ["outcome:failed"],
  outcome: "failure",
  path: undefined,
  user,
  ip,
  ...more,
});

let made = 1;

/** A store for a file of tests, empty before each. */
export class Judging {
  #store: TestStore | undefined;

  constructor() {
    beforeAll(async () => {
      this.#store = await testStore();
    });
    afterAll(() => this.#store?.close());
    beforeEach(() => this.store.empty());
  }

  get store(): TestStore {
    return this.#store as TestStore;
  }

  get pool() {
    return this.store.pool;
  }

  /** Stores events at a time, in milliseconds, each a second after the one before unless it says otherwise. */
  async put(at: number, events: readonly Record<string, unknown>[]): Promise<void> {
    await ingest(
      this.pool,
      "t",
      events.map((each, n) => ({
        time: Date.now() / 1000,
        data: record(made++, { ts: at / 1000 + n, host: "web1", ...each }),
      })),
    );
  }

  async history(): Promise<string[]> {
    const { rows } = await this.pool.query(
      "select incident::text as incident, what, severity from smartlog.incident_history order by id",
    );
    return rows.map(({ what, severity }) => `${what} ${severity}`);
  }

  async numbers() {
    const { rows } = await this.pool.query(
      `select class, key, title, severity, events::int, succeeded::int, grave::int, source_count, target_count, user_count, first, last,
         (select sum(events)::int from smartlog.incident_sources s where s.incident = i.id) as of_sources
       from smartlog.incidents i order by class, key`,
    );
    return rows;
  }
}
