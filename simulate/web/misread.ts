/** What people's browsers ask for by a page's mistake: a style sheet that an old browser misreads, a template left unfilled. */
import { fill } from "../lib/fill.ts";
import type { Random } from "../lib/random.ts";

const TARGETS = [
  "{/|/css/|/{noun}/}url({|\"|'|%22}{../|}{images|img|i}/{noun}{|_{noun}|-{bg|top}}.{gif|png|jpg}{|\"|'|%22})",
  "{/|/css/|/{noun}/}{%22|%27|&quot;|'}{images/|img/|http://www.{domain}/|}{noun}.{gif|png|js}{%22|%27|&quot;|'}",
  "/{font|fonts|css}/{|{noun}/}{noun}.{woff2|woff|eot}{%22|'|}){%20|}format({%22|'}{woff2|woff|embedded-opentype}{%22|'}),{%20|}url({%22|'|}{../|./|}{font|fonts}/{|{noun}/}{noun}.{woff|ttf}{%22|'|})",
  "/{noun}/expression(document.body.clientWidth{%20|}{%3E|>}{%20|}{640..1280}{%20|}?{%20|}%22{640..1280}px%22{%20|}:{%20|}%22auto%22)",
  "/css/progid:DXImageTransform.Microsoft.AlphaImageLoader(src='{noun}.png',sizingMethod='{scale|crop}')",
  "{/|/{noun}/}{undefined|null|NaN|[object%20Object]|%5Bobject%20Object%5D|false|about:blank|#}",
  "{/|/{slug}/}{%7B%7B{noun}.{image|url|id}%7D%7D|%7B{noun}%7D|{open}{open}{noun}.{url|src}{close}{close}|$%7B{camel}%7D|%3C%25=%20{noun}%20%25%3E|%25{NOUN}%25|__{NOUN}__}",
  "{/|/{slug}/}{javascript:void(0){;|}|javascript:;|javascript:history.back()|mailto:{email}|tel:+{digits:11}|data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7}",
  "/{noun}/{tiles|map}/NaN/NaN/NaN.png",
  "/{slug}/www.{domain}/{|{noun}}",
  "/{noun}//{noun}.{js|css|png}",
  "/{noun}/{noun}.{css|min.js|bundle.js}.map",
  "/{noun}/{%20|%C2%A0|%E2%80%8B}{|{noun}.html}",
];

const GAPS = { open: "{", close: "}" };

/** A target that is missing, by no fault of who asks for it. */
export const misreadTarget = (rng: Random): string =>
  fill(rng, rng.pick(TARGETS), GAPS).replaceAll(" ", "%20");
