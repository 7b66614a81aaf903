/**
 * Records as their makers document them, around a line that is known bare: by each the same line has to be found. `host` and
 * `service` are those that the record names, where the line names none.
 */
export const LINES = {
  web: `203.0.113.7 - - [21/Nov/2026:06:19:00 +0000] "GET /p?id=1%27%20UNION%20SELECT%20password%20FROM%20users-- HTTP/1.1" 200 612 "-" "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"`,
  auth: "Nov 21 06:19:00 web1 sshd[812]: Failed password for invalid user admin from 203.0.113.99 port 40022 ssh2",
  app: "2026-11-21 06:19:00,123 [ERROR] cart - database connection refused: out of memory",
} as const;

/** What sshd said, where the record has host and program beside it. */
const LOGIN = "Failed password for invalid user admin from 203.0.113.99 port 40022 ssh2";
const { web: WEB, auth: AUTH, app: APP } = LINES;
const STAMP = "2026-11-21T06:19:00.575596037Z";

export interface RecordCase {
  name: string;
  /** Documentation, or the source, of what writes such records. */
  source: string;
  /** The line within. */
  line: keyof typeof LINES;
  record: object;
  host?: string;
  service?: string;
}

const FLUENT_BIT = "https://docs.fluentbit.io/manual/data-pipeline";
const FLUENTD = "https://docs.fluentd.org";
const VECTOR = "https://vector.dev/docs/reference/configuration/sources";
const OTEL = "https://opentelemetry.io/docs/specs/otel/logs/data-model/";
const HEC = "https://docs.splunk.com/Documentation/Splunk/latest/Data/FormateventsforHTTPEventCollector";
const BEATS = "https://www.elastic.co/docs/reference/beats/filebeat/exported-fields";
const GCP = "https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry";
const JOURNAL = "https://www.freedesktop.org/software/systemd/man/latest/systemd.journal-fields.html";

const docker = (line: string, more = {}) =>
  JSON.stringify({ log: `${line}\n`, stream: "stdout", time: STAMP, ...more });
const cri = (line: string, tag = "F") => `2026-11-21T06:19:00.123456789Z stdout ${tag} ${line}`;
const ssh = { name: "", line: "auth", host: "web1", service: "sshd" } as const;

