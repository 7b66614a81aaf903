/** Configurations as servers in use have them: what a log's format is written as. */
import type { Maker } from "./renderer.ts";

export interface Configuration {
  maker: Maker;
  /** As it stands in the server's file. */
  text: string;
  /** The format string in it. */
  format: string;
  /** Fields that its lines have to give. */
  fields: readonly string[];
}

const of = (maker: Maker, text: string, format: string, fields: string): Configuration => ({
  maker,
  text,
  format,
  fields: fields.split(" "),
});

const quoted = (format: string) => format.replaceAll('"', '\\"');

const NGINX_MAIN =
  '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" "$http_x_forwarded_for"';
const NGINX_TIMES =
  '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" rt=$request_time uct="$upstream_connect_time" uht="$upstream_header_time" urt="$upstream_response_time"';
const NGINX_UPSTREAM =
  // biome-ignore lint/suspicious/noTemplateCurlyInString: nginx's own
  '$remote_addr [$time_local] "$request" status=$status body_bytes=$body_bytes_sent upstream_addr=$upstream_addr upstream_status=$upstream_status upstream_response_time=${upstream_response_time}s';
const NGINX_VHOST =
  '$http_host $remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent"';
const NGINX_JSON =
  '{"time":"$time_iso8601","domain":"$host","client":"$remote_addr","method":"$request_method","path":"$request_uri","status":$status,"size":$body_bytes_sent,"referer":"$http_referer","ua":"$http_user_agent","latency":"$request_time"}';
const APACHE_VHOST = '%v:%p %h %l %u %t "%r" %>s %O "%{Referer}i" "%{User-Agent}i"';
const APACHE_TIMES = '%h %l %u %t "%r" %>s %b %D "%{Referer}i" "%{User-Agent}i"';
const APACHE_JSON =
  '{ "time":"%t", "remoteIP":"%a", "host":"%V", "request":"%U", "query":"%q", "method":"%m", "status":"%>s", "userAgent":"%{User-agent}i", "referer":"%{Referer}i" }';
const LIGHTTPD_BARS = "%h|%t|%m|%s|%b|%U|%f|%q|%T|%{User-Agent}i|%{Referer}i";
const LIGHTTPD = '%h %V %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i"';
const HAPROXY_SNI =
  "%ci:%cp [%tr] %ft %b/%s %TR/%Tw/%Tc/%Tr/%Ta %ST %B %CC %CS %tsc %ac/%fc/%bc/%sc/%rc %sq/%bq %hr %hs %{+Q}r %[unique-id]";
const HAPROXY_PARTS =
  "%ci:%cp [%tr] %ft %b/%s %TR/%Tw/%Tc/%Tr/%Ta %ST %B %tsc %ac/%fc/%bc/%sc/%rc %sq/%bq %{+Q}HM %{+Q}HP %{+Q}HV";
const SQUID = '%ts.%03tu %6tr %>a %Ss/%03>Hs %<st %rm %ru %[un %Sh/%<a %mt "%{Referer}>h" "%{User-Agent}>h"';
const ISTIO =
  '[%START_TIME%] "%REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH)% %PROTOCOL%" %RESPONSE_CODE% %RESPONSE_FLAGS% %RESPONSE_CODE_DETAILS% %BYTES_RECEIVED% %BYTES_SENT% %DURATION% %RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)% "%REQ(X-FORWARDED-FOR)%" "%REQ(USER-AGENT)%" "%REQ(X-REQUEST-ID)%" "%REQ(:AUTHORITY)%" "%UPSTREAM_HOST%" %UPSTREAM_CLUSTER% %DOWNSTREAM_LOCAL_ADDRESS% %DOWNSTREAM_REMOTE_ADDRESS% %ROUTE_NAME%';
const ENVOY_JSON = {
  start_time: "%START_TIME%",
  method: "%REQ(:METHOD)%",
  path: "%REQ(:PATH)%",
  response_code: "%RESPONSE_CODE%",
  took: "%DURATION%",
  sent: "%BYTES_SENT%",
  peer: "%DOWNSTREAM_REMOTE_ADDRESS%",
  agent: "%REQ(USER-AGENT)%",
};
const GUNICORN = '%(h)s %(t)s "%(r)s" %(s)s %(b)s %(D)sus';
const GUNICORN_PATH = '%(h)s "%(m)s %(U)s" %(s)s %(b)s %(D)s';
const MORGAN =
  ':remote-addr - :remote-user [:date[clf]] ":method :url HTTP/:http-version" :status :res[content-length] :response-time ms';
const MORGAN_SCRAPE =
  ':remote-addr [:date[clf]] ":method :url HTTP/:http-version" :status :res[content-length] - :response-time ms (:user-agent)';
const TOMCAT = '%h %l %u %t "%r" %s %b %D "%{Referer}i" "%{User-Agent}i"';
const CADDY =
  '{request>remote_ip} - {user_id} [{ts}] "{request>method} {request>uri} {request>proto}" {status} {size} {duration}';

