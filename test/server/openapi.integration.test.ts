/** The API's document: valid, complete, and true of every operation, which is called by its own examples. */
import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { DEFAULT_POLICY } from "../../blocklist/lib/policy.ts";
import type { ApiDocument, ApiOperation } from "../../server/http/api-document.ts";
import { startServer } from "../../server/index.ts";
import { ingest } from "../../store/ingest.ts";
import { serveUrl } from "../../store/roles.ts";
import { NOWHERE } from "../blocklist/incidents.ts";
import { storeIncident } from "../store/incident.ts";
import { type TestStore, testStore } from "../store/test-store.ts";

const BOUNCER_KEY = "a-bouncer-key";
/** What the examples name. */
const EVENT_ID = "00000000000000ff";

let store: TestStore;
let server: Awaited<ReturnType<typeof startServer>>;
let api: ApiDocument;
let operations: { path: string; method: string; operation: ApiOperation }[];
const ajv = new Ajv2020({ strict: false, validateFormats: false });

beforeAll(async () => {
  store = await testStore();
  const ts = Date.now() / 1000;
  const scored = { v: 1, id: EVENT_ID, kind: "web", label: "attack", score: 0.9, severity: "high", ts };
  const smartlog = {
    ...scored,
    tpl: "d6510938",
    why: ["probe:dotfile"],
    ip: "203.0.113.7",
    model: "default-1",
  };
  await ingest(store.pool, "t", [{ time: ts, data: JSON.stringify({ log: "GET /.env", smartlog }) }]);
  const samples = [{ line: "GET /.env", hit: "path:/.env", why: ["probe:dotfile"], event: EVENT_ID }];
  await storeIncident(store.pool, { severity: "high", sources: { "203.0.113.7": 40 }, samples });
  const decisions = { key: BOUNCER_KEY, policy: () => DEFAULT_POLICY, place: NOWHERE };
  server = await startServer({ databaseUrl: await serveUrl(store), port: 0, decisions });
  // The first check may be late on a busy machine.
  await vi.waitUntil(async () => (await fetch(`${server.url}/readyz`)).ok, {
    timeout: 20_000,
    interval: 100,
  });
  api = (await (await fetch(`${server.url}/v1/openapi.json`)).json()) as ApiDocument;
  ajv.addSchema(api, "api");
  operations = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
});
afterAll(async () => {
  await server?.close();
  await store?.close();
});

