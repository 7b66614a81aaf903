/**
 * What listens: Node's HTTP server with bounds on all that a client can pile up before anything of it is answered:
 * connections, requests on one of them and in all, time for a header and a body, time without a byte.
 */
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import type { Socket } from "node:net";

const MOST_CONNECTIONS = 2_000;
/** Requests that are not answered yet, in all. */
const MOST_REQUESTS = 1_024;
/** The same on one connection: one that is sent more without waiting is closed (Node reads on, whatever waits). */
const MOST_REQUESTS_OF_CONNECTION = 16;
const HEADERS_MS = 20_000;
/** For all of a request, its body included. */
const REQUEST_MS = 60_000;
/** How often Node looks for requests that are late. */
const LOOK_EVERY_MS = 5_000;
/** Without a byte in either direction: longer than the slowest answer takes. */
const IDLE_MS = 120_000;
const KEEP_ALIVE_MS = 75_000;

interface Connection {
  /** Requests that are not answered yet. */
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
    socket.setMaxListeners(0); // each request that waits for something listens whether it is closed
    // Of responses that wait for the one before them, only the connection says that they will never be sent.
    socket.once("close", () => {
      requests -= connection.requests;
      connection.requests = 0;
    });
    return connection;
  };

  const server = createServer(
    {
      connectionsCheckingInterval: LOOK_EVERY_MS,
      headersTimeout: HEADERS_MS,
      requestTimeout: REQUEST_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
    },
    (request, response) => {
      const { socket } = request;
      // What stood in one packet with the request that was too many.
      if (socket.destroyed) return;
      const connection = connectionOf(socket);
      if (connection.requests >= MOST_REQUESTS_OF_CONNECTION) {
        socket.destroy();
        return;
      }
      if (requests >= MOST_REQUESTS) return refuse(request, response);
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
  server.maxConnections = MOST_CONNECTIONS;
  server.setTimeout(IDLE_MS);
  return server;
}

function refuse(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(503, { "content-type": "application/json", "retry-after": "1", connection: "close" });
  response.end('{"error":"too many requests are being answered","next":"Send it again in a second."}');
}
