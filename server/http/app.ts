/** The server without its routes: listener, guard, what routes need, security headers, error handler, forms. */
import Fastify, { type FastifyInstance } from "fastify";
import { addErrorHandler } from "./error-handler.ts";
import { type Authority, addGuard } from "./guard.ts";
import { makeListener } from "./listener.ts";
import { addNeeds } from "./needs.ts";
import { addPrincipal } from "./principal.ts";
import { addResponseLimit } from "./response-limit.ts";
import { addSecurityHeaders } from "./security-headers.ts";

const MAX_FORM_BYTES = 65_536;

/** Fastify with what all routes share. Forms are the only bodies that it parses. */
export function makeApp(authority: Authority): FastifyInstance {
  const app = Fastify({ serverFactory: makeListener, forceCloseConnections: true, logger: false });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    "application/x-www-form-urlencoded",
    { parseAs: "string", bodyLimit: MAX_FORM_BYTES },
    // Each field is a string, the last one of several; @fastify/formbody would make arrays of those.
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(body as string))),
  );
  addErrorHandler(app);
  addSecurityHeaders(app);
  addNeeds(app);
  addGuard(app, authority);
  addPrincipal(app);
  addResponseLimit(app);
  return app;
}
