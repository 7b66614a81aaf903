import { probePath } from "../attacks/index.ts";
import { publicV4 } from "../lib/address.ts";
import { apacheError, slashed } from "../lib/clock.ts";
import { fill, type Gaps } from "../lib/fill.ts";
import { domain } from "../lib/names.ts";
import type { Random } from "../lib/random.ts";
import type { World } from "../lib/schedule.ts";
import type { SimulatedLine } from "../lib/types.ts";
import { APACHE_SOUGHT, MISSING, NGINX_SOUGHT, soughtCount } from "./sought.ts";

type Said = readonly [level: string, message: string];

const NGINX: readonly Said[] = [
  [
    "error",
    '{conn}open() "{root}/{missing}" failed (2: No such file or directory), client: {ip}, server: {site}, request: "GET /{missing} HTTP/{1.1|2.0}", host: "{site}"{|, referrer: "https://{site}/{|{slug}}"}',
  ],
  [
    "error",
    '{conn}open() "{root}/{noun}/{slug}.{png|html|js|css|map|woff2|jpg|svg}" failed (2: No such file or directory), {whoplain}, referrer: "https://{site}/"',
  ],
  ["error", '{conn}directory index of "{root}/{noun}/" is forbidden, {whoplain}'],
  ["error", "{conn}access forbidden by rule, {whoplain}"],
  [
    "error",
    '{conn}FastCGI sent in stderr: "PHP message: PHP {Warning|Notice|Deprecated}:  {Undefined variable: {snake}|Trying to access array offset on value of type null|Undefined array key \\"{snake}\\"} in {root}/{noun}/{snake}.php on line {count}" while reading response header from upstream, {whoplain}, upstream: "fastcgi://unix:/run/php/php8.1-fpm.sock:"',
  ],
  [
    "error",
    '{conn}FastCGI sent in stderr: "Primary script unknown" while reading response header from upstream, {whoplain}, upstream: "fastcgi://127.0.0.1:9000"',
  ],
  [
    "warn",
    "{conn}a client request body is buffered to a temporary file /var/cache/nginx/client_temp/{digits:10}, {whoplain}",
  ],
  [
    "warn",
    '{conn}an upstream response is buffered to a temporary file /var/cache/nginx/proxy_temp/{n}/{digits:2}/{digits:10} while reading upstream, {whoplain}, upstream: "http://{priv}:{port}/{slug}"',
  ],
  ["error", "{conn}client intended to send too large body: {big} bytes, {whoplain}"],
  ["error", '{conn}limiting requests, excess: {n}.{digits:3} by zone "{noun}", {whoplain}'],
  ["info", "{conn}client closed connection while waiting for request, client: {ip}, server: 0.0.0.0:443"],
  [
    "info",
    "{conn}SSL_do_handshake() failed (SSL: error:{0A00006C|1408F10B|14209102|0A000126}:SSL routines::{bad key share|wrong version number|unsupported protocol|unexpected eof while reading}) while SSL handshaking, client: {ip}, server: 0.0.0.0:443",
  ],
  [
    "crit",
    "{conn}SSL_do_handshake() failed (SSL: error:{0A00006C|141CF06C}:SSL routines::bad key share) while SSL handshaking, client: {ip}, server: 0.0.0.0:443",
  ],
  [
    "notice",
    '{signal process started|reconfiguring|start worker process {pid}|exiting|gracefully shutting down|using the "epoll" event method|nginx/1.{10..27}.{0..3}|signal 17 (SIGCHLD) received from {pid}|worker process {pid} exited with code 0}',
  ],
  ["warn", 'conflicting server name "{site}" on 0.0.0.0:80, ignored'],
  [
    "error",
    '{conn}no live upstreams while connecting to upstream, {whoplain}, upstream: "http://{noun}/{slug}"',
  ],
];
const NGINX_FAULTS: readonly Said[] = [
  [
    "error",
    '{conn}connect() failed (111: Connection refused) while connecting to upstream, {whoplain}, upstream: "http://{priv}:{port}/{slug}"',
  ],
  [
    "error",
    '{conn}upstream timed out (110: Connection timed out) while {reading response header from|connecting to} upstream, {whoplain}, upstream: "http://{priv}:{port}/{slug}"',
  ],
  [
    "error",
    '{conn}upstream prematurely closed connection while reading response header from upstream, {whoplain}, upstream: "http://{priv}:{port}/{slug}"',
  ],
  [
    "crit",
    '{conn}{open()|pwrite()|mkdir()} "/var/cache/nginx/{noun}/{hex:32}" failed (28: No space left on device), {whoplain}',
  ],
  [
    "alert",
    '{worker process {pid} exited on signal {9|11}|{count} worker_connections are not enough|could not allocate new session in SSL session shared cache "le_nginx_SSL"}',
  ],
  [
    "emerg",
    '{bind() to 0.0.0.0:{80|443} failed (98: Address already in use)|host not found in upstream "{host}" in /etc/nginx/conf.d/{noun}.conf:{n}|cannot load certificate "/etc/letsencrypt/live/{site}/fullchain.pem": BIO_new_file() failed|open() "/var/log/nginx/access.log" failed (24: Too many open files)}',
  ],
];

