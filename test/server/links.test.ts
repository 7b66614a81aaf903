/** Names in dashboards lead to their own pages in the viewer, and to Explore in Grafana. */
import { beforeAll, expect, test, vi } from "vitest";
import { loadDashboards } from "../../server/viewer/query/dashboards.ts";

type Link = { url: string };
let linksOf: (
  options: object,
  value: unknown,
  cellOf: (name: string) => unknown,
  series: string,
  kind?: string,
) => Link[];
let fieldOptions: (panel: object, name: string, of?: object) => object;
beforeAll(async () => {
  vi.stubGlobal("location", new URL("http://127.0.0.1/d/smartlog-overview?from=1000&to=2000"));
  const fields = await import(new URL("../../server/viewer/public/fields.js", import.meta.url).href);
  const { state } = await import(new URL("../../server/viewer/public/state.js", import.meta.url).href);
  Object.assign(state, { from: "now-1h", to: "now" });
  ({ linksOf, fieldOptions } = fields);
});

/** Where a cell of a table leads; the panel is found by one of its columns. */
function leads(
  uid: string,
  column: string,
  value: unknown,
  others: Record<string, unknown> = {},
): string | undefined {
  const panels = (loadDashboards().get(uid)?.panels ?? []) as object[];
  for (const panel of panels) {
    const [link] = linksOf(
      fieldOptions(panel, column, { type: "string" }),
      value,
      (name) => others[name],
      column,
    );
    if (link) return link.url;
  }
  return undefined;
}

test.each([
  ["smartlog-overview", "source", "203.0.113.7", "/sources/203.0.113.7?"],
  ["smartlog-anomalies", "source", "2001:db8::7", "/sources/2001%3Adb8%3A%3A7?"],
  ["smartlog-access", "user", "a/b&c", "/users?user=a%2Fb%26c&"],
  ["smartlog-web", "path", "/x?y=1", "/paths?path=%2Fx&"],
  ["smartlog-web", "user agent", "curl/8", "/agents?agent=curl%2F8&"],
])("%s: a %s", (uid, column, value, path) => {
  const url = leads(uid, column, value);
  expect(url?.startsWith(path), url).toBe(true);
  expect(url).toMatch(/[?&]from=[^&]+&to=[^&]+$/);
});

test("the words of a pattern lead to its page by its fingerprint", () => {
  expect(leads("smartlog-overview", "pattern", "GET /* 4xx", { template: "aaaa0001" })).toMatch(
    /^\/templates\/aaaa0001\?/,
  );
});

test("a number leads to its events, and other links stay as they are", () => {
  const options = { links: [{ title: "", url: "/d/smartlog-explore?from=1&to=2&var-source=203.0.113.7" }] };
  expect(linksOf(options, 12, () => "", "source")[0]?.url).toBe(
    "/d/smartlog-explore?from=1&to=2&var-source=203.0.113.7",
  );
  expect(linksOf(options, "x", () => "", "events")[0]?.url).toContain("/d/smartlog-explore");
  const event = { links: [{ title: "", url: "/events/aa?at=1" }] };
  expect(linksOf(event, "aa", () => "", "source")[0]?.url).toBe("/events/aa?at=1");
  expect(
    linksOf({ links: [{ title: "", url: "javascript:alert(1)" }] }, "x", () => "", "source")[0]?.url,
  ).toBe("#");
});
