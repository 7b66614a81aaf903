/** What @fastify/swagger makes of the routes, as far as SmartLog reads it. */
export interface ApiDocument {
  openapi: string;
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, ApiOperation>>;
}

export interface ApiOperation {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  security?: Record<string, string[]>[];
  parameters?: ApiParameter[];
  requestBody?: { content: Record<string, ApiContent> };
  responses: Record<string, { description: string; content?: Record<string, ApiContent> }>;
}

export interface ApiParameter {
  name: string;
  in: "path" | "query";
  description?: string;
  schema: { [keyword: string]: unknown };
  example?: unknown;
}

export interface ApiContent {
  schema: { [keyword: string]: unknown };
  example?: unknown;
  examples?: Record<string, { value: unknown }>;
}
