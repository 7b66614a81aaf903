/** What could bring a server down by little: small bodies that unpack to much, and clients that ask and don't read. */
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";

export interface Attack {
  name: string;
  /** Makes what is sent, beforehand: what takes this process long would be taken for the server's. */
  prepare?(): void;
  /** @returns what was seen, in some words */
  run(url: string): Promise<string>;
}

const MB = 1_000_000;
/** Under what one body may have. */
const TAKEN_BYTES = 12 * MB;
/** More than it may. */
const REFUSED_BYTES = 32 * MB;

const repeated = (text: string, bytes: number) => Buffer.alloc(bytes, text);
const around = (head: string, middle: string, tail: string, bytes: number) => {
  const room = Math.floor((bytes - head.length - tail.length) / middle.length) * middle.length;
  return Buffer.concat([Buffer.from(head), Buffer.alloc(room, middle), Buffer.from(tail)]);
};
const keys = (bytes: number) => {
  const list: string[] = [];
  for (let room = bytes - 20; room > 0; room -= (list.at(-1) as string).length + 1)
    list.push(`"k${list.length}":1`);
  return Buffer.from(`{${list.join(",")}}`);
};
const lines = (byte: number, bytes: number) => {
  const line = Buffer.alloc(1024 * 1024 - 1, byte);
  return Buffer.concat(
    Array.from({ length: Math.floor(bytes / (line.length + 1)) }, () => [line, Buffer.from("\n")]).flat(),
  );
};

const BOMBS: readonly [name: string, body: (bytes: number) => Buffer, type: string][] = [
  ["`1\\n`", (bytes) => repeated("1\n", bytes), "application/x-ndjson"],
  ["`{}\\n`", (bytes) => repeated("{}\n", bytes), "application/x-ndjson"],
  ["empty lines", (bytes) => repeated("\n", bytes), "application/x-ndjson"],
  ["`[1,1,…]`", (bytes) => around("[1", ",1", "]", bytes), "application/json"],
  ["`[[[[…`", (bytes) => around("", "[", "", bytes), "application/json"],
  [
    "`[[[…]]]`",
    (bytes) => Buffer.concat([repeated("[", bytes / 2), repeated("]", bytes / 2)]),
    "application/json",
  ],
  ["one record of `\\ud800…`", (bytes) => around('{"log":"', "\\ud800", '"}', bytes), "application/json"],
  ["one line of 0xFF", (bytes) => Buffer.alloc(bytes, 0xff), "application/x-ndjson"],
  ["one line of 0x01", (bytes) => Buffer.alloc(bytes, 0x01), "application/x-ndjson"],
  ["lines of 1 MiB of 0xFF", (bytes) => lines(0xff, bytes), "application/x-ndjson"],
  ["lines of 1 MiB of 0x01", (bytes) => lines(0x01, bytes), "application/x-ndjson"],
  ["lines of 1 MiB of NUL, as text", (bytes) => lines(0, bytes), "text/plain"],
  ["a record of so many keys", keys, "application/json"],
  ["20,000 records, the most there may be", () => repeated('{"log":"x"}\n', 240_000), "application/x-ndjson"],
];

/** Sends each body to both routes, packed, and several at a time. */
export function bombs(bytesOfEach: readonly number[] = [TAKEN_BYTES, REFUSED_BYTES], atOnce = 4): Attack[] {
  return BOMBS.flatMap(([name, body, type]) =>
    bytesOfEach.map((bytes) => {
      let packed = Buffer.alloc(0);
      return {
        name: `${bytes / MB} MB: ${name}`,
        prepare() {
          packed = gzipSync(body(bytes));
        },
        async run(url: string) {
          const headers = { "content-type": type, "content-encoding": "gzip" };
          const paths = ["/v1/ingest", "/v1/score"].flatMap((path) => Array(atOnce).fill(path) as string[]);
          const statuses = await Promise.all(paths.map((path) => post(url + path, packed, headers)));
          return `${(packed.length / 1000).toFixed(1)} kB × ${statuses.length}: ${counted(statuses)}`;
        },
      };
    }),
  );
}

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

/** Bodies of which the end never comes; an honest sender beside them. */
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
        await sleep(1); // this process asks how the server is, too
      }
      const said = await honestLine(url, forMs);
      for (const socket of sockets) socket.destroy();
      return said;
    },
  };
}

/** Asks for what comes as it comes, and reads nothing. */
export function stuckWatchers(count = 50, eventsPerSecond = 500, forMs = 20_000): Attack {
  return {
    name: `${count} stuck watchers, ${eventsPerSecond} events/s for ${forMs / 1000} s`,
    async run(url) {
      const sockets = Array.from({ length: count }, () => dial(url));
      for (const socket of sockets) {
        socket.pause();
        socket.write(`GET /api/tail HTTP/1.1\r\nHost: ${new URL(url).host}\r\n\r\n`);
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

/** Connections that stay, each with one question. */
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

/** Asks for the scores of large bodies, and reads none. */
export function stuckReaders(count = 20, forMs = 6_000): Attack {
  return {
    name: `${count} who send 15 MB to /v1/score and don't read`,
    async run(url) {
      const body = repeated(`{"log":"${"x".repeat(741)}"}\n`, 15 * MB);
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

/** Sends somebody else's line until it is taken, and waits for the rest of the time. */
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

/** The status, or 0 where there was no answer. */
async function post(
  url: string,
  body: string | Uint8Array,
  headers: Record<string, string>,
): Promise<number> {
  try {
    const answer = await fetch(url, { method: "POST", body: body as string, headers });
    for await (const _chunk of answer.body ?? []);
    return answer.status;
  } catch {
    return 0;
  }
}

function counted(statuses: readonly number[]): string {
  const counts = new Map<number, number>();
  for (const status of statuses) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts].map(([status, n]) => `${n} × ${status || "no answer"}`).join(", ");
}

function dial(url: string): Socket {
  const { hostname, port } = new URL(url);
  return connect(Number(port), hostname).on("error", () => {});
}

function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once("close", () => resolve()));
}
