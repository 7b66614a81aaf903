import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { incident } from "../blocklist/incidents.ts";
import { temporaryFolder } from "../folder.ts";
import { type TestStore, testStore } from "../store/test-store.ts";
import { result, smartlog, spawnCli, until } from "./command.ts";

const KEY = "a-key-of-bouncers";
const folder = temporaryFolder();
const policy = join(folder, "blocklist.yaml");
let store: TestStore;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store?.close());

test("serve gives decisions by the policy's file, follows its changes, and goes on by the last one that was right", async () => {
  await incident(store.pool, ["203.0.113.7", "203.0.113.8"]);
  writeFileSync(policy, "allow: [203.0.113.7]\n");
  const env = { DATABASE_URL: store.url, SMARTLOG_BOUNCER_KEY: KEY, SMARTLOG_BLOCKLIST: policy };
  const child = spawnCli(["serve", "--port", "0", "--no-teach"], env);
  const ended = result(child);
  let said = "";
  child.stderr?.on("data", (chunk) => {
    said += chunk;
  });
  try {
    await until("the server listens", () => /open (http\S+)/.test(said));
    const url = /open (http\S+)/.exec(said)?.[1] ?? "";
    const values = async () => {
      const answer = await fetch(`${url}/v1/decisions`, { headers: { "x-api-key": KEY } });
      return ((await answer.json()) ?? []).map(({ value }: { value: string }) => value);
    };
    expect(await values()).toEqual(["203.0.113.8"]);
    writeFileSync(policy, "allow: [203.0.113.8]\n");
    const deadline = Date.now() + 40_000;
    while ((await values())[0] === "203.0.113.8" && Date.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await values()).toEqual(["203.0.113.7"]);
    writeFileSync(policy, "allow: [203.0.113.8\n");
    while (!said.includes("policy before") && Date.now() < deadline + 40_000) {
      await values();
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    expect(said).toMatch(/blocklist\.yaml:\d.*; the list goes on by the policy before/);
    expect(await values()).toEqual(["203.0.113.7"]);
  } finally {
    child.kill("SIGTERM");
    await ended;
  }
}, 120_000);

test("serve with a policy that can't be used doesn't start, and says where it is wrong", async () => {
  writeFileSync(policy, "classes: { scan: grave }\n");
  const env = { DATABASE_URL: store.url, SMARTLOG_BOUNCER_KEY: KEY };
  const { code, stderr } = await smartlog(["serve", "--port", "0", "--policy", policy], { env });
  expect([code, stderr]).toEqual([2, expect.stringMatching(/blocklist\.yaml:1: "grave" is no severity/)]);
});
