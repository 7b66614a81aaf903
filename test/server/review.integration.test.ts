import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { ingest } from "../../store/ingest.ts";
import { row } from "../store/record.ts";
import { type TestServer, testServer } from "./test-server.ts";

let running: TestServer;
beforeAll(async () => {
  running = await testServer(0);
});
afterAll(() => running?.close());
beforeEach(async () => {
  await running.store.empty();
  await running.store.pool.query("truncate smartlog.feedback");
});

const NOW = Math.floor(Date.now() / 1000);
const hex = (n: number) => n.toString(16).padStart(16, "0");
/** Events of five clusters, two of each. */
const fill = (event: object = {}) =>
  ingest(
    running.store.pool,
    "t",
    Array.from({ length: 10 }, (_, i) => {
      const tpl = `0000000${i % 5}`;
      const path = `/part-${i % 5}/x`;
      return row(i + 1, {
        ts: NOW - 60 + i,
        label: "attack",
        threat: 0.6,
        tpl,
        path,
        ip: `192.0.2.${i}`,
        ...event,
      });
    }),
  );

const page = async (path = "/review") => (await fetch(running.url + path)).text();
const idsOf = (text: string) =>
  [...text.matchAll(/name="label-(\w+)" value="normal"/g)].map(([, id]) => id ?? "");
const feedback = async () =>
  (
    await running.store.pool.query(
      "select smartlog.event_hex(event_id) as id, label, who from smartlog.feedback order by 1",
    )
  ).rows;

/** Sends the page's form as a browser would, with what is chosen. */
async function answer(chosen: Record<string, string>, text: string): Promise<Response> {
  const hidden = [...text.matchAll(/type="hidden" name="([\w-]+)" value="([^"]*)"/g)];
  const fields = Object.fromEntries(hidden.map(([, name = "", value = ""]) => [name, value]));
  return fetch(`${running.url}/review`, {
    method: "POST",
    body: new URLSearchParams({ ...fields, who: "Ann", ...chosen }),
    redirect: "manual",
  });
}

test("five questions are shown with their lines, neighbours and what each answer would do", async () => {
  await fill();
  const text = await page();
  expect(new Set(idsOf(text)).size).toBe(5);
  expect(text).toContain("About 2 events are alike: 2 attack; of 2 sources, in 1 hour.");
  expect(text).toContain("all 2 labels change");
  expect(text).toContain("all 2 labels stay");
  expect(text).toContain("The same by other sources");
});

test("answers are saved together, those that were left out are asked again, the others are not", async () => {
  await fill();
  const text = await page();
  const [first = "", second = "", ...left] = idsOf(text);
  const saved = await answer(
    { [`label-${first}`]: "normal", [`label-${second}`]: "attack", [`label-${left[0]}`]: "" },
    text,
  );
  expect(saved.status).toBe(303);
  expect(await feedback()).toEqual(
    [
      { id: first, label: "normal", who: "Ann" },
      { id: second, label: "attack", who: "Ann" },
    ].sort((a, b) => (a.id < b.id ? -1 : 1)),
  );
  const next = await page(saved.headers.get("location") ?? "");
  expect(next).toMatch(new RegExp(`Saved\\..*<a href="/events/${first}\\?at=\\d+&amp;saved">`));
  expect(idsOf(next).sort()).toEqual(left.sort());
});

test("a form of another's making, or with another label, saves nothing", async () => {
  await fill();
  const text = await page();
  const [first = ""] = idsOf(text);
  expect((await answer({ [`label-${first}`]: "normal", key: "0".repeat(64) }, text)).status).toBe(403);
  expect((await answer({ [`label-${first}`]: "normal", key: "" }, text)).status).toBe(403);
  await answer({ [`label-${first}`]: "friend", "label-zz": "normal", [`label-${hex(99)}`]: "normal" }, text);
  await answer({ [`label-${hex(99)}`]: "normal", [`at-${hex(99)}`]: String(NOW * 1000) }, text);
  expect(await feedback()).toEqual([]);
});

test("nothing of a log line, and of a link, is run", async () => {
  const evil = "\"'><script>alert(1)</script>";
  await fill({ why: [evil], path: `/${evil}`, ua: evil });
  const text = await page(`/review?saved=${encodeURIComponent(evil)}`);
  expect(text).toContain("&lt;script&gt;");
  expect(text).not.toMatch(/<script(?! type="module" src="\/public\/)/);
});

test("where there is nothing to ask, the page says so", async () => {
  expect(await page()).toContain("There is nothing to ask");
});

test("a link that names what was saved twice shows both", async () => {
  const text = await page(`/review?saved=${hex(1)}@1&saved=${hex(2)}@2`);
  expect(text).toContain(`/events/${hex(1)}?at=1`);
  expect(text).toContain(`/events/${hex(2)}?at=2`);
});
