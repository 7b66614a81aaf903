/** Lines as servers write them by their format strings, from the makers' manuals and not from the tables under test. */
export type Maker =
  | "nginx"
  | "apache"
  | "lighttpd"
  | "haproxy"
  | "squid"
  | "envoy"
  | "gunicorn"
  | "morgan"
  | "tomcat"
  | "caddy";

/** What a request was; durations in milliseconds. */
export interface Request {
  ip: string;
  sport: number;
  user: string;
  method: string;
  path: string;
  status: number;
  bytes: number;
  ref: string;
  ua: string;
  host: string;
  ms: number;
}

export const ORDINARY: Request = {
  ip: "203.0.113.7",
  sport: 40022,
  user: "ada",
  method: "GET",
  path: "/orders/17?a=1",
  status: 404,
  bytes: 5120,
  ref: "https://shop.example/",
  ua: "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0",
  host: "shop.example",
  ms: 2000,
};

const CLF = "21/Nov/2026:06:19:02 +0000";
const ISO = "2026-11-21T06:19:02.123Z";

const hex = (upper: boolean) => (character: string) => {
  const code = character.charCodeAt(0).toString(16).padStart(2, "0");
  return `\\x${upper ? code.toUpperCase() : code}`;
};
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what servers escape
const CONTROLS = /[\u0000-\u001f\u007f]/g;

