/** What web servers' error logs say of a client that looks for files: scanners' names, one after another. */
import type { Random } from "../lib/random.ts";

/** `{probe}` is the path sought, `{who}` nginx's words on client and request. */
type Sought = readonly [level: string, message: string];

export const NGINX_SOUGHT: readonly Sought[] = [
  ["error", '{conn}open() "{root}{probe}" failed (2: No such file or directory), {who}'],
  ["error", '{conn}open() "{root}{probe}" failed ({13: Permission denied|20: Not a directory}), {who}'],
  ["error", "{conn}access forbidden by rule, {who}"],
  ["error", '{conn}"{root}{probe}/index.html" is not found (2: No such file or directory), {who}'],
  [
    "error",
    '{conn}FastCGI sent in stderr: "{Primary script unknown|Access to the script \'{root}{probe}\' has been denied (see security.limit_extensions)}" while reading response header from upstream, {who}, upstream: "fastcgi://{127.0.0.1:9000|unix:/run/php/php8.2-fpm.sock:}"',
  ],
  [
    "error",
    "{conn}client sent invalid {method|request|host header} while reading client request line, {who}",
  ],
];

export const APACHE_SOUGHT: readonly Sought[] = [
  ["error", "[client {ip}{port2}] {AH00128: |}File does not exist: {root}{probe}"],
  ["error", "[client {ip}{port2}] {AH01630: |}client denied by server configuration: {root}{probe}"],
  [
    "error",
    "[client {ip}{port2}] {AH01071: Got error 'Primary script unknown'|script '{root}{probe}' not found or unable to stat}",
  ],
  ["error", "[client {ip}{port2}] {AH10244: |}invalid URI path ({probe})"],
  ["error", "[client {ip}{port2}] {AH00126: |}Invalid URI in request {GET|POST} {probe} HTTP/1.1"],
  ["error", "[client {ip}{port2}] {AH00036: |}access to {probe} failed (filesystem path '{root}{probe}')"],
];

/** Files that browsers ask for of their own, and that a site often lacks. */
export const MISSING: readonly string[] = [
  "favicon.ico",
  "favicon.ico",
  "robots.txt",
  "apple-touch-icon.png",
  "apple-touch-icon-precomposed.png",
  "apple-touch-icon-120x120.png",
  "apple-touch-icon-120x120-precomposed.png",
  "browserconfig.xml",
  "manifest.json",
  "site.webmanifest",
  "sitemap.xml",
  "ads.txt",
  "app-ads.txt",
  "humans.txt",
  "crossdomain.xml",
  "sw.js",
  "service-worker.js",
  ".well-known/apple-app-site-association",
  ".well-known/assetlinks.json",
  ".well-known/change-password",
  ".well-known/security.txt",
  ".well-known/traffic-advice",
  ".well-known/appspecific/com.chrome.devtools.json",
];

/** How many files a client seeks in one visit. */
export function soughtCount(rng: Random): number {
  return rng.weighted([
    [1, 25],
    [rng.int(2, 6), 30],
    [rng.int(7, 40), 45],
  ]);
}
