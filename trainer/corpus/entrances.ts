/** Where people log in, and the pages behind it: what guessers ask for is also what a site's owner does. */
import { fill } from "../../simulate/lib/fill.ts";
import type { Random } from "../../simulate/lib/random.ts";

const ENTRANCES = [
  "/{login|log-in|signin|sign-in|logout|register|signup|account|profile|settings}{|/}",
  "/{user|users|account|auth|session|accounts}/{login|new|signin|logout|edit|password|profile}",
  "/{admin|dashboard|manage|backend|console|panel|cms}{|/}",
  "/{admin|dashboard|manage|backend|panel}/{noun}{|s}{|/}",
  "/{admin|manage|backend}/{noun}{|s}/{edit|view|new|update|delete}{|?id={1..999}|/{1..999}}",
  "/{admin|dashboard}/assets/{noun}-{hex:8}.{js|css|woff2}",
  "/{api/|}{version|overview|health|status|config|me|session|user}",
  "/{en|de|ru|fr}/{login|account|admin}",
];

/** The target of such a page. */
export const entrance = (rng: Random): string => fill(rng, rng.pick(ENTRANCES));