export const CASES: RecordCase[] = [
  // The journal, however its keys are written.
  ...[
    [
      "as it is",
      {
        _HOSTNAME: "web1",
        SYSLOG_IDENTIFIER: "sshd",
        MESSAGE: LOGIN,
        PRIORITY: "6",
        _COMM: "sshd",
        _PID: "812",
        _SYSTEMD_UNIT: "ssh.service",
        SYSLOG_FACILITY: "10",
        _TRANSPORT: "syslog",
      },
    ],
    [
      "lowercase",
      {
        _hostname: "web1",
        syslog_identifier: "sshd",
        message: LOGIN,
        priority: "6",
        _comm: "sshd",
        _pid: "812",
        _systemd_unit: "ssh.service",
        syslog_facility: "10",
        _transport: "syslog",
      },
    ],
    [
      "strip_underscores",
      {
        HOSTNAME: "web1",
        SYSLOG_IDENTIFIER: "sshd",
        MESSAGE: LOGIN,
        PRIORITY: "6",
        COMM: "sshd",
        PID: "812",
        SYSTEMD_UNIT: "ssh.service",
        TRANSPORT: "syslog",
      },
    ],
    [
      "lowercase and strip_underscores",
      {
        hostname: "web1",
        syslog_identifier: "sshd",
        message: LOGIN,
        priority: "6",
        comm: "sshd",
        pid: "812",
        systemd_unit: "ssh.service",
        transport: "syslog",
      },
    ],
    [
      "lowercase, without an identifier",
      { _hostname: "web1", message: LOGIN, priority: "6", _comm: "sshd", _systemd_unit: "ssh.service" },
    ],
    [
      "strip_underscores, without an identifier",
      { HOSTNAME: "web1", MESSAGE: LOGIN, PRIORITY: "6", COMM: "sshd" },
    ],
    [
      "lowercase and strip_underscores, without an identifier",
      { hostname: "web1", message: LOGIN, priority: "6", comm: "sshd", systemd_unit: "ssh.service" },
    ],
    [
      "lowercase, kubernetes' or fluentd's log key",
      { _hostname: "web1", log: LOGIN, syslog_identifier: "sshd", priority: "6" },
    ],
  ].map(
    ([name, record]) =>
      ({
        ...ssh,
        name: `systemd: ${name}`,
        source: `${FLUENT_BIT}/inputs/systemd ${JOURNAL}`,
        record,
      }) as RecordCase,
  ),
  {
    ...ssh,
    name: "fluentd's systemd, field_map to process",
    source: "https://github.com/fluent-plugin-systemd/fluent-plugin-systemd",
    record: {
      hostname: "web1",
      syslog_identifier: "sshd",
      message: LOGIN,
      priority: "6",
      pid: "812",
      cap_effective: "0",
    },
  },
  {
    ...ssh,
    name: "Vector's journald",
    source: `${VECTOR}/journald/`,
    record: {
      host: "web1",
      message: LOGIN,
      source_type: "journald",
      timestamp: STAMP,
      PRIORITY: "6",
      SYSLOG_IDENTIFIER: "sshd",
      _COMM: "sshd",
      _SYSTEMD_UNIT: "ssh.service",
    },
  },
  {
    ...ssh,
    name: "OTel's journald receiver, body a map",
    source:
      "https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/receiver/journaldreceiver",
    record: {
      body: { MESSAGE: LOGIN, SYSLOG_IDENTIFIER: "sshd", _HOSTNAME: "web1", PRIORITY: "6", _COMM: "sshd" },
      severity_number: 0,
      attributes: {},
    },
  },
  {
    ...ssh,
    name: "Filebeat's journald",
    source: "https://www.elastic.co/docs/reference/beats/filebeat/filebeat-input-journald",
    record: {
      "@timestamp": STAMP,
      message: LOGIN,
      host: { hostname: "web1", name: "web1" },
      syslog: { identifier: "sshd", priority: 6 },
      log: { syslog: { priority: 6, appname: "sshd" } },
      process: { name: "sshd", pid: 812 },
      journald: { pid: 812, process: { name: "sshd" } },
      agent: { type: "filebeat", version: "9.1.0" },
    },
  },
  // Syslog.
  {
    ...ssh,
    name: "Fluent Bit's syslog, rfc3164 parser",
    source: `${FLUENT_BIT}/inputs/syslog`,
    record: { pri: "38", time: "Nov 21 06:19:00", host: "web1", ident: "sshd", pid: "812", message: LOGIN },
  },
  {
    ...ssh,
    name: "Fluent Bit's syslog, raw_message_key",
    source: `${FLUENT_BIT}/inputs/syslog`,
    record: {
      pri: "38",
      host: "web1",
      ident: "sshd",
      pid: "812",
      message: LOGIN,
      source_ip: "udp://10.0.0.9:5140",
      raw: `<38>${AUTH}`,
    },
  },
  {
    ...ssh,
    name: "Vector's syslog",
    source: `${VECTOR}/syslog/`,
    record: {
      appname: "sshd",
      facility: "auth",
      hostname: "web1",
      host: "web1",
      message: LOGIN,
      procid: 812,
      severity: "info",
      source_ip: "10.0.0.9",
      source_type: "syslog",
      timestamp: STAMP,
    },
  },
  {
    ...ssh,
    name: "fluentd's syslog",
    source: `${FLUENTD}/input/syslog`,
    record: { host: "web1", ident: "sshd", pid: "812", message: LOGIN },
  },
  {
    ...ssh,
    name: "OTel's syslog receiver",
    source:
      "https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/receiver/syslogreceiver",
    record: {
      body: `<38>${AUTH}`,
      attributes: {
        appname: "sshd",
        facility: 4,
        hostname: "web1",
        message: LOGIN,
        priority: 38,
        proc_id: "812",
      },
      severity_text: "info",
      severity_number: 9,
    },
  },
  {
    ...ssh,
    name: "Logstash's syslog input",
    source: "https://www.elastic.co/docs/reference/logstash/plugins/plugins-inputs-syslog",
    record: {
      "@timestamp": STAMP,
      "@version": "1",
      message: LOGIN,
      host: { hostname: "web1", ip: "10.0.0.9" },
      process: { name: "sshd", pid: 812 },
      log: { syslog: { facility: { code: 4 }, priority: 38, severity: { code: 6 } } },
      event: { original: `<38>${AUTH}` },
    },
  },
  // A line under a key of its own.
  ...[
    "exec",
    "log",
    "message",
    "msg",
    "event",
    "line",
    "text",
    "body",
    "raw",
    "content",
    "_raw",
    "raw_message",
    "logline",
    "log_line",
    "logMessage",
    "@message",
    "Message",
    "data",
    "record",
    "_msg",
    "full_message",
    "textPayload",
    "syslog_message",
    "raw_log",
    "original",
    "RenderedMessage",
    "stdout",
  ].map(
    (key) =>
      ({
        name: `under ${key}`,
        source: `${FLUENT_BIT}/inputs/tail (key), exec, rename`,
        line: "web",
        record: { [key]: WEB },
      }) as RecordCase,
  ),
  {
    name: "under a key that nobody knows",
    source: `${FLUENT_BIT}/inputs/tail (key)`,
    line: "web",
    record: { shop_output: WEB, filename: "/var/log/shop.log", offset: 812, env: "prod" },
  },
  {
    name: "under a key that nobody knows, beside others",
    source: `${FLUENT_BIT}/filters/modify (rename)`,
    line: "app",
    record: { stage: "production-eu-west-1", shop_output: APP, cluster: "blue" },
  },
  {
    name: "exec's lines with a record modifier",
    source: `${FLUENT_BIT}/inputs/exec`,
    line: "auth",
    record: { exec: AUTH, hostname: "box7", env: "prod" },
  },
  {
    name: "stdin with a raw key",
    source: `${FLUENT_BIT}/inputs/standard-input`,
    line: "web",
    record: { log: WEB },
  },
  {
    name: "serial, mqtt, tcp",
    source: `${FLUENT_BIT}/inputs/tcp`,
    line: "app",
    record: { log: APP, source_host: "10.0.0.9" },
  },
  // Containers.
  ...(["log", "message", "exec", "event", "line", "shop_output"] as const).flatMap(
    (key) =>
      [
        {
          name: `Docker's file unparsed under ${key}`,
          source: "https://docs.docker.com/engine/logging/drivers/json-file/",
          line: "web",
          record: { [key]: docker(WEB), file: "/var/lib/docker/containers/c2f1/c2f1-json.log", offset: 12 },
        },
        {
          name: `CRI's file unparsed under ${key}`,
          source:
            "https://github.com/kubernetes/design-proposals-archive/blob/main/node/kubelet-cri-logging.md",
          line: "web",
          record: { [key]: cri(WEB), file: "/var/log/containers/a.log", offset: 12 },
        },
      ] as RecordCase[],
  ),
  {
    name: "Docker's file unparsed, with a tag",
    source: "https://docs.docker.com/engine/logging/log_tags/",
    line: "app",
    record: { log: docker(APP, { attrs: { tag: "shop" } }) },
    service: "cart",
  },
  {
    name: "Docker's file, log decoded by nothing",
    source: "https://docs.docker.com/engine/logging/drivers/json-file/",
    line: "auth",
    record: { log: docker(AUTH) },
  },
  {
    name: "CRI's file in parts",
    source: "https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/kuberuntime/logs/logs.go",
    line: "web",
    record: { log: cri(WEB, "P") },
  },
  {
    name: "CRI parsed by Fluent Bit's multiline",
    source: `${FLUENT_BIT}/parsers/multiline-parsing`,
    line: "web",
    record: { time: STAMP, stream: "stdout", _p: "F", log: WEB },
  },
  {
    name: "CRI parsed by Fluent Bit's own parser",
    source: `${FLUENT_BIT}/parsers/configuring-parser`,
    line: "web",
    record: { time: STAMP, stream: "stdout", logtag: "F", message: WEB },
  },
  {
    name: "kubernetes filter",
    source: `${FLUENT_BIT}/filters/kubernetes`,
    line: "web",
    record: {
      log: WEB,
      stream: "stdout",
      kubernetes: {
        pod_name: "shop-7cfd7",
        namespace_name: "default",
        container_name: "web",
        host: "node7",
        labels: { app: "shop" },
      },
    },
    host: "shop-7cfd7",
    service: "web",
  },
  {
    name: "kubernetes filter, Merge_Log_Key with Keep_Log off",
    source: `${FLUENT_BIT}/filters/kubernetes`,
    line: "web",
    record: {
      stream: "stdout",
      log_processed: { message: WEB, level: "info" },
      kubernetes: { pod_name: "shop-7cfd7", container_name: "web" },
    },
    host: "shop-7cfd7",
    service: "web",
  },
  {
    name: "kubernetes filter, Merge_Log_Key of another name",
    source: `${FLUENT_BIT}/filters/kubernetes`,
    line: "web",
    record: {
      stream: "stdout",
      app_json: { msg: WEB, level: "info" },
      kubernetes: { pod_name: "shop-7cfd7", container_name: "web" },
    },
    host: "shop-7cfd7",
    service: "web",
  },
  {
    name: "kubernetes filter, merged at the root",
    source: `${FLUENT_BIT}/filters/kubernetes`,
    line: "web",
    record: {
      stream: "stdout",
      msg: WEB,
      level: "info",
      kubernetes: { pod_name: "shop-7cfd7", container_name: "web" },
    },
    host: "shop-7cfd7",
    service: "web",
  },
  {
    name: "Vector's kubernetes_logs",
    source: `${VECTOR}/kubernetes_logs/`,
    line: "web",
    record: {
      file: "/var/log/pods/default_shop/web/0.log",
      message: WEB,
      source_type: "kubernetes_logs",
      stream: "stdout",
      timestamp: STAMP,
      kubernetes: { container_name: "web", pod_name: "shop-7cfd7", pod_node_name: "node7" },
    },
    host: "shop-7cfd7",
    service: "web",
  },
  {
    name: "Vector's docker_logs",
    source: `${VECTOR}/docker_logs/`,
    line: "web",
    record: {
      container_id: "c2f1",
      container_name: "shop",
      host: "node7",
      image: "shop:1",
      label: {},
      message: WEB,
      source_type: "docker",
      stream: "stdout",
      timestamp: STAMP,
    },
    host: "node7",
    service: "shop",
  },
  {
    name: "Vector's file",
    source: `${VECTOR}/file/`,
    line: "web",
    record: {
      file: "/var/log/nginx/access.log",
      host: "node7",
      message: WEB,
      offset: 0,
      source_type: "file",
      timestamp: STAMP,
    },
    host: "node7",
  },
  {
    name: "Docker's fluentd driver",
    source: "https://docs.docker.com/engine/logging/drivers/fluentd/",
    line: "web",
    record: { container_id: "c2f1", container_name: "/shop", source: "stdout", log: WEB },
    service: "/shop",
  },
  {
    name: "AWS FireLens",
    source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_firelens.html",
    line: "web",
    record: {
      container_id: "c2f1",
      container_name: "/ecs-shop",
      ecs_cluster: "blue",
      ecs_task_arn: "arn:aws:ecs:…",
      ecs_task_definition: "shop:3",
      log: WEB,
      source: "stdout",
    },
    service: "/ecs-shop",
  },
  // Splunk.
  {
    name: "Splunk HEC",
    source: HEC,
    line: "web",
    record: {
      time: 1795241940.5,
      host: "node7",
      source: "/var/log/nginx/access.log",
      sourcetype: "access_combined",
      index: "main",
      event: WEB,
      fields: { region: "eu" },
    },
    host: "node7",
  },
  {
    name: "Splunk HEC, event an object",
    source: HEC,
    line: "web",
    record: {
      time: 1795241940.5,
      host: "node7",
      sourcetype: "_json",
      event: { message: WEB, severity: "INFO" },
    },
    host: "node7",
  },
  {
    name: "Splunk HEC, event a record with log",
    source: HEC,
    line: "web",
    record: {
      time: 1795241940.5,
      host: "node7",
      sourcetype: "_json",
      event: { log: WEB, stream: "stdout", kubernetes: { pod_name: "a" } },
    },
  },
  {
    ...ssh,
    name: "Splunk HEC, a syslog line",
    source: HEC,
    record: { time: 1795241940, host: "forwarder", sourcetype: "syslog", event: AUTH },
  },
  {
    name: "Splunk's _raw",
    source: "https://docs.splunk.com/Documentation/Splunk/latest/Knowledge/Usedefaultfields",
    line: "web",
    record: {
      _raw: WEB,
      _time: "1795241940.5",
      host: "node7",
      source: "/var/log/nginx/access.log",
      sourcetype: "access_combined",
    },
    host: "node7",
  },
  // GELF.
  {
    name: "GELF",
    source: "https://go2docs.graylog.org/current/getting_in_log_data/gelf.html",
    line: "web",
    record: {
      version: "1.1",
      host: "node7",
      short_message: WEB,
      timestamp: 1795241940.5,
      level: 6,
      _container_name: "shop",
    },
    host: "node7",
    service: "shop",
  },
  {
    name: "GELF, short_message cut, full_message whole",
    source: "https://go2docs.graylog.org/current/getting_in_log_data/gelf.html",
    line: "web",
    record: {
      version: "1.1",
      host: "node7",
      short_message: WEB.slice(0, 60),
      full_message: WEB,
      timestamp: 1795241940.5,
      level: 6,
    },
    host: "node7",
  },
  // OpenTelemetry.
  {
    name: "OTel, body a string",
    source: OTEL,
    line: "web",
    record: {
      body: WEB,
      severity_text: "INFO",
      severity_number: 9,
      attributes: { "log.file.name": "access.log" },
      resource: { attributes: { "host.name": "node7", "service.name": "shop" } },
    },
    host: "node7",
    service: "shop",
  },
  {
    name: "OTel, body a map",
    source: OTEL,
    line: "web",
    record: {
      body: { message: WEB },
      attributes: {},
      resource: { "host.name": "node7", "service.name": "shop" },
    },
    host: "node7",
    service: "shop",
  },
  {
    name: "OTel, the data model's names",
    source: OTEL,
    line: "web",
    record: {
      Timestamp: "1795241940500000000",
      SeverityText: "INFO",
      SeverityNumber: 9,
      Body: WEB,
      Attributes: {},
      Resource: { "host.name": "node7", "service.name": "shop" },
    },
    host: "node7",
    service: "shop",
  },
  {
    name: "OTLP's JSON, a log record",
    source: "https://github.com/open-telemetry/opentelemetry-proto/blob/main/examples/logs.json",
    line: "web",
    record: {
      timeUnixNano: "1795241940500000000",
      severityNumber: 9,
      severityText: "Info",
      body: { stringValue: WEB },
      attributes: [{ key: "log.file.name", value: { stringValue: "access.log" } }],
    },
  },
  {
    name: "Fluent Bit's opentelemetry input",
    source: `${FLUENT_BIT}/inputs/opentelemetry`,
    line: "web",
    record: { log: WEB },
  },
  {
    name: "Fluent Bit's opentelemetry input, body a map",
    source: `${FLUENT_BIT}/inputs/opentelemetry`,
    line: "web",
    record: { log: { message: WEB, env: "prod" } },
  },
  {
    name: "Vector's opentelemetry",
    source: `${VECTOR}/opentelemetry/`,
    line: "web",
    record: {
      message: WEB,
      attributes: { "log.file.name": "access.log" },
      resources: { "host.name": "node7", "service.name": "shop" },
      severity_text: "INFO",
      severity_number: 9,
      source_type: "opentelemetry",
      timestamp: STAMP,
    },
    host: "node7",
    service: "shop",
  },
  // Elastic.
  {
    name: "Filebeat",
    source: BEATS,
    line: "web",
    record: {
      "@timestamp": STAMP,
      message: WEB,
      host: { name: "node7" },
      log: { file: { path: "/var/log/nginx/access.log" }, offset: 612 },
      agent: { type: "filebeat", version: "9.1.0", hostname: "node7" },
      input: { type: "log" },
      ecs: { version: "8.0.0" },
    },
    host: "node7",
  },
  {
    name: "Filebeat in a container",
    source: BEATS,
    line: "web",
    record: {
      "@timestamp": STAMP,
      message: WEB,
      stream: "stdout",
      container: { id: "c2f1", name: "shop" },
      host: { name: "node7" },
      kubernetes: { pod: { name: "shop-7cfd7" }, container: { name: "shop" }, node: { name: "node7" } },
    },
    service: "shop",
  },
  {
    name: "Elastic's event.original",
    source: "https://www.elastic.co/docs/reference/ecs/ecs-event",
    line: "web",
    record: {
      "@timestamp": STAMP,
      event: { original: WEB, dataset: "nginx.access" },
      host: { name: "node7" },
    },
    host: "node7",
  },
  {
    name: "Logstash's file input",
    source: "https://www.elastic.co/docs/reference/logstash/plugins/plugins-inputs-file",
    line: "web",
    record: {
      "@timestamp": STAMP,
      "@version": "1",
      message: WEB,
      path: "/var/log/nginx/access.log",
      host: "node7",
    },
    host: "node7",
  },
  {
    name: "Fluent Bit's elasticsearch input",
    source: `${FLUENT_BIT}/inputs/elasticsearch`,
    line: "web",
    record: { "@meta": { index: { _index: "logs" } }, message: WEB },
  },
  // Clouds.
  {
    name: "GCP, textPayload",
    source: GCP,
    line: "web",
    record: {
      insertId: "a1",
      logName: "projects/shop/logs/stdout",
      textPayload: WEB,
      severity: "INFO",
      timestamp: STAMP,
      resource: { type: "k8s_container", labels: { pod_name: "shop-7cfd7", container_name: "web" } },
    },
    host: "shop-7cfd7",
    service: "web",
  },
  {
    name: "GCP, jsonPayload",
    source: GCP,
    line: "web",
    record: {
      insertId: "a1",
      logName: "projects/shop/logs/nginx",
      jsonPayload: { message: WEB },
      severity: "INFO",
      timestamp: STAMP,
      resource: { type: "gce_instance", labels: { instance_id: "7" } },
    },
  },
  {
    name: "AWS CloudWatch",
    source: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html",
    line: "web",
    record: {
      id: "31953106606966983378809025079804211143289615424298221568",
      timestamp: 1795241940500,
      message: WEB,
      logGroup: "/ecs/shop",
      logStream: "web/1",
    },
  },
  {
    name: "AWS CloudWatch Insights",
    source: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html",
    line: "web",
    record: {
      "@timestamp": "2026-11-21 06:19:00.500",
      "@message": WEB,
      "@logStream": "web/1",
      "@log": "123456789012:/ecs/shop",
    },
  },
  {
    name: "Azure's ContainerLogV2",
    source: "https://learn.microsoft.com/en-us/azure/azure-monitor/reference/tables/containerlogv2",
    line: "web",
    record: {
      TimeGenerated: STAMP,
      Computer: "node7",
      ContainerName: "web",
      PodName: "shop-7cfd7",
      LogMessage: WEB,
      LogSource: "stdout",
      LogLevel: "info",
    },
    host: "node7",
    service: "web",
  },
  {
    ...ssh,
    name: "Azure's Syslog",
    source: "https://learn.microsoft.com/en-us/azure/azure-monitor/reference/tables/syslog",
    record: {
      TimeGenerated: STAMP,
      Computer: "web1",
      HostName: "web1",
      Facility: "auth",
      SeverityLevel: "info",
      ProcessName: "sshd",
      SyslogMessage: LOGIN,
    },
  },
  {
    name: "Datadog",
    source: "https://docs.datadoghq.com/api/latest/logs/",
    line: "web",
    record: {
      ddsource: "nginx",
      ddtags: "env:prod",
      hostname: "node7",
      service: "shop",
      message: WEB,
      status: "info",
    },
    host: "node7",
    service: "shop",
  },
  {
    name: "New Relic",
    source: "https://docs.newrelic.com/docs/logs/log-api/introduction-log-api/",
    line: "web",
    record: {
      timestamp: 1795241940500,
      message: WEB,
      logtype: "nginx",
      hostname: "node7",
      "service.name": "shop",
    },
    host: "node7",
    service: "shop",
  },
  {
    name: "Loki",
    source: "https://grafana.com/docs/loki/latest/reference/loki-http-api/",
    line: "web",
    record: { line: WEB, timestamp: STAMP, labels: { job: "shop", instance: "node7" } },
  },
  {
    name: "VictoriaLogs",
    source: "https://docs.victoriametrics.com/victorialogs/keyconcepts/",
    line: "web",
    record: { _msg: WEB, _time: STAMP, _stream: '{app="shop"}', host: { name: "node7" } },
    host: "node7",
  },
  {
    name: "Cribl's _raw",
    source: "https://docs.cribl.io/stream/event-model/",
    line: "web",
    record: {
      _raw: WEB,
      _time: 1795241940.5,
      host: "node7",
      source: "nginx",
      cribl_breaker: "Break on newlines",
    },
    host: "node7",
  },
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