/** How each server writes a client's text. */
const WRITTEN: Readonly<Record<Maker, (text: string) => string>> = {
  nginx: (text) => text.replace(/["\\]/g, hex(true)).replace(CONTROLS, hex(true)),
  apache: (text) => text.replace(/["\\]/g, "\\$&").replace(CONTROLS, hex(false)),
  lighttpd: (text) => text.replace(/["\\]/g, "\\$&").replace(CONTROLS, hex(true)),
  haproxy: (text) => text.replace(/["#{|}]/g, (character) => `#${character.charCodeAt(0).toString(16)}`),
  squid: (text) => text.replace(/["\\]/g, "\\$&"),
  envoy: (text) => text,
  gunicorn: (text) => text.replaceAll('"', '\\"'),
  morgan: (text) => text,
  tomcat: (text) => text.replace(/["\\]/g, "\\$&"),
  caddy: (text) => text,
};
const jsonText = (text: string) => JSON.stringify(text).slice(1, -1);

type Values = Readonly<Record<string, string>>;

/** Values of Apache's letters, which others took over. */
function letters(r: Request, client: (text: string) => string): Values {
  const [path = "", query] = r.path.split("?");
  return {
    h: r.ip,
    a: r.ip,
    l: "-",
    u: client(r.user),
    t: `[${CLF}]`,
    s: `${r.status}`,
    b: `${r.bytes}`,
    B: `${r.bytes}`,
    O: `${r.bytes}`,
    r: client(`${r.method} ${r.path} HTTP/1.1`),
    m: r.method,
    U: client(path),
    q: query === undefined ? "" : `?${client(query)}`,
    H: "HTTP/1.1",
    v: "shop.example",
    V: client(r.host),
    p: "443",
    D: `${r.ms * 1000}`,
    T: `${r.ms / 1000}`,
    f: "/srv/www/index.html",
    "{referer}i": client(r.ref),
    "{user-agent}i": client(r.ua),
  };
}

function valuesOf(maker: Maker, r: Request, client: (text: string) => string): Values {
  const line = client(`${r.method} ${r.path} HTTP/1.1`);
  switch (maker) {
    case "nginx":
      return {
        remote_addr: r.ip,
        remote_user: client(r.user),
        time_local: CLF,
        time_iso8601: "2026-11-21T06:19:02+00:00",
        request: line,
        request_method: r.method,
        request_uri: client(r.path),
        status: `${r.status}`,
        body_bytes_sent: `${r.bytes}`,
        http_referer: client(r.ref),
        http_user_agent: client(r.ua),
        http_x_forwarded_for: "-",
        host: client(r.host),
        http_host: client(r.host),
        request_time: (r.ms / 1000).toFixed(3),
        upstream_addr: "10.0.0.5:80, 10.0.0.6:80",
        upstream_status: "502, 200",
        upstream_connect_time: "0.001, 0.000",
        upstream_header_time: "0.001 : 0.002",
        upstream_response_time: "0.001, 0.002",
      };
    case "haproxy":
      return {
        ci: r.ip,
        cp: `${r.sport}`,
        tr: "21/Nov/2026:06:19:02.123",
        ft: "front~",
        b: "shop",
        s: "<NOSRV>",
        TR: "0",
        Tw: "-1",
        Tc: "-1",
        Tr: "-1",
        Ta: `+${r.ms}`,
        ST: `${r.status}`,
        B: `${r.bytes}`,
        CC: "-",
        CS: "-",
        tsc: "SC--",
        ac: "1",
        fc: "1",
        bc: "1",
        sc: "1",
        rc: "+3",
        sq: "0",
        bq: "0",
        hr: `{${client(r.host)}|${client(r.ua)}}`,
        hs: "{}",
        r: line,
        HM: r.method,
        HP: client(r.path),
        HV: "HTTP/1.1",
        "[unique-id]": "CB007107:9C46_0A",
      };
    case "squid":
      return {
        ts: "1795241942",
        tu: "123",
        tr: `${r.ms}`.padStart(6),
        ">a": r.ip,
        Ss: "TCP_MISS",
        ">Hs": `${r.status}`,
        "<st": `${r.bytes}`,
        rm: r.method,
        // Blanks of a target and a name are encoded.
        ru: client(r.path).replaceAll(" ", "%20"),
        un: client(r.user).replaceAll(" ", "%20"),
        Sh: "HIER_DIRECT",
        "<a": "198.51.100.20",
        mt: "text/html",
        "{referer}>h": client(r.ref),
        "{user-agent}>h": client(r.ua),
      };
    case "envoy":
      return {
        START_TIME: ISO,
        "REQ(:METHOD)": r.method,
        "REQ(:PATH)": client(r.path),
        "REQ(X-ENVOY-ORIGINAL-PATH?:PATH)": client(r.path),
        PROTOCOL: "HTTP/1.1",
        RESPONSE_CODE: `${r.status}`,
        RESPONSE_FLAGS: "-",
        RESPONSE_CODE_DETAILS: "via_upstream",
        BYTES_RECEIVED: "0",
        BYTES_SENT: `${r.bytes}`,
        DURATION: `${r.ms}`,
        "RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)": "11",
        "REQ(X-FORWARDED-FOR)": "-",
        "REQ(USER-AGENT)": client(r.ua),
        "REQ(X-REQUEST-ID)": "7f3a90c1",
        "REQ(:AUTHORITY)": client(r.host),
        UPSTREAM_HOST: "10.0.0.5:8080",
        UPSTREAM_CLUSTER: "outbound|8080||shop",
        DOWNSTREAM_LOCAL_ADDRESS: "192.0.2.10:8443",
        DOWNSTREAM_REMOTE_ADDRESS: `${r.ip}:${r.sport}`,
        ROUTE_NAME: "default",
      };
    case "gunicorn":
      return { ...letters(r, client), U: client(r.path), f: client(r.ref), a: client(r.ua) };
    case "morgan":
      return {
        "remote-addr": r.ip,
        "remote-user": client(r.user),
        "date[clf]": CLF,
        method: r.method,
        url: client(r.path),
        "http-version": "1.1",
        status: `${r.status}`,
        "res[content-length]": `${r.bytes}`,
        "response-time": `${r.ms}.000`,
        referrer: client(r.ref),
        "user-agent": client(r.ua),
      };
    case "caddy":
      return {
        "request>remote_ip": r.ip,
        user_id: client(r.user),
        ts: "1795241942.123",
        "request>method": r.method,
        "request>uri": client(r.path),
        "request>proto": "HTTP/1.1",
        status: `${r.status}`,
        size: `${r.bytes}`,
        duration: `${r.ms / 1000}`,
      };
    default:
      return letters(r, client);
  }
}

const NAMES: Readonly<Record<Maker, RegExp>> = {
  nginx: /\$\{?(\w+)\}?/g,
  apache: /%[<>]?((?:\{[^}]*\})?[a-zA-Z])/g,
  lighttpd: /%[<>]?((?:\{[^}]*\})?[a-zA-Z])/g,
  tomcat: /%[<>]?((?:\{[^}]*\})?[a-zA-Z])/g,
  haproxy: /%(?:\{[^}]*\})?(\[[^\]]*\]|[A-Za-z]+)/g,
  squid: /%[["]?\d*((?:\{[^}]*\})?[<>]?[a-zA-Z]+)/g,
  envoy: /%([A-Z_]+(?:\([^)]*\))?)%/g,
  gunicorn: /%\(((?:\{[^}]*\})?\w)\)s/g,
  morgan: /:([a-z][a-z-]*(?:\[[^\]]*\])?)/g,
  caddy: /\{([a-z_]+(?:>[^}]*)?)\}/g,
};

/** @throws Error for a variable that the renderer does not know */
export function render(maker: Maker, format: string, request: Request): string {
  const isJson = format.startsWith("{") && format.includes('":');
  const values = valuesOf(maker, request, isJson ? jsonText : WRITTEN[maker]);
  const header = maker === "haproxy" ? "Nov 21 06:19:02 lb1 haproxy[31]: " : "";
  const line = format.replace(NAMES[maker], (variable: string, name: string) => {
    const key = name.startsWith("{") ? name.toLowerCase() : name;
    const value = values[key];
    if (value === undefined) throw new Error(`${maker}: no value for ${variable}`);
    return variable.includes("+Q") ? `"${value}"` : value;
  });
  return header + line;
}