const APACHE: readonly Said[] = [
  [
    "error",
    "[client {ip}{port2}] {AH00128: |}File does not exist: {root}/{missing}{|, referer: https://{site}/{|{slug}}}",
  ],
  [
    "error",
    "[client {ip}{port2}] File does not exist: {root}/{noun}/{slug}.{html|png|css|js|jpg}{|, referer: https://{site}/}",
  ],
  [
    "error",
    "[client {ip}{port2}] {AH01630: client denied by server configuration: |client denied by server configuration: }{root}/{noun}",
  ],
  ["error", "[client {ip}{port2}] Directory index forbidden by {rule|Options directive}: {root}/"],
  ["error", "[client {ip}{port2}] script '{root}/{noun}.php' not found or unable to stat"],
  ["error", "[client {ip}{port2}] Invalid method in request \\\\x16\\\\x03\\\\x01"],
  [
    "error",
    "[client {ip}{port2}] request failed: {error reading the headers|erroneous characters after protocol string: {noun}}",
  ],
  [
    "error",
    "[client {ip}{port2}] AH01276: Cannot serve directory {root}/{noun}/: No matching DirectoryIndex (index.html,index.php) found",
  ],
  [
    "error",
    "[client {ip}{port2}] PHP {Warning|Notice}:  Undefined {variable|index}: {snake} in {root}/{noun}.php on line {count}",
  ],
  [
    "notice",
    "{AH00489: Apache/2.4.{6..62} ({Ubuntu|Debian|CentOS}) OpenSSL/{1.1.1|3.0.2} configured -- resuming normal operations|AH00094: Command line: '/usr/sbin/apache2'|caught SIGTERM, shutting down|Graceful restart requested, doing restart|Digest: {generating secret for digest authentication ...|done}|suEXEC mechanism enabled (wrapper: /usr/sbin/suexec)|LDAP: {Built with OpenLDAP LDAP SDK|SSL support unavailable}|{jk2_init() Found child {pid} in scoreboard slot {n}|workerEnv.init() ok {path}}|mod_{python|security|wsgi}: {Creating {n} session mutexes based on {n} max processes and 0 max threads.|{Noun} {version} configured}}",
  ],
  [
    "warn",
    "{[client {ip}{port2}] AH{digits:5}: {sentence}|_default_ VirtualHost overlap on port 443, the first has precedence|RSA server certificate CommonName (CN) `{site}' does NOT match server name!?|child process {pid} still did not exit, sending a SIGTERM|Init: Session Cache is not configured [hint: SSLSessionCache]}",
  ],
  [
    "info",
    "[client {ip}{port2}] {AH01964: Connection to child {n} established (server {site}:443)|(70014)End of file found: AH01991: SSL input filter read failed.|Connection closed to child {n} with standard shutdown}",
  ],
];
const APACHE_FAULTS: readonly Said[] = [
  [
    "error",
    "{AH00485: scoreboard is full, not at MaxRequestWorkers|AH00161: server reached MaxRequestWorkers setting, consider raising the MaxRequestWorkers setting|server reached MaxClients setting, consider raising the MaxClients setting}",
  ],
  [
    "error",
    "[client {ip}{port2}] {AH01114: HTTP: failed to make connection to backend: {priv}|AH01102: error reading status line from remote server {priv}:{port}|(70007)The timeout specified has expired: AH01110: error reading response|proxy: Error reading from remote server returned by /{slug}|Premature end of script headers: {snake}.cgi|AH01071: Got error 'PHP message: PHP Fatal error:  Uncaught {Error|PDOException}: {sentence} in {root}/{snake}.php:{n}'}",
  ],
  [
    "notice",
    "{AH00052: |}child pid {pid} exit signal {Segmentation fault (11)|Aborted (6)|Bus error (7)|Killed (9)}",
  ],
  [
    "crit",
    "{(28)No space left on device: {AH00023: Couldn't create the proxy mutex|mod_rewrite: could not create rewrite_log_lock}|(12)Cannot allocate memory: AH00159: fork: Unable to fork new process|(98)Address already in use: AH00072: make_sock: could not bind to address [::]:80}",
  ],
  [
    "emerg",
    "{(28)No space left on device: AH00020: Couldn't create the {ssl-stapling|rewrite-map|mpm-accept} mutex|AH00311: caught SIGTERM before startup finished|Configuration Failed}",
  ],
  [
    "error",
    "{mod_jk child {workerEnv in error state {n}|init {n} -{n}}|jk2_init() Can't find child {pid} in scoreboard}",
  ],
];