/** Throws where a value is not what the document says of it. */
function expectFit(pointer: readonly string[], value: unknown): void {
  const path = pointer.map((part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1")));
  const fits = ajv.compile({ $ref: `api#/${path.join("/")}` });
  expect(fits(value) ? [] : fits.errors, JSON.stringify(value).slice(0, 500)).toEqual([]);
}

test("the document is OpenAPI 3.1", async () => {
  const { valid, errors } = await new Validator().validate(structuredClone(api) as never);
  expect(errors ?? []).toEqual([]);
  expect(valid).toBe(true);
  expect(api.openapi).toMatch(/^3\.1\./);
});

test("every route below /v1/ is described, each by a name of its own", () => {
  expect(operations.length).toBeGreaterThan(10);
  for (const { path, method, operation } of operations) {
    const where = `${method} ${path}: its route needs a schema by operation() (server/api/schema/schema.ts)`;
    expect(operation.operationId, where).toMatch(/^[a-z]\w+$/);
    expect(operation.summary, where).toMatch(/./);
    expect(operation.tags, where).toHaveLength(1);
    expect(Object.keys(operation.responses), where).toContain("default");
    for (const { name, schema, example } of operation.parameters ?? [])
      if (name !== "cursor") expect([name, example ?? schema.examples], where).not.toEqual([name, undefined]);
  }
  const names = operations.map(({ operation }) => operation.operationId);
  expect(new Set(names).size).toBe(names.length);
});

test("every operation says which tokens it takes", () => {
  const securityOf = (path: string, method: string) => api.paths[path]?.[method]?.security;
  expect(securityOf("/v1/events", "get")).toEqual([{ token: ["read"] }, { session: ["read"] }]);
  expect(securityOf("/v1/feedback", "post")).toEqual([{ token: ["review"] }, { session: ["review"] }]);
  expect(securityOf("/v1/score", "post")).toEqual([
    ...[{ token: ["ingest"] }, { token: ["read"] }],
    ...[{ session: ["ingest"] }, { session: ["read"] }],
  ]);
  expect(securityOf("/v1/decisions", "get")).toEqual([{ bouncer: [] }]);
  expect(securityOf("/healthz", "get")).toEqual([]);
  for (const { path, method, operation } of operations) {
    const url = path.replaceAll(/\{(\w+)\}/g, ":$1");
    const route = server.routes.find((each) => each.url === url && each.method === method.toUpperCase());
    const isOpen = route?.needs === "open";
    expect([path, (operation.security ?? []).length === 0], "as its route asks").toEqual([path, isOpen]);
  }
});

/** The address of an operation with the parameters' examples. */
function urlOf(path: string, { parameters = [] }: ApiOperation, names?: readonly string[]): string {
  let url = path;
  const query = new URLSearchParams();
  for (const { name, in: place, schema, example } of parameters) {
    const value = example ?? (schema.examples as unknown[] | undefined)?.[0];
    if (place === "path") url = url.replace(`{${name}}`, encodeURIComponent(String(value)));
    else if (value !== undefined && (!names || names.includes(name)))
      for (const each of [value].flat()) query.append(name, String(each));
  }
  return `${server.url}${url}${query.size > 0 ? `?${query}` : ""}`;
}

interface Answer {
  status: number;
  type: string;
  body: unknown;
}

async function call(url: string, method: string, type?: string, body?: string): Promise<Answer> {
  const headers = { "x-api-key": BOUNCER_KEY, ...(type ? { "content-type": type } : {}) };
  const answer = await fetch(url, {
    method: method.toUpperCase(),
    headers,
    ...(body === undefined ? {} : { body }),
  });
  const media = (answer.headers.get("content-type") ?? "").split(";")[0] as string;
  if (media === "text/event-stream")
    return { status: answer.status, type: media, body: await firstEvent(answer) };
  const text = await answer.text();
  const isJson = media.endsWith("json") && media !== "application/x-ndjson";
  return {
    status: answer.status,
    type: media,
    body: isJson
      ? JSON.parse(text)
      : media === "application/x-ndjson"
        ? JSON.parse(text.split("\n")[0] as string)
        : text,
  };
}

async function firstEvent(answer: Response): Promise<unknown> {
  let text = "";
  for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
    text += Buffer.from(chunk);
    const data = /^data: (.*)$/m.exec(text)?.[1];
    if (!data) continue;
    return JSON.parse(data);
  }
  throw new Error("the stream ended");
}

test("every operation answers its examples as it says", async () => {
  for (const { path, method, operation } of operations) {
    const bodies = Object.entries(operation.requestBody?.content ?? { "": {} as never }).flatMap(
      ([type, content]) => {
        const examples = content.examples
          ? Object.values(content.examples).map(({ value }) => value)
          : content.example !== undefined
            ? [content.example]
            : ((content.schema?.examples as unknown[]) ?? [undefined]);
        return examples.map((example) => ({ type, example }));
      },
    );
    for (const { type, example } of bodies) {
      if (type === "application/json")
        expectFit(["paths", path, method, "requestBody", "content", type, "schema"], example);
      const body = example === undefined || typeof example === "string" ? example : JSON.stringify(example);
      const names = path === "/v1/live" ? ["last"] : undefined;
      const answer = await call(urlOf(path, operation, names), method, type, body as string | undefined);
      const where = `${method} ${path} ${type}: ${JSON.stringify(answer.body).slice(0, 300)}`;
      expect(Object.keys(operation.responses), where).toContain(String(answer.status));
      expect(answer.status, where).toBeLessThan(300);
      if (answer.status === 204) continue;
      const pointer = [
        "paths",
        path,
        method,
        "responses",
        String(answer.status),
        "content",
        answer.type,
        "schema",
      ];
      expectFit(pointer, answer.body);
    }
  }
});

test("lists that aren't empty answer as they say, too", async () => {
  const pointer = ["responses", "200", "content", "application/json", "schema"];
  const { body } = await call(`${server.url}/v1/incidents`, "get");
  expect((body as { incidents: unknown[] }).incidents).toHaveLength(1);
  expectFit(["paths", "/v1/incidents", "get", ...pointer], body);
  for (const query of ["", "?fields=record,pattern,crawler,dst,template,country", "?format=ndjson"]) {
    const found = await call(`${server.url}/v1/events${query}`, "get");
    expect(JSON.stringify(found.body)).toContain("GET /.env");
    expectFit(
      ["paths", "/v1/events", "get", "responses", "200", "content", found.type, "schema"],
      found.body,
    );
  }
  for (const path of ["/v1/events/histogram", "/v1/events/facets", "/v1/events/complete"])
    expectFit(["paths", path, "get", ...pointer], (await call(server.url + path, "get")).body);
});

describe("a refusal", () => {
  const problems: [method: string, path: string, status: number, body?: string][] = [
    ["get", "/v1/incidents?state=gone", 400],
    ["get", "/v1/incidents/999999", 404],
    ["get", "/v1/events?q=statsu:500", 400],
    ["get", "/v1/events?cursor=none", 400],
    ["get", "/v1/nothing", 404],
    ["get", "/v1/ingest", 405],
    ["post", "/v1/ingest", 400, ""],
    ["get", "/%zz", 400],
    ["post", "/v1/feedback", 400, "{"],
    ["post", "/v1/feedback", 400, "null"],
    ["post", "/v1/feedback", 400, `{"event":"${EVENT_ID}","who":"Ann"}`],
    ["post", "/v1/feedback", 400, `{"event":"${EVENT_ID}","who":" ","label":"bot"}`],
    ["post", "/v1/feedback", 400, `{"event":"x","who":"Ann","label":"bot"}`],
    ["post", "/v1/feedback", 400, `{"event":"${EVENT_ID}","who":"Ann","label":"robot"}`],
    ["post", "/v1/feedback", 400, `{"event":"${EVENT_ID}","who":"Ann","label":"bot","more":1}`],
    ["post", "/v1/feedback", 404, `{"event":"00000000000000aa","who":"Ann","label":"bot"}`],
    ["post", "/v1/feedback", 404, `{"event":"00000000000000aa","who":"Ann","mute":{}}`],
    ["post", "/v1/feedback", 413, `"${"x".repeat(70_000)}"`],
  ];
  test.each(problems)("of %s %s is %i, in the form of RFC 9457", async (method, path, status, body) => {
    const { body: answer, ...said } = await call(server.url + path, method, "application/json", body);
    expect(said).toEqual({ status, type: "application/problem+json" });
    const problem = answer as Record<string, unknown>;
    expectFit(
      ["paths", "/v1/incidents", "get", "responses", "default", "content", said.type, "schema"],
      answer,
    );
    expect(problem).toMatchObject({ status, instance: path.split("?")[0] });
    expect(problem.detail).toMatch(/./);
  });

  test("is a page for people, whatever its path says", async () => {
    for (const [path, status] of [
      ["/nothing/%3Cscript%3E", 404],
      ["/v1/incidents/0", 404],
      ["/d/none", 404],
    ] as const) {
      const answer = await fetch(server.url + path, { headers: { accept: "text/html,*/*;q=0.8" } });
      expect([answer.status, answer.headers.get("content-type")]).toEqual([
        status,
        "text/html; charset=utf-8",
      ]);
      const page = await answer.text();
      expect(page).toMatch(/<h1>Not Found<\/h1>[\s\S]*href="\/"/);
      expect(page, "its path is escaped").not.toContain("<script>");
      expect(answer.headers.get("content-security-policy")).toMatch(/^default-src 'none'/);
    }
    const other = await fetch(`${server.url}/`, {
      headers: { accept: "text/html", "sec-fetch-site": "cross-site" },
    });
    expect([other.status, await other.text()]).toEqual([403, expect.stringContaining("<h1>Forbidden</h1>")]);
  });
});

describe("feedback", () => {
  const say = (body: object, headers: Record<string, string> = {}) =>
    fetch(`${server.url}/v1/feedback`, { method: "POST", body: JSON.stringify(body), headers });
  const count = async (table: string) =>
    (await store.pool.query(`select count(*)::int as n from smartlog.${table}`)).rows[0].n as number;

  test("is saved as the event's page saves it, whatever curl calls it", async () => {
    const type = { "content-type": "application/x-www-form-urlencoded" };
    const answer = await say(
      { event: EVENT_ID, who: "Zoe", label: "bot", note: "ours", mute: { days: 3 } },
      type,
    );
    expect(answer.status).toBe(201);
    const { rows } = await store.pool.query(
      "select label, was, note from smartlog.feedback where who = 'Zoe'",
    );
    expect(rows).toEqual([{ label: "bot", was: "attack", note: "ours" }]);
    const mutes = await store.pool.query(
      "select reason, source::text, label from smartlog.mutes where who = 'Zoe'",
    );
    expect(mutes.rows).toEqual([{ reason: "probe:dotfile", source: "203.0.113.7/32", label: "attack" }]);
  });

  test("is saved whole or not at all", async () => {
    const before = [await count("feedback"), await count("mutes")];
    // A template alone mutes no attack.
    const answer = await say({ event: EVENT_ID, who: "Zoe", label: "bot", mute: { by: ["template"] } });
    expect([answer.status, ((await answer.json()) as { detail: string }).detail]).toEqual([
      400,
      expect.stringMatching(/template/),
    ]);
    expect([await count("feedback"), await count("mutes")]).toEqual(before);
  });

  test("of another site's page is refused", async () => {
    const answer = await say(
      { event: EVENT_ID, who: "Eve", label: "bot" },
      { origin: "https://evil.example" },
    );
    expect(answer.status).toBe(403);
  });
});
