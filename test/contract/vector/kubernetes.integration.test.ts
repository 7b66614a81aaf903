/** A node's containers by Vector: files as the kubelet lays them, and a stand-in for the API server. */
import { spawnSync } from "node:child_process";
import { appendFileSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeEach, describe, expect, test } from "vitest";
import { freePort } from "../../../store/embedded/port.ts";
import type { Shipper } from "../shipper.ts";
import { KubernetesApi, kubeconfig, NODE, POD } from "./kubernetes-api.ts";
import { canRead, example, Pipeline, vector } from "./pipeline.ts";
import { expectSame, LINES, numbered } from "./raw-lines.ts";

/** Vector looks in /var/log/pods: a folder of the test's own, in a namespace of its own. */
const hasNamespaces = spawnSync("unshare", ["--mount", "true"]).status === 0;
if (!hasNamespaces) console.warn("SKIPPED: no right to make namespaces: kubernetes_logs is NOT tested");
/** What containerd writes of a line at most; a longer one goes on behind `P`. */
const PART = 16_384;

let written = 0;
/** Lines as containerd and CRI-O write them. */
function cri(lines: readonly string[]): string {
  return lines
    .flatMap((line) => {
      const parts = line.match(new RegExp(`.{1,${PART}}`, "gsu")) ?? [""];
      return parts.map((part, i) => {
        const stamp = `2026-11-21T06:25:00.${String(++written).padStart(9, "0")}Z`;
        return `${stamp} stdout ${i < parts.length - 1 ? "P" : "F"} ${part}\n`;
      });
    })
    .join("");
}

describe.skipIf(!vector || !hasNamespaces || !canRead("kubernetes_logs"))(
  "A Kubernetes node's containers by Vector:",
  { timeout: 120_000 },
  () => {
    let pipeline: Pipeline;
    let api: KubernetesApi;
    let ship: () => Shipper;
    let file: string;
    beforeEach(async () => {
      pipeline = await Pipeline.open();
      const port = await freePort();
      api = await KubernetesApi.listen(port);
      const config = join(pipeline.at.folder, "kubeconfig");
      writeFileSync(config, kubeconfig(port));
      const logs = join(pipeline.at.folder, "var-log");
      const { namespace, name, uid } = POD.metadata;
      const folder = join(logs, "pods", `${namespace}_${name}_${uid}`, "web");
      mkdirSync(folder, { recursive: true });
      file = join(folder, "0.log");
      const kubernetes = example("kubernetes_logs");
      // It looks for new files once a minute.
      kubernetes.sources.kubernetes.glob_minimum_cooldown_ms = 500;
      ship = () =>
        pipeline.ship(
          { kubernetes },
          { VECTOR_SELF_NODE_NAME: NODE, KUBECONFIG: config },
          { within: ["unshare", "--mount", "sh", "-c", `mount --bind '${logs}' /var/log && exec "$0" "$@"`] },
        );
      return async () => {
        await api.close();
        await pipeline.close();
      };
    });

    test("as the bare lines; Vector and the server killed, the file rotated, answers lost: every line once", async () => {
      const lines = [...LINES, `2026-11-21 06:19:09 [INFO] shop - ${"x".repeat(40_000)}`];
      writeFileSync(file, cri(lines));
      let shipper = ship();
      try {
        await pipeline.arrived(shipper, lines.length);
        const events = await pipeline.events();
        expectSame(events, lines, ({ message }, line) => message === line);
        expect(events[0]?.record.kubernetes).toMatchObject({
          pod_name: "shop-0",
          container_name: "web",
          log_file: expect.stringMatching(/\/web\/0\.log$/),
        });

        await pipeline.forget();
        await pipeline.stopServing();
        appendFileSync(file, cri(numbered(0, 200)));
        await sleep(2000);
        await shipper.stop("SIGKILL");
        appendFileSync(file, cri(numbered(200, 200)));
        renameSync(file, `${file}.20261121-062500`);
        writeFileSync(file, cri(numbered(400, 200)));
        pipeline.network.answersToLose = 2;
        await pipeline.serve();
        shipper = ship();
        await pipeline.arrived(shipper, 600);
        await sleep(2000);
        const found = (await pipeline.events()).filter(({ event }) => /^\/n\//.test(String(event.path)));
        expect([found.length, pipeline.network.lost]).toEqual([600, 2]);
      } finally {
        await shipper.stop();
      }
    });
  },
);
