/** The server without its routes: listener, guard, what routes need, security headers, error handler, forms. */
import Fastify, { type FastifyInstance, type FastifyReply } from "fastify";
import { addErrorHandler, type ProblemPage, sendProblem } from "./error-handler.ts";
import { type Authority, addGuard } from "./guard.ts";
import { makeListener } from "./listener.ts";
import { addNeeds } from "./needs.ts";
import { addPrincipal } from "./principal.ts";
import { addResponseLimit } from "./response-limit.ts";
import { addSecurityHeaders } from "./security-headers.ts";

const MAX_FORM_BYTES = 65_536;

/** Fastify with what all routes share. Forms are the only bodies that it parses. */
export function makeApp(authority: Authority, page: ProblemPage): FastifyInstance {
  const app = Fastify({
    serverFactory: makeListener,
    forceCloseConnections: true,
    logger: false,
    frameworkErrors: (_error, request, reply) =>
      void sendProblem(
        page,
        request,
        reply as FastifyReply,
        400,
        "the address is none",
        "Check how it is encoded.",
      ),
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    "application/x-www-form-urlencoded",
    { parseAs: "string", bodyLimit: MAX_FORM_BYTES },
    // Each field is a string, the last one of several; @fastify/formbody would make arrays of those.
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(body as string))),
  );
  addErrorHandler(app, page);
  addSecurityHeaders(app);
  addNeeds(app);
  addGuard(app, authority);
  addPrincipal(app);
  addResponseLimit(app);
  return app;
}