export const CONFIGURATIONS: Readonly<Record<string, Configuration>> = {
  "nginx's main": of(
    "nginx",
    `http {\n  log_format main '$remote_addr - $remote_user [$time_local] "$request" '\n    '$status $body_bytes_sent "$http_referer" '\n    '"$http_user_agent" "$http_x_forwarded_for"';\n  access_log /var/log/nginx/access.log main;\n}`,
    NGINX_MAIN,
    "ip user method path status bytes ref ua",
  ),
  "nginx with times": of(
    "nginx",
    `log_format main '${NGINX_TIMES}';`,
    NGINX_TIMES,
    "ip user method path status bytes ref ua ms",
  ),
  "nginx with upstreams": of("nginx", NGINX_UPSTREAM, NGINX_UPSTREAM, "ip method path status bytes"),
  "nginx with the host first": of(
    "nginx",
    `log_format vhost '${NGINX_VHOST}';`,
    NGINX_VHOST,
    "host ip user method path status bytes ref ua",
  ),
  "nginx in JSON": of(
    "nginx",
    `log_format json escape=json\n${NGINX_JSON.replaceAll(",", ",\n")
      .split("\n")
      .map((part) => `  '${part}'`)
      .join("\n")};\naccess_log /var/log/nginx/access.log json;`,
    NGINX_JSON,
    "host ip method path status bytes ref ua ms",
  ),
  "Debian's vhost_combined": of(
    "apache",
    `LogFormat "${quoted(APACHE_VHOST)}" vhost_combined\nLogFormat "%{Referer}i -> %U" referer\nCustomLog /var/log/apache2/access.log vhost_combined`,
    APACHE_VHOST,
    "host dport ip user method path status bytes ref ua",
  ),
  "Apache with %D": of(
    "apache",
    `LogFormat "${quoted(APACHE_TIMES)}" combined`,
    APACHE_TIMES,
    "ip user method path status bytes ref ua ms",
  ),
  "Apache in JSON": of(
    "apache",
    `LogFormat "${quoted(APACHE_JSON)}" json`,
    APACHE_JSON,
    "ip host path method status ua ref",
  ),
  "lighttpd's default": of(
    "lighttpd",
    `accesslog.format = "${quoted(LIGHTTPD)}"`,
    LIGHTTPD,
    "ip host user method path status bytes ref ua",
  ),
  "lighttpd with bars": of(
    "lighttpd",
    `accesslog.format = "${LIGHTTPD_BARS}"`,
    LIGHTTPD_BARS,
    // The duration stands behind a path in which a client may write bars.
    "ip method status bytes path ua ref",
  ),
  "HAProxy with an id": of(
    "haproxy",
    `frontend http\n    log-format "${HAPROXY_SNI}"\n`,
    HAPROXY_SNI,
    "ip sport method path status bytes ms",
  ),
  "HAProxy with a request in parts": of(
    "haproxy",
    `    log-format "${HAPROXY_PARTS}"`,
    HAPROXY_PARTS,
    "ip sport method path status bytes ms",
  ),
  "Squid with agents": of(
    "squid",
    `logformat combined2 ${SQUID}\naccess_log daemon:/var/log/squid/access.log combined2`,
    SQUID,
    "ip ms status bytes method path user ref ua",
  ),
  "Istio's mesh": of(
    "envoy",
    `data:\n  mesh: |-\n    accessLogFormat: |\n      ${ISTIO}\n`,
    ISTIO,
    "method path status bytes ms ua host ip sport",
  ),
  "Envoy in JSON": of(
    "envoy",
    `access_log:\n- typed_config:\n    log_format:\n      json_format:\n${Object.entries(ENVOY_JSON)
      .map(([key, value]) => `        ${key}: "${value}"`)
      .join("\n")}\n`,
    JSON.stringify(ENVOY_JSON),
    "method path status bytes ms ip sport ua",
  ),
  "gunicorn with microseconds": of(
    "gunicorn",
    `loglevel = "info"\naccess_log_format = '${GUNICORN}'\n`,
    GUNICORN,
    "ip method path status bytes ms",
  ),
  "gunicorn with paths alone": of(
    "gunicorn",
    `access_log_format = '${GUNICORN_PATH}'`,
    GUNICORN_PATH,
    "ip method path status bytes ms",
  ),
  "morgan with times": of(
    "morgan",
    `app.use(morgan('${MORGAN}'));`,
    MORGAN,
    "ip user method path status bytes ms",
  ),
  "morgan with the agent in brackets": of(
    "morgan",
    `router.use(morgan('${MORGAN_SCRAPE}'))`,
    MORGAN_SCRAPE,
    "ip method path status bytes ms ua",
  ),
  "Tomcat's valve": of(
    "tomcat",
    `<Valve className="org.apache.catalina.valves.AccessLogValve"\n  directory="logs" pattern="${TOMCAT.replaceAll('"', "&quot;")}" />`,
    TOMCAT,
    "ip user method path status bytes ref ua ms",
  ),
  "Caddy's transform": of(
    "caddy",
    `log {\n  format transform \`${CADDY}\`\n}`,
    CADDY,
    "ip user method path status bytes ms",
  ),
};
