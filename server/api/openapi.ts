/** GET /v1/openapi.json: the API as OpenAPI 3.1, made from the schemas of its routes. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import swagger from "@fastify/swagger";
import type { FastifyInstance } from "fastify";
import { PACKAGE_ROOT } from "../../host/module.ts";
import { operation } from "./schema/schema.ts";
import { SECURITY_SCHEMES, securityOf } from "./schema/security.ts";

const TAGS = [
  { name: "records", description: "Records and lines in: scored, or scored and stored." },
  { name: "events", description: "What became of them, as it comes; what people say of them." },
  { name: "incidents", description: "What happened out of many events." },
  { name: "block list", description: "Sources to block, in the form of CrowdSec's local API." },
  { name: "views", description: "Views of pages that people keep." },
  { name: "operation", description: "Health and figures." },
];

/** To be awaited before any route is added: a route without a schema that is below /v1/ is in the document, too. */
export async function addOpenApi(app: FastifyInstance): Promise<void> {
  // Routes check for themselves, and what they answer is theirs: schemas describe.
  app.setValidatorCompiler(() => () => true);
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "SmartLog",
        version: versionOf(),
        description: "Log lines in, scored events, incidents and figures out. A page to try it is at /api.",
        license: { name: "Apache-2.0", identifier: "Apache-2.0" },
      },
      servers: [{ url: "/" }],
      tags: TAGS,
      components: { securitySchemes: SECURITY_SCHEMES },
    },
    transform: ({ schema, url, route }) => ({
      schema:
        url.startsWith("/v1/") || schema?.operationId
          ? { ...schema, security: securityOf(route.config?.needs ?? "login") }
          : { ...schema, hide: true },
      url,
    }),
  });
  app.get(
    "/v1/openapi.json",
    {
      config: { needs: "read" },
      schema: operation({
        id: "describeApi",
        tag: "operation",
        summary: "This document",
        answers: {
          200: { description: "OpenAPI 3.1.", content: { "application/json": { type: "object" } } },
        },
      }),
    },
    async () => app.swagger(),
  );
}

function versionOf(): string {
  return JSON.parse(readFileSync(join(PACKAGE_ROOT, "package.json"), "utf8")).version;
}
