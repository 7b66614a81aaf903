/** Records of requests that came through proxies. */
import { readFileSync } from "node:fs";
import type { SmartlogEvent } from "../../../host/event.ts";
import { Filter } from "../../../host/filter.ts";
import { defaultModulePath } from "../../../host/module.ts";
import { withTrustedProxies } from "../../../trainer/model/proxies.ts";

export const CLIENT = "203.0.113.9";
export const PROXY = "10.0.0.2";
/** What a client sends of its own. */
export const FORGED = "6.6.6.6";

export const built = readFileSync(defaultModulePath());
export const behindCdn = Filter.load(
  withTrustedProxies(built, { proxies: ["198.51.100.0/24", "2001:db8:ff::/48"], cdns: ["cloudflare"] }),
);
export const own = (record: object, filter: Filter) =>
  (JSON.parse(filter.score(JSON.stringify(record))) as { smartlog: SmartlogEvent }).smartlog;

export const TIME = "[14/Nov/2026:06:19:00 +0000]";
export const REQUEST = '"GET /cart HTTP/1.1" 200 512';
/** A file of its own for each line: whether its lines have an X-Forwarded-For is known by file. */
let files = 0;
export const line = (log: string) => ({ log, file: `/var/log/site-${files++}/access.log` });
export const nginx = (peer: string, list: string) =>
  line(`${peer} - - ${TIME} ${REQUEST} "-" "curl/8" "${list}"`);
export const json = (peer: string, list: string) => ({
  remote_addr: peer,
  http_x_forwarded_for: list,
  method: "GET",
  path: "/cart",
  status: 200,
});
export const caddy = (request: object) => ({
  log: JSON.stringify({
    level: "info",
    ts: 1794637140.09,
    logger: "http.log.access",
    msg: "handled request",
    request: { remote_port: "1", proto: "HTTP/2.0", method: "GET", host: "a", uri: "/cart", ...request },
    duration: 0.1,
    size: 1,
    status: 200,
  }),
});
export const syslog = (message: string) => ({ log: `Nov 14 06:19:00 lb1 haproxy[14389]: ${message}` });
