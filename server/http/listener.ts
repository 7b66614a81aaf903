/**
 * Node's HTTP server with bounds on what clients can pile up before they get an answer: connections, requests on one
 * of them and in all, time for a header and a body, time without a byte.
 */
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import type { Socket } from "node:net";
import { PROBLEM_TYPE, problemOf } from "./problem.ts";

const MAX_CONNECTIONS = 2_000;
/** Unanswered requests, of all connections. */
const MAX_REQUESTS = 1_024;
/** Unanswered requests of one connection, which is closed above that: Node reads on, however many wait. */
const MAX_REQUESTS_OF_CONNECTION = 16;
const HEADERS_MS = 20_000;
/** For a whole request, its body included. */
const REQUEST_MS = 60_000;
/** How often Node looks for late requests. */
const CHECK_EVERY_MS = 5_000;
/** Without a byte in either direction; longer than the slowest response takes. */
const IDLE_MS = 120_000;
const KEEP_ALIVE_MS = 75_000;

interface Connection {
  /** Unanswered ones. */
  requests: number;
}

export function makeListener(handle: RequestListener): Server {
  const connections = new WeakMap<Socket, Connection>();
  let requests = 0;

  const connectionOf = (socket: Socket): Connection => {
    const known = connections.get(socket);
    if (known) return known;
    const connection = { requests: 0 };
    connections.set(socket, connection);
    socket.setMaxListeners(0); // each waiting request listens for the connection's end
    // Responses behind another one emit no close of their own when the connection ends.
    socket.once("close", () => {
      requests -= connection.requests;
      connection.requests = 0;
    });
    return connection;
  };

  const server = createServer(
    {
      connectionsCheckingInterval: CHECK_EVERY_MS,
      headersTimeout: HEADERS_MS,
      requestTimeout: REQUEST_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
    },
    (request, response) => {
      const { socket } = request;
      // A request of the same packet as the one that was too many.
      if (socket.destroyed) return;
      const connection = connectionOf(socket);
      if (connection.requests >= MAX_REQUESTS_OF_CONNECTION) {
        socket.destroy();
        return;
      }
      if (requests >= MAX_REQUESTS) return refuse(request, response);
      connection.requests++;
      requests++;
      response.once("close", () => {
        if (connection.requests === 0) return;
        connection.requests--;
        requests--;
      });
      handle(request, response);
    },
  );
  server.maxConnections = MAX_CONNECTIONS;
  server.setTimeout(IDLE_MS);
  return server;
}

function refuse(request: IncomingMessage, response: ServerResponse): void {
  const detail = "too many requests are being answered";
  response.writeHead(503, { "content-type": PROBLEM_TYPE, "retry-after": "1", connection: "close" });
  response.end(JSON.stringify(problemOf(503, detail, "Send it again in a second.", request.url ?? "")));
}
