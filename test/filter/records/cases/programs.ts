/** Records that programs write themselves: loggers, Windows, web servers. */
import { FLUENT_BIT, type RecordCase, STAMP, WEB } from "../record.ts";

export const PROGRAMS: RecordCase[] = [
  // Loggers.
  {
    name: "Serilog, rendered",
    source: "https://github.com/serilog/serilog-formatting-compact",
    line: "app",
    record: {
      "@t": STAMP,
      "@m": "database connection refused: out of memory",
      "@l": "Error",
      SourceContext: "cart",
    },
    service: "cart",
  },
  {
    name: "Serilog, template",
    source: "https://github.com/serilog/serilog-formatting-compact",
    line: "app",
    record: {
      "@t": STAMP,
      "@mt": "database connection refused: out of memory",
      "@l": "Error",
      SourceContext: "cart",
    },
    service: "cart",
  },
  {
    name: "structlog",
    source: "https://www.structlog.org/en/stable/",
    line: "app",
    record: {
      event: "database connection refused: out of memory",
      level: "error",
      logger: "cart",
      timestamp: STAMP,
    },
    service: "cart",
  },
  {
    name: "bunyan, pino",
    source: "https://github.com/trentm/node-bunyan",
    line: "app",
    record: {
      name: "cart",
      hostname: "node7",
      pid: 8,
      level: 50,
      msg: "database connection refused: out of memory",
      time: STAMP,
      v: 0,
    },
    host: "node7",
    service: "cart",
  },
  {
    name: "Logback's JSON",
    source: "https://github.com/logfellow/logstash-logback-encoder",
    line: "app",
    record: {
      "@timestamp": STAMP,
      "@version": "1",
      message: "database connection refused: out of memory",
      logger_name: "cart",
      thread_name: "main",
      level: "ERROR",
      level_value: 40000,
    },
    service: "cart",
  },
  {
    name: "log4j's JSON",
    source: "https://logging.apache.org/log4j/2.x/manual/json-template-layout.html",
    line: "app",
    record: {
      instant: { epochSecond: 1795241940, nanoOfSecond: 0 },
      thread: "main",
      level: "ERROR",
      loggerName: "cart",
      message: "database connection refused: out of memory",
    },
    service: "cart",
  },
  {
    name: "a logger's record nested by Merge_Log_Key",
    source: `${FLUENT_BIT}/filters/kubernetes`,
    line: "app",
    record: {
      stream: "stderr",
      structured: { level: "error", msg: "database connection refused: out of memory", logger: "cart" },
      kubernetes: { pod_name: "shop-7cfd7", container_name: "web" },
    },
    service: "cart",
  },
  {
    name: "nested twice",
    source: `${FLUENT_BIT}/filters/nest`,
    line: "web",
    record: { payload: { inner: { log: WEB } }, env: "prod" },
  },
  {
    name: "nested by nest",
    source: `${FLUENT_BIT}/filters/nest`,
    line: "web",
    record: { data: { log: WEB, stream: "stdout" }, env: "prod" },
  },
  {
    name: "nested under a key that nobody knows, in a key that nobody knows",
    source: `${FLUENT_BIT}/filters/nest`,
    line: "web",
    record: { wrapped: { shop_output: WEB }, env: "prod" },
  },
  // Windows.
  {
    name: "winlog: Fluent Bit",
    source: `${FLUENT_BIT}/inputs/windows-event-log-winevtlog`,
    line: "app",
    record: {
      ProviderName: "cart",
      EventID: 1000,
      Level: 2,
      Channel: "Application",
      Computer: "WIN7",
      TimeCreated: "2026-11-21 06:19:00 +0000",
      Message: "database connection refused: out of memory",
      StringInserts: ["a"],
    },
    host: "WIN7",
    service: "cart",
  },
  {
    name: "winlog: Winlogbeat",
    source: "https://www.elastic.co/docs/reference/beats/winlogbeat/exported-fields-winlog",
    line: "app",
    record: {
      "@timestamp": STAMP,
      message: "database connection refused: out of memory",
      winlog: { channel: "Application", provider_name: "cart", computer_name: "WIN7", event_id: 1000 },
      log: { level: "error" },
      host: { name: "WIN7" },
    },
    host: "WIN7",
    service: "cart",
  },
  {
    name: "winlog: NXLog",
    source: "https://docs.nxlog.co/refman/current/im/msvistalog.html",
    line: "app",
    record: {
      EventTime: "2026-11-21 06:19:00",
      Hostname: "WIN7",
      SourceName: "cart",
      Severity: "ERROR",
      EventID: 1000,
      Channel: "Application",
      Message: "database connection refused: out of memory",
    },
    host: "WIN7",
    service: "cart",
  },
  // A web server's members under sisters of the usual names.
  ...[
    [
      "http_referrer",
      {
        remote_addr: "203.0.113.7",
        request: "GET /p?id=1%27%20UNION%20SELECT%20password%20FROM%20users-- HTTP/1.1",
        status: "200",
        body_bytes_sent: "612",
        http_referrer: "-",
        http_user_agent: "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
      },
    ],
    [
      "nested by Merge_Log_Key",
      {
        log_processed: {
          remote_addr: "203.0.113.7",
          request: "GET /p?id=1%27%20UNION%20SELECT%20password%20FROM%20users-- HTTP/1.1",
          status: "200",
          body_bytes_sent: "612",
          http_referrer: "-",
          http_user_agent: "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
        },
        stream: "stdout",
      },
    ],
    [
      "Splunk HEC, event an object",
      {
        event: {
          remote_addr: "203.0.113.7",
          request: "GET /p?id=1%27%20UNION%20SELECT%20password%20FROM%20users-- HTTP/1.1",
          status: "200",
          body_bytes_sent: "612",
          http_referer: "-",
          http_user_agent: "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
        },
        host: "node7",
      },
    ],
    [
      "GCP's httpRequest",
      {
        httpRequest: {
          requestMethod: "GET",
          requestUrl: "/p?id=1%27%20UNION%20SELECT%20password%20FROM%20users--",
          status: 200,
          responseSize: "612",
          userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
          remoteIp: "203.0.113.7",
          protocol: "HTTP/1.1",
        },
        timestamp: STAMP,
      },
    ],
    [
      "camel case",
      {
        remoteAddr: "203.0.113.7",
        requestMethod: "GET",
        requestUri: "/p?id=1%27%20UNION%20SELECT%20password%20FROM%20users--",
        statusCode: 200,
        bytesSent: 612,
        httpUserAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
      },
    ],
    [
      "other names",
      {
        remote_address: "203.0.113.7",
        http_verb: "GET",
        request_path: "/p?id=1%27%20UNION%20SELECT%20password%20FROM%20users--",
        http_status: 200,
        response_size: 612,
        http_referrer: "-",
        user_agent: "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
      },
    ],
  ].map(
    ([name, record]) =>
      ({ name: `members: ${name}`, source: `${FLUENT_BIT}/parsers/json`, line: "web", record }) as RecordCase,
  ),
];
