/**
 * As much of Docker's Engine API as its readers of logs ask for: containers, their logs, and events, on a Unix socket.
 * (Source: docs.docker.com/reference/api/engine, ContainerList, ContainerInspect, ContainerLogs, SystemEvents.)
 */
import { createServer, type Server, type ServerResponse } from "node:http";

interface Written {
  /** RFC 3339, to the nanosecond: what tells one line from another. */
  stamp: string;
  stream: 1 | 2;
  text: string;
}

export class DockerApi {
  readonly #server: Server;
  readonly #id: string;
  readonly #logs: Written[] = [];
  readonly #readers = new Set<ServerResponse>();

  private constructor(server: Server, id: string) {
    this.#server = server;
    this.#id = id;
  }

  /** A daemon with one running container. */
  static async listen(path: string, id: string): Promise<DockerApi> {
    const server = createServer();
    const api = new DockerApi(server, id);
    server.on("request", ({ url = "" }, response) => api.#answer(new URL(url, "http://docker"), response));
    await new Promise<void>((resolve) => server.listen(path, resolve));
    return api;
  }

  /** The container prints lines. */
  print(lines: readonly string[], stream: 1 | 2 = 1): void {
    for (const line of lines) {
      // Docker writes a line above 16 KiB in parts; only the last one ends with a newline.
      const text = `${line}\n`;
      for (let at = 0; at < text.length; at += 16_384) {
        const written = { stamp: this.#stamp(), stream, text: text.slice(at, at + 16_384) };
        this.#logs.push(written);
        for (const reader of this.#readers) reader.write(frame(written));
      }
    }
  }

  #stamp(): string {
    return new Date()
      .toISOString()
      .replace("Z", `${String(this.#logs.length % 1_000_000).padStart(6, "0")}Z`);
  }

  get readers(): number {
    return this.#readers.size;
  }

  #answer({ pathname, searchParams }: URL, response: ServerResponse): void {
    const path = pathname.replace(/^\/v[\d.]+/, "");
    const json = (value: unknown) =>
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
    const container = { Image: "shop:1", Labels: { "com.example.team": "shop" } };
    if (path === "/events") response.writeHead(200, { "content-type": "application/json" }).flushHeaders();
    else if (path === "/version") json({ ApiVersion: "1.47", Version: "28.2.2", Os: "linux", Arch: "amd64" });
    else if (path === "/containers/json")
      json([{ Id: this.#id, Names: ["/shop"], ...container, State: "running", Created: 1_795_000_000 }]);
    else if (path === `/containers/${this.#id}/json`)
      json({
        Id: this.#id,
        Name: "/shop",
        Created: "2026-11-20T00:00:00.123456789Z",
        Config: { ...container, Tty: false },
      });
    else if (path === `/containers/${this.#id}/logs`) {
      response.writeHead(200, { "content-type": "application/vnd.docker.multiplexed-stream" });
      response.flushHeaders();
      const since = Number(searchParams.get("since") ?? 0) * 1000;
      for (const written of this.#logs)
        if (Date.parse(written.stamp) >= since) response.write(frame(written));
      this.#readers.add(response);
      response.once("close", () => this.#readers.delete(response));
    } else response.writeHead(404).end("{}");
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}

/** `[stream, 0, 0, 0, size in four bytes]`, time and text. */
function frame({ stamp, stream, text }: Written): Buffer {
  const payload = Buffer.from(`${stamp} ${text}`);
  const head = Buffer.alloc(8);
  head[0] = stream;
  head.writeUInt32BE(payload.length, 4);
  return Buffer.concat([head, payload]);
}
