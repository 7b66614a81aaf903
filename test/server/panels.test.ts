import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadDashboards } from "../../server/query/dashboards.ts";
import { type TestServer, testServer } from "./filled.ts";

let filled: TestServer;
let empty: TestServer;
beforeAll(async () => {
  filled = await testServer(12_000);
  empty = await testServer(0);
  await filled.store.pool.query(
    `insert into smartlog.models (id, status, served_from, reason, metrics, counts)
     values ('m2', 'serving', now() - interval '2 hours', 'better', '{"bot": {"f1": 0.9}}', '{"web": 1000}')`,
  );
}, 120_000);
afterAll(async () => {
  await filled?.close();
  await empty?.close();
});

const dashboards = [...loadDashboards().values()];
const panels = dashboards.flatMap(({ uid, panels }) => panels.map(({ id, title }) => ({ uid, id, title })));

interface Answer {
  frames: { refId: string; fields: { name: string; type: string; values: unknown[] }[] }[];
}

async function ask(
  url: string,
  uid: string,
  id: number,
  query = "",
): Promise<{ status: number; body: Answer }> {
  const response = await fetch(`${url}/api/dashboards/${uid}/panels/${id}?${query}`);
  return { status: response.status, body: (await response.json()) as Answer };
}

/** Nothing of it is in simulated lines: people, trainings, faults. */
const EMPTY_WITHOUT_PEOPLE = /feedback|people|Drift|Refused records|Response times/i;

describe.each(panels)("$uid: $title", ({ uid, id, title }) => {
  test("has data where there are events", async () => {
    const { status, body } = await ask(filled.url, uid, id);
    expect(body).not.toHaveProperty("error");
    expect(status).toBe(200);
    if (EMPTY_WITHOUT_PEOPLE.test(title)) return;
    for (const { refId, fields } of body.frames)
      expect(fields.at(-1)?.values.length, `${title} ${refId}`).toBeGreaterThan(0);
  });

  test("answers without an error where there are none", async () => {
    const { status, body } = await ask(empty.url, uid, id);
    expect(body).not.toHaveProperty("error");
    expect(status).toBe(200);
  });

  test("takes whatever a URL may say as a value, or refuses it", async () => {
    const hostile = "x' or 1=1; drop table smartlog.events; -- \" \\ $__timeFrom() ${site:raw}";
    const names = "site kind label severity source template search interval server datasource".split(" ");
    const query = new URLSearchParams(names.map((name) => [`var-${name}`, hostile]));
    const { status, body } = await ask(filled.url, uid, id, query.toString());
    expect(status, JSON.stringify(body)).toBe(200);
  });
});

test("model changes stand on every dashboard", async () => {
  for (const { uid } of dashboards) {
    const answer = await fetch(`${filled.url}/api/dashboards/${uid}/annotations`);
    const [changes] = (await answer.json()) as { frame: Answer["frames"][0] }[];
    expect(changes?.frame.fields.find(({ name }) => name === "title")?.values).toEqual(["Model m2"]);
  }
});

test("variables narrow what is counted", async () => {
  const overview = dashboards.find(({ uid }) => uid === "smartlog-overview");
  const kinds = overview?.panels.find(({ title }) => title === "Kinds");
  const all = await ask(filled.url, "smartlog-overview", kinds?.id ?? 0);
  const some = await ask(filled.url, "smartlog-overview", kinds?.id ?? 0, "var-kind=web&var-kind=auth");
  expect(all.body.frames[0]?.fields[0]?.values.length).toBeGreaterThan(2);
  expect(some.body.frames[0]?.fields[0]?.values.sort()).toEqual(["auth", "web"]);
  for (const written of ["All", "$__all"]) {
    const same = await ask(
      filled.url,
      "smartlog-overview",
      kinds?.id ?? 0,
      `var-kind=${written}&var-site=${written}`,
    );
    expect(same.body.frames[0]?.fields[0]?.values).toEqual(all.body.frames[0]?.fields[0]?.values);
  }
  const none = await ask(filled.url, "smartlog-overview", kinds?.id ?? 0, "var-site=nowhere");
  expect(none.body.frames[0]?.fields[0]?.values).toEqual([]);
});

test("any text in any parameter leaves the database as it was", async () => {
  const count = async () =>
    (
      await filled.store.pool.query(
        "select count(*)::int as n, (select count(*) from pg_tables) as t from smartlog.events",
      )
    ).rows[0];
  const before = await count();
  const explore = dashboards.find(({ uid }) => uid === "smartlog-explore");
  const parameter = fc.constantFrom(
    "from",
    "to",
    "points",
    "var-search",
    "var-source",
    "var-template",
    "var-site",
    "var-interval",
    "x",
  );
  await fc.assert(
    fc.asyncProperty(parameter, fc.string({ unit: "binary", maxLength: 40 }), async (name, value) => {
      const { status } = await ask(
        filled.url,
        "smartlog-explore",
        explore?.panels[1]?.id ?? 0,
        `${encodeURIComponent(name)}=${encodeURIComponent(Buffer.from(value).toString())}`,
      );
      expect([200, 400]).toContain(status);
    }),
    { numRuns: 60 },
  );
  expect(await count()).toEqual(before);
});

test("what isn't there is 404, and no SQL reaches the browser", async () => {
  for (const path of [
    "/api/dashboards/nope",
    "/api/dashboards/smartlog-web/panels/99",
    "/d/nope",
    "/public/..%2findex.ts",
    "/public/app.ts",
  ])
    expect((await fetch(filled.url + path)).status, path).toBe(404);
  const model = await (await fetch(`${filled.url}/api/dashboards/smartlog-web`)).text();
  expect(model).not.toContain("rawSql");
  expect(model).not.toContain("select");
});
