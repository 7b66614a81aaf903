/** Between Vector and the server: what a network and a killed server do to requests. */
import { createServer, type Server } from "node:http";

/** Hands requests on to the server. Where that is away, or its answer is to be lost, the connection breaks. */
export class BadNetwork {
  readonly #server: Server;
  /** The server's own port. */
  readonly #to: number;
  /** How many of the next requests are stored, and their answers lost. */
  answersToLose = 0;
  /** How many answers have been lost so far. */
  lost = 0;

  private constructor(server: Server, to: number) {
    this.#server = server;
    this.#to = to;
  }

  static async listen(port: number, to: number): Promise<BadNetwork> {
    const server = createServer();
    const network = new BadNetwork(server, to);
    server.on("request", async (request, response) => {
      try {
        const parts: Buffer[] = [];
        for await (const part of request) parts.push(part as Buffer);
        const headers = Object.fromEntries(
          Object.entries(request.headers).filter(
            ([name]) => !/^(host|connection|content-length)$/.test(name),
          ),
        ) as Record<string, string>;
        const answer = await fetch(`http://127.0.0.1:${network.#to}${request.url}`, {
          method: request.method,
          headers,
          body: Buffer.concat(parts),
        });
        const body = await answer.text();
        if (answer.status === 200 && network.answersToLose > 0) {
          network.answersToLose--;
          network.lost++;
          request.socket.destroy();
          return;
        }
        response.writeHead(answer.status).end(body);
      } catch {
        request.socket.destroy();
      }
    });
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    return network;
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}
