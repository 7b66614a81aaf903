/** Records of containers: Docker, CRI, Kubernetes. */
import { APP, AUTH, FLUENT_BIT, type RecordCase, STAMP, VECTOR, WEB } from "../record.ts";

const docker = (line: string, more = {}) =>
  JSON.stringify({ log: `${line}\n`, stream: "stdout", time: STAMP, ...more });
const cri = (line: string, tag = "F") => `2026-11-21T06:19:00.123456789Z stdout ${tag} ${line}`;

export const CONTAINERS: RecordCase[] = [
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
];
