/** Who the client is behind a proxy of one's own network, by each shape that servers log it in. */
import { describe, expect, test } from "vitest";
import { Filter } from "../../../host/filter.ts";
import { scored } from "../scored.ts";
import {
  built,
  CLIENT,
  caddy,
  FORGED,
  json,
  line,
  nginx,
  own,
  PROXY,
  REQUEST,
  syslog,
  TIME,
} from "./records.ts";

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
