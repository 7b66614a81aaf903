/** Logs of containers with what Kubernetes knows of them, by an HTTP server that speaks its API. */
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { findFluentBit } from "./fluent-bit.ts";
import { Example, FORMATS } from "./inputs/example.ts";
import { expectedOf, LINES, readFrom } from "./inputs/lines.ts";
import { type Site, site } from "./shipped.ts";

const fluentBit = findFluentBit() as string;

let at: Site;
beforeEach(() => {
  at = site();
  return () => at.remove();
});

const POD = {
  kind: "Pod",
  metadata: {
    name: "shop-1",
    namespace: "default",
    uid: "u-1",
    labels: { app: "shop" },
    annotations: { own: "no" },
  },
  spec: { nodeName: "node-1", containers: [{ name: "shop" }] },
  status: { podIP: "10.0.0.7", containerStatuses: [] },
};

describe.skipIf(!fluentBit).each(FORMATS)("%s: kubernetes", (format) => {
  test("adds pod, namespace and labels to each line, which stays as it was", async () => {
    const account = join(at.folder, "account");
    mkdirSync(account);
    writeFileSync(join(account, "token"), "a-token");
    writeFileSync(join(account, "ca.crt"), "");
    writeFileSync(join(account, "namespace"), "default");
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(`${request.url} ${request.headers.authorization}`);
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(POD));
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const stamp = "2026-11-21T06:25:00.123456789Z";
    writeFileSync(
      join(at.logs, `shop-1_default_shop-${"0a".repeat(32)}.log`),
      LINES.map((line) => `${stamp} stdout F ${line}\n`).join(""),
    );
    const example = await Example.start(fluentBit, at, "kubernetes", format, {
      SMARTLOG_CONTAINER_LOGS: join(at.logs, "*.log"),
      SMARTLOG_CONTAINER_TAG: `kube.${at.logs.slice(1).replaceAll("/", ".")}.`,
      SMARTLOG_KUBERNETES_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      SMARTLOG_KUBERNETES_ACCOUNT: account,
    });
    try {
      const records = await example.received(LINES.length);
      expect(records.map(({ kubernetes }) => kubernetes)).toEqual(
        LINES.map(() =>
          expect.objectContaining({
            pod_name: "shop-1",
            namespace_name: "default",
            container_name: "shop",
            labels: { app: "shop" },
          }),
        ),
      );
      const expected = expectedOf(LINES);
      for (const [i, record] of records.entries())
        expect(readFrom(record)).toMatchObject(expected[i] as object);
      expect(asked).toContain("/api/v1/namespaces/default/pods/shop-1 Bearer a-token");
      expect(await example.dropped()).toBe(0);
      expect(example.complaints).toEqual([]);
    } finally {
      server.closeAllConnections();
      server.close();
      await example.stop();
    }
  });
});
