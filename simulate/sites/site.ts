import { fill, type Gaps } from "../lib/fill.ts";
import { Random } from "../lib/random.ts";
import type { Format } from "../web/format.ts";
import { hashText, type Site } from "../web/site.ts";
import type { SiteKind } from "../web/site-kinds.ts";

/** Pages that a site has. */
const PAGES = 60;
/** FNV's first value. */
const SALT = 0x811c9dc5;

/** A web site with software of its own; unlike a drawn one it changes with no table of the simulators. */
export function ownSite(kind: SiteKind, host: string, gaps: Gaps, format: Format): Site {
  const rng = new Random(hashText(host, SALT));
  const expand = (templates: readonly string[], count: number) => [
    ...new Set([
      ...templates.map((template) => fill(rng, template, gaps)),
      ...Array.from({ length: templates.length > 0 ? count : 0 }, () => fill(rng, rng.pick(templates), gaps)),
    ]),
  ];
  const pages = expand(kind.pages, PAGES);
  return {
    kind,
    facts: { host, offset: 0, tls: true },
    origin: `https://${host}`,
    format,
    pages,
    assets: kind.assets.map((template) => fill(rng, template, gaps)),
    media: expand(kind.media, PAGES / 2),
    gaps,
    catchAll: false,
    loginPath: undefined,
    missing: 404,
    isAbsolute: false,
    page: (r) => pages[r.zipf(pages.length, 0.9)] as string,
    answer: (target) => {
      const part = (hashText(target, SALT) % 1000) / 1000;
      return { bytes: Math.floor(400 * 60 ** part), ms: 3 + part * 80 };
    },
  };
}
