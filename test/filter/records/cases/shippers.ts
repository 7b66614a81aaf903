/** Records as shippers make them of a host's logs: the journal, syslog, a line under a key of its own. */
import { APP, AUTH, FLUENT_BIT, LOGIN, type RecordCase, STAMP, ssh, VECTOR, WEB } from "../record.ts";

const FLUENTD = "https://docs.fluentd.org";
const JOURNAL = "https://www.freedesktop.org/software/systemd/man/latest/systemd.journal-fields.html";

export const SHIPPERS: RecordCase[] = [
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
];
