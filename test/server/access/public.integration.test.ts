/** What everybody sees of public dashboards: nothing that names a source, a user, a path or a line. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { fill } from "../../../bench/server/fill.ts";
import type { RunningServer } from "../../../server/index.ts";
import { ask, type People, people } from "./people.ts";

const NAMES = ["overview", "web", "access", "model", "pipeline"];

let all: People;
let server: RunningServer;
beforeAll(async () => {
  all = await people();
  await fill(all.store.pool, { lines: 3_000 });
  server = await all.another({ publicDashboards: NAMES });
});
afterAll(() => all?.close());

const json = async (path: string, headers: Record<string, string> = {}) =>
  JSON.parse((await ask(server.url, "GET", path, headers)).text);

test("no panel of theirs has an address, a user, a path, a user agent or a line", async () => {
  const { rows } = await all.store.pool.query(
    `select array_agg(distinct value) as values from smartlog.events, unnest(array[host(ip), username, path, ua, qname]) value
     where length(value) > 4`,
  );
  const secrets: string[] = rows[0].values;
  expect(secrets.length).toBeGreaterThan(100);
  let panels = 0;
  const leaks: string[] = [];
  for (const { uid } of await json("/api/dashboards")) {
    const dashboard = await json(`/api/dashboards/${uid}`);
    expect(dashboard.templating.list).toEqual([]);
    for (const { id, type, title } of dashboard.panels) {
      const answer = await ask(server.url, "GET", `/api/dashboards/${uid}/panels/${id}`);
      expect(answer.status, `${uid} ${title}`).toBe(200);
      expect(["table", "bargauge", "nodeGraph"]).not.toContain(type);
      panels++;
      const shown = JSON.parse(answer.text).frames.flatMap(
        ({ fields }: { fields: { name: string; values: unknown[] }[] }) =>
          fields.flatMap(({ name, values }) => [name, ...values.filter((each) => typeof each === "string")]),
      );
      for (const text of new Set<string>(shown))
        if (secrets.some((secret) => text.includes(secret))) leaks.push(`${uid} ${title}: ${text}`);
    }
  }
  expect(panels).toBeGreaterThan(20);
  expect(leaks).toEqual([]);
});

test("they choose a range of a month at most, and nothing else", async () => {
  const panel = "/api/dashboards/smartlog-overview/panels/6";
  const of = async (query: string) => (await ask(server.url, "GET", `${panel}?${query}`)).text;
  const range = `from=${Date.now() - 86_400_000}&to=${Date.now()}`;
  const sums = (text: string) => JSON.parse(text).frames;
  expect(sums(await of(`${range}&var-search=%25wp-login%25&var-kind=dns&var-source=203.0.113.7`))).toEqual(
    sums(await of(range)),
  );
  expect((await ask(server.url, "GET", `${panel}?from=now-32d`)).status).toBe(400);
  expect((await ask(server.url, "GET", "/api/dashboards/smartlog-overview/panels/9")).status).toBe(404);
  // Who is logged in sees all of it.
  const { panels } = await json("/api/dashboards/smartlog-overview", all.headers.viewer);
  expect(panels.some(({ type }: { type: string }) => type === "table")).toBe(true);
});

test("a dashboard of single events or sources can't be public", async () => {
  for (const name of ["explore", "relations", "../web", ""])
    await expect(all.another({ publicDashboards: [name] })).rejects.toThrow(/can't be public/);
});
