/** Clients that ask much and read little. */
import { setTimeout as sleep } from "node:timers/promises";
import { type Attack, closed, counted, dial, MB, post } from "./attack.ts";

/** Requests on one connection without waiting for an answer. */
export function pipelined(requests = 50_000, connections = 1, path = "/healthz", forMs = 3_000): Attack {
  return {
    name: `${requests.toLocaleString("en")} pipelined GET ${path} on ${connections} connection${connections > 1 ? "s" : ""}`,
    async run(url) {
      const text = `GET ${path} HTTP/1.1\r\nHost: ${new URL(url).host}\r\n\r\n`.repeat(requests);
      let answered = 0;
      let rounds = 0;
      for (const end = Date.now() + forMs; Date.now() < end; rounds++) {
        const sockets = Array.from({ length: connections }, () => dial(url));
        await Promise.all(
          sockets.map(async (socket) => {
            socket.on("data", (chunk) => {
              answered += chunk.toString("latin1").split("HTTP/1.1 ").length - 1;
            });
            socket.write(text);
            await Promise.race([closed(socket), sleep(forMs)]);
            socket.destroy();
          }),
        );
      }
      return `${answered} answered, then closed; ${rounds} times`;
    },
  };
}

/** Bodies that never end; another client meanwhile sends a line. */
export function unfinished(count = 60, bytes = 31 * MB, forMs = 6_000): Attack {
  return {
    name: `${count} unfinished bodies of ${bytes / MB} MB`,
    async run(url) {
      const half = Buffer.alloc(1 * MB, "x");
      const sockets = Array.from({ length: count }, () => dial(url));
      for (const socket of sockets) {
        socket.write(
          `POST /v1/ingest HTTP/1.1\r\nHost: ${new URL(url).host}\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n`,
        );
        for (let sent = 0; sent < bytes - MB; sent += half.length) {
          socket.write(`${half.length.toString(16)}\r\n`);
          socket.write(half);
          socket.write("\r\n");
        }
        await sleep(1); // for this process' own requests to /healthz
      }
      const said = await honestLine(url, forMs);
      for (const socket of sockets) socket.destroy();
      return said;
    },
  };
}

/** Watchers of live events that read nothing. */
export function stuckWatchers(count = 50, eventsPerSecond = 500, forMs = 20_000): Attack {
  return {
    name: `${count} stuck watchers, ${eventsPerSecond} events/s for ${forMs / 1000} s`,
    async run(url) {
      const sockets = Array.from({ length: count }, () => dial(url));
      for (const socket of sockets) {
        socket.pause();
        socket.write(`GET /v1/live HTTP/1.1\r\nHost: ${new URL(url).host}\r\n\r\n`);
      }
      const statuses: number[] = [];
      for (const end = Date.now() + forMs; Date.now() < end; await sleep(1_000)) {
        const line = "x".repeat(400);
        const body = Array.from({ length: eventsPerSecond }, () => `{"log":"${line}"}`).join("\n");
        statuses.push(await post(`${url}/v1/ingest`, body, { "content-type": "application/x-ndjson" }));
      }
      for (const socket of sockets) socket.destroy();
      return `batches: ${counted(statuses)}`;
    },
  };
}

/** Connections that stay open, each with one request. */
export function connections(count = 1_000, path = "/healthz", forMs = 3_000): Attack {
  return {
    name: `${count.toLocaleString("en")} connections, each with GET ${path.split("?")[0]}`,
    async run(url) {
      let answered = 0;
      const statuses = new Map<string, number>();
      const sockets = Array.from({ length: count }, () => dial(url));
      for (const socket of sockets) {
        socket.once("data", (chunk) => {
          answered++;
          const status = chunk.toString("latin1").slice(9, 12);
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
        });
        socket.write(`GET ${path} HTTP/1.1\r\nHost: ${new URL(url).host}\r\n\r\n`);
      }
      for (const end = Date.now() + 30_000; answered < count && Date.now() < end; ) await sleep(50);
      await sleep(forMs);
      for (const socket of sockets) socket.destroy();
      return [...statuses].map(([status, n]) => `${n} × ${status}`).join(", ");
    },
  };
}

/** Clients that send large bodies to be scored, and read no answer. */
export function stuckReaders(count = 20, forMs = 6_000): Attack {
  return {
    name: `${count} clients that send 15 MB to /v1/score and don't read`,
    async run(url) {
      const body = Buffer.alloc(15 * MB, `{"log":"${"x".repeat(741)}"}\n`);
      const sockets = Array.from({ length: count }, () => dial(url));
      for (const socket of sockets) {
        socket.pause();
        socket.write(
          `POST /v1/score HTTP/1.1\r\nHost: ${new URL(url).host}\r\nContent-Type: application/x-ndjson\r\nContent-Length: ${body.length}\r\n\r\n`,
        );
        socket.write(body);
        await sleep(1);
      }
      const said = await honestLine(url, forMs);
      for (const socket of sockets) socket.destroy();
      return said;
    },
  };
}

/** Sends another client's line until it is stored, and waits for the rest of the time. */
async function honestLine(url: string, forMs: number): Promise<string> {
  let tries = 0;
  let status = 0;
  for (const end = Date.now() + forMs; Date.now() < end; await sleep(250)) {
    if (status === 200) continue;
    tries++;
    status = await post(`${url}/v1/ingest`, '{"log":"an honest line"}', {
      "content-type": "application/json",
    });
  }
  return `another's line: ${status} at try ${tries}`;
}
