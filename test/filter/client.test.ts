/** Who the client is, where proxies stand between: by each shape that servers log it in, and whatever a client sends itself. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SmartlogEvent } from "../../host/event.ts";
import { Filter } from "../../host/filter.ts";
import { defaultModulePath } from "../../host/module.ts";
import { withTrustedProxies } from "../../trainer/model/proxies.ts";
import { scored } from "./scored.ts";

const CLIENT = "203.0.113.9";
const PROXY = "10.0.0.2";
/** What a client sends of its own. */
const FORGED = "6.6.6.6";

const built = readFileSync(defaultModulePath());
const behindCdn = Filter.load(
  withTrustedProxies(built, { proxies: ["198.51.100.0/24", "2001:db8:ff::/48"], cdns: ["cloudflare"] }),
);
const own = (record: object, filter: Filter) =>
  (JSON.parse(filter.score(JSON.stringify(record))) as { smartlog: SmartlogEvent }).smartlog;

const TIME = "[14/Nov/2026:06:19:00 +0000]";
const REQUEST = '"GET /cart HTTP/1.1" 200 512';
/** A file of its own for each line: whether its lines have an X-Forwarded-For is known by file. */
let files = 0;
const line = (log: string) => ({ log, file: `/var/log/site-${files++}/access.log` });
const nginx = (peer: string, list: string) => line(`${peer} - - ${TIME} ${REQUEST} "-" "curl/8" "${list}"`);
const json = (peer: string, list: string) => ({
  remote_addr: peer,
  http_x_forwarded_for: list,
  method: "GET",
  path: "/cart",
  status: 200,
});
const caddy = (request: object) => ({
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
const syslog = (message: string) => ({ log: `Nov 14 06:19:00 lb1 haproxy[14389]: ${message}` });

describe("behind a proxy of one's own network, the client is out of the header", () => {
  const list = `${FORGED}, ${CLIENT}`;
  const traefik = {
    RequestMethod: "GET",
    RequestPath: "/cart",
    RequestProtocol: "HTTP/2.0",
    DownstreamStatus: 200,
    OriginStatus: 200,
  };
  test.each<[string, object]>([
    ["nginx main", nginx(PROXY, list)],
    [
      "nginx main, with a request time behind",
      line(`${PROXY} - - ${TIME} ${REQUEST} "-" "curl/8" "${list}" rt=0.041`),
    ],
    ["the list quoted in front", line(`"${list}" ${PROXY} - - ${TIME} ${REQUEST} "-" "curl/8"`)],
    ["Apache: the list in parentheses", line(`${PROXY} (${list}) - - ${TIME} ${REQUEST} "-" "curl/8"`)],
    [
      "old ingress-nginx",
      line(
        `${PROXY} - [${list}, ${PROXY}] - - ${TIME} ${REQUEST} "-" "curl/8" 117 0.774 [prod-shop-80] [] 10.2.0.7:80 - 0.774 200 5f54`,
      ),
    ],
    ["nginx, JSON", json(PROXY, list)],
    ["nginx, JSON in a line", { log: JSON.stringify(json(PROXY, list)) }],
    ["nginx behind syslog", { log: `<190>Nov 14 06:19:00 web1 nginx: ${nginx(PROXY, list).log}` }],
    [
      "Fluentd's nginx parser",
      { remote: PROXY, host: "-", method: "GET", path: "/cart", code: "200", http_x_forwarded_for: list },
    ],
    [
      "Caddy that takes the first address",
      caddy({ remote_ip: PROXY, client_ip: FORGED, headers: { "X-Forwarded-For": [list] } }),
    ],
    [
      "Caddy, the header in two lines",
      caddy({ remote_ip: PROXY, client_ip: PROXY, headers: { "X-Forwarded-For": [FORGED, CLIENT] } }),
    ],
    [
      "Caddy, in twelve lines",
      caddy({
        remote_ip: PROXY,
        headers: { "X-Forwarded-For": [...Array.from({ length: 11 }, () => FORGED), CLIENT] },
      }),
    ],
    ["Caddy that knows the client", caddy({ remote_ip: PROXY, client_ip: CLIENT })],
    ["Traefik", { ...traefik, ClientAddr: `${PROXY}:4711`, ClientHost: list }],
    [
      "Traefik that keeps headers",
      { ...traefik, ClientAddr: `${PROXY}:4711`, ClientHost: list, "request_X-Forwarded-For": list },
    ],
    [
      "HAProxy, captured",
      syslog(
        `${PROXY}:33317 [14/Nov/2026:06:19:00.655] in b/s 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 {shop.example|${list}} {} "GET /cart HTTP/1.1"`,
      ),
    ],
    [
      "Istio, JSON",
      {
        response_flags: "-",
        response_code: 200,
        method: "GET",
        path: "/cart",
        downstream_remote_address: `${PROXY}:40658`,
        x_forwarded_for: list,
        upstream_cluster: "x",
      },
    ],
    [
      "Kong",
      {
        client_ip: PROXY,
        request: { method: "GET", uri: "/cart", headers: { "x-forwarded-for": list } },
        response: { status: 200 },
        latencies: { request: 8 },
      },
    ],
    [
      "pino-http",
      {
        req: {
          method: "GET",
          url: "/cart",
          headers: { "x-forwarded-for": list },
          remoteAddress: `::ffff:${PROXY}`,
        },
        res: { statusCode: 200 },
        responseTime: 7,
      },
    ],
    [
      "ECS",
      {
        source: { ip: PROXY },
        client: { ip: CLIENT },
        http: { request: { method: "GET" }, response: { status_code: 200 } },
        url: { path: "/cart" },
      },
    ],
    [
      "ECS, network.forwarded_ip",
      {
        source: { ip: PROXY },
        network: { forwarded_ip: CLIENT },
        http: { request: { method: "GET" }, response: { status_code: 200 } },
        url: { path: "/cart" },
      },
    ],
    [
      "OpenTelemetry's array",
      {
        client: PROXY,
        "http.request.header.x-forwarded-for": [list],
        method: "GET",
        path: "/cart",
        status: 200,
      },
    ],
    ["X-Real-IP", { remote_addr: PROXY, http_x_real_ip: CLIENT, method: "GET", path: "/cart", status: 200 }],
    [
      "CF-Connecting-IP",
      { remote_addr: PROXY, cf_connecting_ip: CLIENT, method: "GET", path: "/cart", status: 200 },
    ],
    [
      "True-Client-IP",
      { remote_addr: PROXY, true_client_ip: CLIENT, method: "GET", path: "/cart", status: 200 },
    ],
    ["client_ip", { remote_addr: PROXY, client_ip: CLIENT, method: "GET", path: "/cart", status: 200 }],
    [
      "Forwarded",
      {
        remote_addr: PROXY,
        forwarded: `for=${FORGED}, for=${CLIENT};proto=https;by=${PROXY}`,
        method: "GET",
        path: "/cart",
        status: 200,
      },
    ],
    [
      "logfmt",
      { log: `level=info method=GET path=/cart status=200 remote_addr=${PROXY} x_forwarded_for="${list}"` },
    ],
  ])("%s", (_shape, record) => {
    expect(scored(record)).toMatchObject({ kind: "web", path: "/cart", status: 200, ip: CLIENT });
    expect(scored(record).peer?.replace("::ffff:", "")).toBe(PROXY);
  });

  test("IIS with a field of its own", () => {
    const filter = Filter.load(built);
    const of = (log: string) => own({ log, file: "/logs/u_ex.log" }, filter);
    of(
      "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status X-Forwarded-For",
    );
    const event = of(
      `2026-11-14 06:19:00 10.0.0.9 GET /cart - 80 - ${PROXY} curl/8 200 ${FORGED},+${CLIENT}`,
    );
    expect(event).toMatchObject({ kind: "web", path: "/cart", ip: CLIENT, peer: PROXY });
  });

  test("of a log that has no peer, the last address is who connected to the proxy that wrote it", () => {
    const first = [
      line(`${list} - - ${TIME} ${REQUEST} "-" "curl/8"`),
      line(`${FORGED}, ${FORGED},${CLIENT} - - ${TIME} ${REQUEST} "-" "curl/8"`),
      line(`${FORGED} x, ${CLIENT} - - ${TIME} ${REQUEST} "-" "curl/8"`),
      line(`${FORGED},${CLIENT} - - ${TIME} ${REQUEST} "-" "curl/8"`),
      line(`${list}, ${PROXY} - - ${TIME} ${REQUEST} "-" "curl/8"`),
      line(`"${list}" - - ${TIME} ${REQUEST} "-" "curl/8"`),
      line(
        `[2026-11-14T06:19:00.310Z] "GET /cart HTTP/1.1" 200 - 0 12 3 1 "${list}, ${PROXY}" "curl/8" "cc21d9b0" "a.example" "10.0.2.1:80"`,
      ),
      line(
        `at=info method=GET path="/cart" host=a.example fwd="${list}" dyno=web.1 connect=1ms service=2ms status=200 bytes=0`,
      ),
    ];
    for (const record of first) {
      expect(scored(record), JSON.stringify(record)).toMatchObject({
        kind: "web",
        path: "/cart",
        ip: CLIENT,
      });
      expect(scored(record)).not.toHaveProperty("peer");
    }
  });

  test("a socket of the machine itself is a proxy", () => {
    expect(scored(nginx("unix:", CLIENT))).toMatchObject({ ip: CLIENT });
    expect(scored(json("unix:/run/app.sock", CLIENT)).ip).toBe(CLIENT);
    expect(scored(json("@", CLIENT)).ip).toBe(CLIENT);
  });

  test("its port is the proxy's, and is left out", () => {
    const record = { ...json(PROXY, CLIENT), "source.port": 40022 };
    expect(scored(record)).not.toHaveProperty("sport");
    expect(scored({ ...record, http_x_forwarded_for: "-" }).sport).toBe(40022);
  });
});

describe("the list is walked from the right", () => {
  test.each<[string, string, string | undefined]>([
    [CLIENT, CLIENT, PROXY],
    [`${FORGED}, ${CLIENT}`, CLIENT, PROXY],
    [`${FORGED},${CLIENT}`, CLIENT, PROXY],
    [`${CLIENT}, 192.168.1.7`, CLIENT, PROXY],
    [`${FORGED}, ${CLIENT}, 127.0.0.1, 192.168.1.7`, CLIENT, PROXY],
    // ports, brackets, notations of the same address
    [`${CLIENT}:51234`, CLIENT, PROXY],
    ["2001:db8::7", "2001:db8::7", PROXY],
    ["[2001:db8::7]", "2001:db8::7", PROXY],
    ["[2001:db8::7]:4711", "2001:db8::7", PROXY],
    ["fe80::1%eth0", "fe80::1", PROXY],
    [`::ffff:${CLIENT}`, `::ffff:${CLIENT}`, PROXY],
    [`${CLIENT}, ::ffff:10.0.0.7`, CLIENT, PROXY],
    // Forwarded
    [`for=${CLIENT}`, CLIENT, PROXY],
    [`For="${CLIENT}:4711";proto=https`, CLIENT, PROXY],
    ['proto=https;for="[2001:db8::7]:4711"', "2001:db8::7", PROXY],
    [`for=${FORGED}, FOR=${CLIENT}; by=10.0.0.7`, CLIENT, PROXY],
    // all of one's own: the first of them
    ["10.1.2.3", "10.1.2.3", PROXY],
    ["172.16.9.9, 192.168.1.7", "172.16.9.9", PROXY],
    // what is no address ends the walk
    ["", PROXY, undefined],
    ["-", PROXY, undefined],
    ["unknown", PROXY, undefined],
    ["for=unknown", PROXY, undefined],
    [`for=${CLIENT}, for=_hidden`, PROXY, undefined],
    [`${CLIENT}, unknown`, PROXY, undefined],
    [`${CLIENT}, unknown, 192.168.1.7`, "192.168.1.7", PROXY],
    [`${CLIENT},`, PROXY, undefined],
    [`${CLIENT}, , 192.168.1.7`, "192.168.1.7", PROXY],
    [`${CLIENT}.`, PROXY, undefined],
    ["203.0.113.256", PROXY, undefined],
    [`${CLIENT} ${CLIENT}`, PROXY, undefined],
    [`${CLIENT};`, PROXY, undefined],
    [`${CLIENT}:80x`, PROXY, undefined],
    [`[${CLIENT}]:`, PROXY, undefined],
    ["' OR 1=1 --", PROXY, undefined],
    [`$\{jndi:ldap://${CLIENT}/a}`, PROXY, undefined],
    // the proxy itself, and a server's own address
    [PROXY, PROXY, undefined],
    ["10.0.0.7:8080", PROXY, undefined],
  ])("%j", (list, ip, peer) => {
    const found = scored(json(PROXY, list));
    expect([found.ip, found.peer]).toEqual([ip, peer]);
  });

  test("and not without end", () => {
    const many = (hops: number) => [CLIENT, ...Array.from({ length: hops }, () => "10.0.0.7")].join(", ");
    expect(scored(json(PROXY, many(10))).ip).toBe(CLIENT);
    expect(scored(json(PROXY, many(20_000)))).toMatchObject({ ip: "10.0.0.7", peer: PROXY });
    expect(scored(json(PROXY, `${"x".repeat(100_000)}`)).ip).toBe(PROXY);
  });
});

describe("no client is believed", () => {
  test.each<[string, object]>([
    ["who connects from elsewhere: nginx", nginx(CLIENT, FORGED)],
    ["JSON", json(CLIENT, FORGED)],
    ["X-Real-IP", { remote_addr: CLIENT, x_real_ip: FORGED, method: "GET", path: "/", status: 200 }],
    [
      "CF-Connecting-IP",
      { remote_addr: CLIENT, cf_connecting_ip: FORGED, method: "GET", path: "/", status: 200 },
    ],
    ["client_ip", { remote_addr: CLIENT, client_ip: FORGED, method: "GET", path: "/", status: 200 }],
    [
      "Caddy",
      caddy({
        remote_ip: CLIENT,
        client_ip: CLIENT,
        headers: { "X-Forwarded-For": [FORGED], "X-Real-Ip": [FORGED] },
      }),
    ],
    ["a CDN's address that is not trusted", json("104.16.3.4", FORGED)],
    ["a shared address (RFC 6598)", json("100.64.0.9", FORGED)],
    ["in the other header", { ...json(PROXY, CLIENT), http_x_real_ip: FORGED, cf_connecting_ip: FORGED }],
    ["in the other header, where the list is none", { ...json(PROXY, "unknown"), http_x_real_ip: FORGED }],
    ["with a name for a peer", { ...json("proxy.example", FORGED) }],
    [
      "HAProxy, in another captured header",
      syslog(
        `${PROXY}:33317 [14/Nov/2026:06:19:00.655] in b/s 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 {${FORGED}|${CLIENT}} "GET / HTTP/1.1"`,
      ),
    ],
    [
      "in parentheses, with one in the list",
      line(`${PROXY} (${FORGED}) x, ${CLIENT}) - - ${TIME} ${REQUEST} "-" "curl/8"`),
    ],
    ["in parentheses, in the account", line(`${PROXY} (${CLIENT}) - x, ${FORGED}) y ${TIME} ${REQUEST}`)],
    [
      "in quotes, with one in the list",
      line(`"${FORGED}" x, ${CLIENT}" - - ${TIME} ${REQUEST} "-" "curl/8"`),
    ],
    [
      "in quotes, with one that is escaped",
      line(`"${FORGED}\\" x, ${CLIENT}" ${PROXY} - - ${TIME} ${REQUEST} "-" "curl/8"`),
    ],
    [
      "ingress-nginx, with brackets in the list",
      line(
        `${PROXY} - [${FORGED}] - x [, ${CLIENT}, ${PROXY}] - - ${TIME} ${REQUEST} "-" "curl/8" 117 0.774 [prod-shop-80] [] 10.2.0.7:80 - 0.774 200 5f54`,
      ),
    ],
    [
      "ingress-nginx, in the account",
      line(
        `${PROXY} - [${CLIENT}, ${PROXY}] - x, ${FORGED}] - - ${TIME} ${REQUEST} "-" "curl/8" 117 0.774 [prod-shop-80] [] 10.2.0.7:80 - 0.774 200 5f54`,
      ),
    ],
    [
      "by Vector's or Fluent Bit's own address",
      { log: `${CLIENT} - - ${TIME} ${REQUEST} "-" "curl/8"`, client_ip: FORGED, x_forwarded_for: FORGED },
    ],
    [
      "by members around a line of a login",
      {
        log: `Nov 14 06:19:00 web1 sshd[1]: Failed password for root from ${PROXY} port 22 ssh2`,
        x_forwarded_for: FORGED,
      },
    ],
  ])("%s", (_way, record) => {
    const event = scored(record);
    expect(event.ip).not.toBe(FORGED);
    expect(event.peer).not.toBe(FORGED);
  });

  test("in an agent with quotes, by a server that escapes none", () => {
    const filter = Filter.load(built);
    const of = (agent: string) =>
      own({ log: `${PROXY} - - ${TIME} ${REQUEST} "-" "${agent}"`, file: "/var/log/app/out.log" }, filter).ip;
    expect(of("curl/8")).toBe(PROXY);
    expect(of(`x" "${FORGED}`)).toBe(PROXY);
  });

  test("whatever is sent, behind a proxy that appends", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.ipV4(), fc.constantFrom("127.0.0.1", ",", "for=1.2.3.4")),
        (sent) => {
          expect(scored(json(PROXY, `${sent}, ${CLIENT}`))).toMatchObject({ ip: CLIENT, peer: PROXY });
          expect(scored(caddy({ remote_ip: PROXY, headers: { "X-Forwarded-For": [sent, CLIENT] } })).ip).toBe(
            CLIENT,
          );
          expect(scored(json(CLIENT, sent)).ip).toBe(CLIENT);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("trusted proxies of the settings", () => {
  test.each<[string, string, string]>([
    ["198.51.100.4", `${FORGED}, ${CLIENT}`, CLIENT],
    ["104.16.3.4", `${FORGED}, ${CLIENT}`, CLIENT],
    ["2606:4700::1", `${FORGED}, 2001:db8::7`, "2001:db8::7"],
    ["2001:db8:ff::1", CLIENT, CLIENT],
    // through several of them
    ["198.51.100.4", `${FORGED}, ${CLIENT}, 104.16.3.4, ${PROXY}`, CLIENT],
    [PROXY, `${FORGED}, ${CLIENT}, ::ffff:198.51.100.250`, CLIENT],
    // at their edges
    ["198.51.101.0", CLIENT, "198.51.101.0"],
    ["198.51.99.255", CLIENT, "198.51.99.255"],
    ["104.15.255.255", CLIENT, "104.15.255.255"],
    ["104.28.0.0", CLIENT, "104.28.0.0"],
    ["2001:db8:100::", CLIENT, "2001:db8:100::"],
  ])("%s with %s", (peer, list, ip) => {
    expect(own(json(peer, list), behindCdn).ip).toBe(ip);
    expect(own(nginx(peer, list), behindCdn).ip).toBe(ip);
  });

  test("may leave out one's own network, whose people send headers, too", () => {
    const none = Filter.load(withTrustedProxies(built, { own: false }));
    expect(own(json(PROXY, FORGED), none)).toMatchObject({ ip: PROXY });
    expect(own(json(PROXY, FORGED), none)).not.toHaveProperty("peer");
  });
});

describe("a source that headers name", () => {
  test("is counted for itself: people behind a proxy are no crowd", () => {
    const filter = Filter.load(built);
    const scan = (ip: string, i: number) =>
      own({ ...json(PROXY, ip), path: `/.env.${i}`, status: 404 }, filter);
    for (let i = 0; i < 30; i++) scan(FORGED, i);
    const of = (ip: string) => own({ ...json(PROXY, ip), path: "/" }, filter);
    expect(of(FORGED).why.some((reason) => reason.startsWith("source:"))).toBe(true);
    expect(of(CLIENT)).toMatchObject({ label: "normal", ip: CLIENT });
  });
});

describe("the path around a line", () => {
  const access = { remote_addr: CLIENT, request_method: "GET", status: 200 };
  const around = (log: string) => ({ log, path: "/var/log/nginx/access.log" });
  test("is a file's, as of Fluent Bit's path_key, and not the request's", () => {
    expect(scored(around(JSON.stringify({ ...access, path: "/cart" }))).path).toBe("/cart");
    expect(scored(around(JSON.stringify({ ...access, request_uri: "/cart" }))).path).toBe("/cart");
    expect(scored(around(JSON.stringify(access)))).not.toHaveProperty("path");
    expect(scored(around(`${CLIENT} - - ${TIME} "-" 408 0 "-" "-"`))).not.toHaveProperty("path");
    expect(scored(around(`${CLIENT} - - ${TIME} ${REQUEST}`)).path).toBe("/cart");
  });
});

describe("an address as virtual host", () => {
  test.each(["127.0.0.1:80", "127.0.0.1", "198.51.100.1:443", "[::1]:80", "[2001:db8::1]:443", "::1"])(
    "%s is the site, not the client",
    (site) => {
      for (const rest of [`${REQUEST} "-" "curl/8"`, '"-" 408 - "-" "-"', '"-" 400 0 "-" "-"', REQUEST]) {
        const event = scored(line(`${site} ${CLIENT} - - ${TIME} ${rest}`));
        expect(event, rest).toMatchObject({ kind: "web", ip: CLIENT, host: site });
        expect(event).not.toHaveProperty("peer");
      }
    },
  );
});
