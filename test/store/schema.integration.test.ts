import { afterAll, beforeAll, expect, test } from "vitest";
import { dumpSchema } from "./dump-schema.ts";
import { type TestStore, testStore } from "./test-store.ts";

let store: TestStore;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store.close());

// `npm run schema` writes the file anew.
test("store/schema.sql shows the schema that the migrations make", async () => {
  await expect(await dumpSchema(store.pool)).toMatchFileSnapshot("../../store/schema.sql");
});
