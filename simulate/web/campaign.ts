/**
 * People whom advertisements, messages of an app or links with a tracker's parameters lead to a site, mostly in the web view
 * of an app, without a referer: networks put their own ids and macros in, some of which nobody fills
 * (https://support.google.com/google-ads/answer/6305348, https://www.facebook.com/business/help/1016122818401732).
 */
import { fill } from "../lib/fill.ts";
import { noun } from "../lib/names.ts";
import type { Random } from "../lib/random.ts";
import { ask } from "./client.ts";
import type { Hits } from "./hit.ts";
import { drawPerson, visit } from "./person.ts";
import type { Site } from "./site.ts";

/** Of a hundred sites, where people come by such links. */
const CAMPAIGN_SITES = 20;

/** Names of a tracker's free parameters. */
const SERIES = [
  "sub{}",
  "sub_id_{}",
  "s{}",
  "aff_sub{}",
  "p{}",
  "c{}",
  "t{}",
  "var{}",
  "custom_{}",
  "data{}",
];
const NAMES =
  `push ad_id adset_id campaign_id creative_id placement deviceID device_id click_id clickid cid aid pid zone source
  site_source_name utm_source utm_campaign utm_content utm_term yclid fbclid gclid pixel external_id uid token country os
  app bundle publisher cost keyword matchtype network target gaid idfa subid affiliate offer stream flow landing`.split(
    /\s+/,
  );

/** A value: an id in any letters, a number, a word, or a macro that was not filled. */
const VALUES: readonly (readonly [string, number])[] = [
  ["{b64u:8}", 8],
  ["{b64u:20}", 4],
  ["{az:7}", 3],
  ["{az:10}{Noun}{az:4}", 2],
  ["{HEX:12}", 2],
  ["{az:2}{n}", 3],
  ["{az:3}", 3],
  ["{az:2}_{az:3}_{n}", 2],
  ["{n}", 6],
  ["{digits:15}", 5],
  ["{epochms}-{digits:18}", 3],
  ["{uuid}", 5],
  ["{noun}", 5],
  ["{Noun}{Noun}", 3],
  ["{adj}_{noun}_{year}", 2],
  ["None", 1.5],
  ["null", 1],
  ["", 1.5],
  ["{month}_{dd}", 1.5],
];
const MACROS = [
  "{$}",
  "%7B$%7D",
  "{{$}}",
  "%7B%7B$%7D%7D",
  "__$__",
  "[$]",
  "%5B$%5D",
  "{$_id}",
  "{$.name}",
  "##$##",
  "%24%7B$%7D",
];
const MACRO_SHARE = 0.18;
const UPPER_SHARE = 0.25;

/** Whether people come to the site by campaigns. */
export const hasCampaigns = (site: Site): boolean => site.answer("campaigns").bytes % 100 < CAMPAIGN_SITES;

function value(rng: Random): string {
  if (!rng.chance(MACRO_SHARE)) {
    const text = fill(rng, rng.weighted(VALUES));
    return rng.chance(UPPER_SHARE) ? text.toUpperCase() : text;
  }
  const name = rng.chance(0.5) ? rng.pick(NAMES) : `${rng.pick(["s", "sub", "sub_id_"])}${rng.int(1, 10)}`;
  const upper = rng.chance(0.3) ? name.toUpperCase() : name;
  return rng.pick(MACROS).replace("$", upper);
}

/** A link of a campaign: 3 to 14 parameters behind a page. */
export function campaignTarget(rng: Random, page: string): string {
  const series = rng.pick(SERIES);
  let place = 0;
  const parameters = Array.from({ length: rng.int(3, 14) }, () => {
    const name = rng.chance(0.5) ? series.replace("{}", `${++place}`) : rng.pick(NAMES);
    return `${name}=${value(rng)}`;
  });
  if (rng.chance(0.1)) parameters.push(`${noun(rng)}=`);
  return `${page}${page.includes("?") ? "&" : "?"}${parameters.join("&")}`;
}

/** Somebody follows such a link, once or a few times, and is sent elsewhere or stays. */
export function* clickThrough(rng: Random, site: Site, start: number): Hits {
  const person = drawPerson(rng, site);
  const page = rng.chance(0.7) ? "/" : (site.page(rng).split(/[?#]/)[0] as string);
  const target = campaignTarget(rng, page);
  const status = rng.pick([302, 302, 302, 301, 200, 200]);
  let time = start;
  for (let i = rng.chance(0.7) ? 1 : rng.int(2, 4); i > 0; i--) {
    yield ask(person, site, time, "GET", target, status, {
      referer: rng.chance(0.8)
        ? ""
        : rng.pick(["https://l.facebook.com/", "https://www.google.com/", "https://t.co/"]),
    });
    time += 0.5 + rng.exponential(4);
  }
  if (status === 200 && rng.chance(0.7)) yield* visit(rng, site, person, time);
}
