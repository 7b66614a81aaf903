import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { writtenOut } from "../../rules/lib/examples.ts";
import { loadRules, RULES_FOLDER, rulesIn } from "../../rules/lib/load.ts";
import { type TestStore, testStore } from "../store/test-store.ts";
import { incidents, judgeAll, storeLines } from "../watch/judge-lines.ts";

let store: TestStore;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store.close());
beforeEach(() => store.empty());

const rules = loadRules();

// Rates, sessions and response times come of days of lines: judge.integration.test.ts has them.
const withExamples = rulesIn(RULES_FOLDER).filter(({ examples }) => examples.found.length > 0);

describe.each(withExamples.map((rule) => [rule.class, rule] as const))("%s", (name, { examples }) => {
  for (const [n, { lines, severity, title }] of examples.found.entries())
    test(`example ${n} is found once, as grave and in the words that the file says`, async () => {
      await storeLines(store.pool, name, writtenOut(lines));
      await judgeAll(store.pool, rules);
      const found = (await incidents(store.pool)).filter(
        (each) => each.class === name && each.parent === null,
      );
      expect(found).toHaveLength(1);
      if (severity) expect(found[0]?.severity).toBe(severity);
      if (title) expect(found[0]?.title).toBe(title);
    });

  if (examples.ordinary.length > 0)
    test("what is ordinary makes none", async () => {
      await storeLines(store.pool, name, writtenOut(examples.ordinary));
      await judgeAll(store.pool, rules);
      expect((await incidents(store.pool)).filter((each) => each.class === name)).toEqual([]);
    });
});
