import { messageOf } from "../../../lib/errors.ts";
import { sampleFiles } from "./files.ts";
import { sampleJournal } from "./journal.ts";
import { isNetwork, sampleNetwork } from "./network.ts";
import { sampleDummy, sampleExec, sampleOther, sampleStdin } from "./programs.ts";
import type { NoSample, Sample, Wish } from "./sample.ts";

/** Inputs that bring figures and traces, no logs. */
const NO_LOGS = new Set([
  ...["cpu", "mem", "thermal", "proc", "disk", "netif", "docker", "podman_metrics", "health", "random"],
  ...["process_exporter_metrics", "gpu_metrics", "node_exporter_metrics", "windows_exporter_metrics"],
  ...["fluentbit_metrics", "prometheus_scrape", "prometheus_textfile", "prometheus_remote_write"],
  ...["nginx_metrics", "collectd", "statsd", "event_type", "winstat", "blob", "etw"],
]);

const OTHERS: Readonly<Record<string, (wish: Wish) => Sample | NoSample>> = {
  tail: sampleFiles,
  systemd: sampleJournal,
  exec: sampleExec,
  stdin: sampleStdin,
  dummy: sampleDummy,
};

/** What an input is tried with, or why it is not. */
export function sampleFor(wish: Wish): Sample | NoSample {
  const { plugin } = wish.input;
  if (NO_LOGS.has(plugin)) return { notTried: `${plugin} brings no logs` };
  try {
    const make = OTHERS[plugin] ?? (isNetwork(plugin) ? sampleNetwork : sampleOther);
    return make(wish);
  } catch (error) {
    return { notTried: messageOf(error) };
  }
}