/** nginx's or Apache's error log, with its level. */
export function errorLog(rng: Random, sessions?: number): World {
  const nginx = rng.chance(0.5);
  const modern = rng.chance(0.7);
  const module = rng.pick([
    "core",
    "authz_core",
    "ssl",
    "proxy",
    "php7",
    "mpm_prefork",
    "mpm_event",
    "autoindex",
    "cgi",
  ]);
  const site = domain(rng);
  const gaps: Gaps = {
    site,
    root: rng.pick([
      "/var/www/html",
      "/usr/share/nginx/html",
      `/var/www/${site}/public`,
      "/srv/www",
      "/home/www/htdocs",
    ]),
    probe: (r) => probePath(r).target.split("?")[0] ?? "/",
    conn: (r) => `*${r.int(1, 900_000)} `,
    port2: (r) => (modern ? `:${r.int(1024, 65535)}` : ""),
    missing: (r) => r.pick(MISSING),
  };
  /** One client's words. */
  const gapsOf = (ip: string): Gaps => ({
    ...gaps,
    ip,
    who: (r) =>
      `client: ${ip}, server: ${site}, request: "GET ${probePath(r).target.replace(/"/g, "%22")} HTTP/1.1", host: "${site}"`,
    whoplain: (r) =>
      fill(
        r,
        'client: {ip}, server: {site}, request: "{GET|GET|POST} /{slug}{|/{id}|?page={n}} HTTP/{1.1|2.0}", host: "{site}"',
        { site, ip },
      ),
  });
  const pid = rng.int(300, 99999);
  const faults = 0.006 * Math.exp(rng.normal(0, 1));
  const sought = Math.min(0.5, 0.06 * Math.exp(rng.normal(0, 1)));
  const gap = 2 ** rng.normal(3, 2);
  const head = (r: Random, time: number, level: string) => {
    if (nginx) return `${slashed(time)} [${level}] ${pid + r.int(0, 3)}#${pid + r.int(0, 3)}: `;
    if (!modern) return `[${apacheError(time, false)}] [${level}] `;
    return `[${apacheError(time, true)}] [${module}:${level}] [pid ${pid}${r.chance(0.5) ? `:tid ${r.int(1e8, 2e9)}` : ""}] `;
  };
  const name = nginx ? "nginx" : "apache";
  return {
    gap: () => gap,
    session: (start) => burst(rng.fork("session"), start),
    ...(sessions === undefined ? {} : { sessions: sessions * 3 }),
  };

  function* burst(own: Random, start: number): Generator<SimulatedLine, void> {
    const sort = own.chance(faults) ? "fault" : own.chance(sought) ? "probing" : `${name}-error`;
    const tables = nginx
      ? { fault: NGINX_FAULTS, probing: NGINX_SOUGHT, other: NGINX }
      : { fault: APACHE_FAULTS, probing: APACHE_SOUGHT, other: APACHE };
    const table = sort === "fault" ? tables.fault : sort === "probing" ? tables.probing : tables.other;
    const isProbing = sort === "probing" ? 1 : 0;
    const isFault = sort === "fault" ? 1 : 0;
    const count = isFault
      ? own.int(1, 30)
      : isProbing
        ? soughtCount(own)
        : own.weighted([
            [1, 80],
            [own.int(2, 6), 20],
          ]);
    const [level, message] = own.pick(table);
    const ip = publicV4(own);
    const said = gapsOf(ip);
    const pace = own.pick([0.1, 0.5, 1, 20]);
    let time = start;
    for (let i = 0; i < count; i++) {
      // A fault's lines are of many clients.
      const text = fill(own, message, isFault ? gapsOf(publicV4(own)) : said);
      yield {
        line: (head(own, time, level) + text).replace(/[\r\n]/g, " "),
        time,
        kind: "app",
        label: isProbing ? "attack" : isFault ? "anomaly" : "normal",
        bot: isProbing,
        threat: isProbing,
        anomaly: isFault,
        type: sort,
        actor: isProbing ? `probing-${ip}` : `${name}-${site}`,
      };
      time += own.exponential(pace);
    }
  }
}
