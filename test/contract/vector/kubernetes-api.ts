/**
 * As much of Kubernetes' API as readers of a node's logs ask for: pods, namespaces and nodes, listed and watched, with one pod.
 * (Source: kubernetes.io/docs/reference/using-api/api-concepts, and the API's resources Pod, Namespace and Node, v1.)
 */
import { createServer, type Server } from "node:http";

export const NODE = "node-1";
export const POD = {
  metadata: {
    name: "shop-0",
    namespace: "default",
    uid: "93bde4d0-9731-4785-a80e-cd27ba8ad7c2",
    labels: { app: "shop" },
    resourceVersion: "1",
  },
  spec: { nodeName: NODE, containers: [{ name: "web", image: "shop:1" }] },
  status: {
    phase: "Running",
    podIP: "10.1.0.4",
    podIPs: [{ ip: "10.1.0.4" }],
    containerStatuses: [
      {
        name: "web",
        containerID: "containerd://f24c81dcd531",
        image: "shop:1",
        imageID: "shop@sha256:1e7b",
        ready: true,
        restartCount: 0,
      },
    ],
  },
} as const;

const metadata = (name: string) => ({ metadata: { name, uid: name, resourceVersion: "1", labels: {} } });
const ITEMS: Record<string, { kind: string; items: unknown[] }> = {
  "/api/v1/pods": { kind: "PodList", items: [POD] },
  "/api/v1/namespaces": { kind: "NamespaceList", items: [metadata(POD.metadata.namespace)] },
  "/api/v1/nodes": { kind: "NodeList", items: [metadata(NODE)] },
};

export class KubernetesApi {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async listen(port: number): Promise<KubernetesApi> {
    const server = createServer(({ url = "" }, response) => {
      const { pathname, searchParams } = new URL(url, "http://api");
      const list = ITEMS[pathname];
      if (!list) {
        response.writeHead(404).end("{}");
        return;
      }
      response.writeHead(200, { "content-type": "application/json" });
      // A watch begins behind the list; nothing changes.
      if (searchParams.has("watch")) response.flushHeaders();
      else response.end(JSON.stringify({ apiVersion: "v1", metadata: { resourceVersion: "1" }, ...list }));
    });
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    return new KubernetesApi(server);
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}

/** How a client finds it. */
export function kubeconfig(port: number): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "c", cluster: { server: `http://127.0.0.1:${port}` } }],
    users: [{ name: "u", user: { token: "t" } }],
    contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
    "current-context": "c",
  });
}
