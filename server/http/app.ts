/** The server without its routes: what listens, who may come in, how failures are answered, what a form is. */
import Fastify, { type FastifyInstance } from "fastify";
import { addFailures } from "./error-handler.ts";
import { addGuard } from "./guard.ts";
import { makeListener } from "./listener.ts";
import { addAnswers } from "./response-limit.ts";
import { addSecurityHeaders } from "./security-headers.ts";
import type { TokenCheck } from "./token.ts";

const MOST_FORM_BYTES = 65_536;

/** Routes that take other bodies than forms add parsers of their own. */
export function makeApp(tokens: TokenCheck): FastifyInstance {
  const app = Fastify({ serverFactory: makeListener, forceCloseConnections: true, logger: false });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    "application/x-www-form-urlencoded",
    { parseAs: "string", bodyLimit: MOST_FORM_BYTES },
    // Of a field that is there twice the last counts, so that each is a string: @fastify/formbody makes lists.
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(body as string))),
  );
  addFailures(app);
  addSecurityHeaders(app);
  addGuard(app, tokens);
  addAnswers(app);
  return app;
}
