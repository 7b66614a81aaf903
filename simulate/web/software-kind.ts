/** An application as a kind of site: what its people open, and what is loaded with it. */
import type { SiteKind } from "./site-kinds.ts";
import type { Asked, Installed, Rhythm, Software } from "./software/software.ts";

/** Requests of people's browsers with one of these rhythms. */
export const byRhythm = ({ requests }: Software, ...rhythms: readonly Rhythm[]): readonly Asked[] =>
  requests.filter(({ agent, rhythm }) => agent === undefined && rhythms.includes(rhythm));

/** The site's kind, so that crawlers, robots and scanners find it as any other. */
export function siteKindOf(installed: Installed): SiteKind {
  const { software, mount } = installed;
  const targets = (asked: readonly Asked[]) =>
    asked.filter(({ method }) => method === "GET").map(({ target }) => mount + target);
  const calls = (asked: readonly Asked[]) => asked.map(({ method, target }) => `${method} ${mount}${target}`);
  const loaded = targets(byRhythm(software, "asset"));
  const assets = loaded.length > 0 ? loaded : ["/favicon.ico"];
  const pages = targets(byRhythm(software, "page", "click").filter(({ statuses }) => statuses[0] !== 404));
  const optional = (key: "calls" | "polls" | "forms", made: readonly string[]) =>
    made.length > 0 ? { [key]: made } : {};
  return {
    name: software.name,
    weight: 0,
    pages: pages.length > 0 ? pages : [`${mount}/`],
    assets,
    media: [...assets, ...targets(byRhythm(software, "burst", "stream"))],
    ...optional("calls", calls(byRhythm(software, "call", "once", "burst", "poll"))),
    ...optional("polls", calls(byRhythm(software, "poll", "long-poll"))),
    ...optional(
      "forms",
      byRhythm(software, "form").map(
        ({ method, target, statuses }) => `${method} ${mount}${target} ${statuses[0]}`,
      ),
    ),
    installed,
  };
}
