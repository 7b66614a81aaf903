/** A name in a dashboard leads to its own page here, where Grafana leads to its lines in Explore: the one place that knows. */

const EXPLORE = "/d/smartlog-explore";
/** What stands in a column or a node, by the column's name or the node's kind. */
const KINDS = {
  source: "source",
  user: "user",
  service: "service",
  host: "service",
  site: "service",
  path: "path",
  "user agent": "agent",
  template: "template",
  pattern: "template",
};
/** As server/frame/entity-path.ts. */
const PATHS = {
  source: (name) => `/sources/${encodeURIComponent(name)}?`,
  user: (name) => `/users?user=${encodeURIComponent(name)}&`,
  service: (name) => `/services?service=${encodeURIComponent(name)}&`,
  path: (name) => `/paths?path=${encodeURIComponent(name.split("?")[0])}&`,
  agent: (name) => `/agents?agent=${encodeURIComponent(name)}&`,
  template: (name) => `/templates/${encodeURIComponent(name)}?`,
};

/**
 * @param url a link of a panel, filled in
 * @param name what was clicked on, as it stands there; a number leads to its events, as the link says
 * @param kind name of the column, or kind of the node
 */
export function entityLink(url, name, kind) {
  const to = PATHS[KINDS[kind]];
  if (!to || typeof name !== "string" || name === "" || !url.startsWith(`${EXPLORE}?`)) return url;
  const asked = new URLSearchParams(url.slice(EXPLORE.length + 1));
  // Words of a pattern are no name: its fingerprint is in the link.
  const named = KINDS[kind] === "template" ? asked.get("var-template") : name;
  return named ? `${to(named)}from=${asked.get("from") ?? ""}&to=${asked.get("to") ?? ""}` : url;
}
