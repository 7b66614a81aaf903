/** Links out of messages: only who was told may act, and only by the button. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { startServer } from "../../server/index.ts";
import { readIncident } from "../../store/incidents/find.ts";
import { serveUrl } from "../../store/roles.ts";
import { type LinkAction, signToken } from "../../watch/links.ts";
import { type TestStore, testStore } from "../store/test-store.ts";
import { putIncident } from "../watch/incident-rows.ts";

const SECRET = "s".repeat(32);
let store: TestStore;
let server: Awaited<ReturnType<typeof startServer>>;
beforeAll(async () => {
  store = await testStore();
  server = await startServer({
    databaseUrl: await serveUrl(store),
    port: 0,
    token: "visitors",
    linkSecretOf: () => SECRET,
  });
});
afterAll(async () => {
  await server?.close();
  await store?.close();
});

const linkOf = (action: LinkAction, incident: string, made = new Date()) =>
  `${server.url}/m/${signToken(SECRET, { action, incident }, made)}`;
const press = (link: string, form: Record<string, string>) =>
  fetch(link, { method: "POST", body: new URLSearchParams(form) });
const state = async (id: string) => (await readIncident(store.pool, id))?.state;

test("a link shows what its button does, escaped, and does nothing by itself; the button does, without a login", async () => {
  const id = await putIncident(store.pool, { title: "<script>alert(1)</script>" });
  const link = linkOf("mute", id);
  const page = await (await fetch(link, { headers: { accept: "text/html" } })).text();
  expect(page).toContain("&lt;script&gt;");
  expect(page).not.toContain("<script>alert");
  expect(page).toContain("It would have hidden 1 incident");
  expect(await state(id)).toBe("open");
  expect(await (await press(link, { who: "anna", days: "7" })).text()).toContain("It is muted until");
  expect(await readIncident(store.pool, id)).toMatchObject({ state: "muted", mutedBy: "anna" });
});

test("acknowledging by a link is noted with who did it", async () => {
  const id = await putIncident(store.pool);
  expect((await press(linkOf("acknowledge", id), { who: "anna" })).status).toBe(200);
  expect(await readIncident(store.pool, id)).toMatchObject({ state: "acknowledged", acknowledgedBy: "anna" });
});

test("a link that was changed, has ended or comes from another site's page does nothing", async () => {
  const id = await putIncident(store.pool);
  const link = linkOf("mute", id);
  const other = linkOf("mute", await putIncident(store.pool))
    .split(".")
    .at(-1) as string;
  const old = linkOf("mute", id, new Date(Date.now() - 15 * 86_400_000));
  for (const wrong of [link.replace(/\.[^.]+$/, `.${other}`), old, `${server.url}/m/x`]) {
    expect((await fetch(wrong)).status).toBe(404);
    expect((await press(wrong, { who: "x", days: "7" })).status).toBe(404);
  }
  expect((await press(link, { who: "x", days: "9999" })).status).toBe(400);
  const foreign = await fetch(link, {
    method: "POST",
    headers: { origin: "https://evil.example" },
    body: new URLSearchParams({ who: "x", days: "7" }),
  });
  expect(foreign.status).toBe(403);
  expect(await state(id)).toBe("open");
});

test("a link opens nothing else: other pages still ask for the token", async () => {
  expect((await fetch(`${server.url}/incidents`)).status).toBe(401);
  expect((await fetch(`${server.url}/m/../incidents`)).status).toBe(401);
});
