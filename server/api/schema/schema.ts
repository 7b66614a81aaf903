/** How routes of the API are described: as JSON Schema, out of which @fastify/swagger makes the OpenAPI document. */
import type { FastifySchema } from "fastify";
import { PROBLEM_TYPE } from "../../http/problem.ts";

/** JSON Schema 2020-12, as OpenAPI 3.1 has it. */
export interface JsonSchema {
  [keyword: string]: unknown;
}

export type Tag = "records" | "events" | "incidents" | "block list" | "views" | "operation";

interface Operation {
  id: string;
  tag: Tag;
  /** One line: what it does. */
  summary: string;
  description?: string;
  /** Of its path. */
  params?: Record<string, JsonSchema>;
  query?: Record<string, JsonSchema>;
  /** Body by content type, each with an example. */
  body?: Record<string, JsonSchema>;
  /** What is answered, by status; by content type within. */
  answers: Record<number, { description: string; content: Record<string, JsonSchema> }>;
}

const PROBLEM = object(
  {
    type: text("about:blank: the status says it."),
    title: text("The status in words."),
    status: { type: "integer" },
    detail: text("What is wrong."),
    instance: text("Path of the request."),
    next: text("What helps."),
    position: count("Of a search that can't be read: the first character that is wrong, from 0."),
    length: count("How many are; UTF-16 units, as JavaScript counts."),
  },
  ["next", "position", "length"],
);

/** A route's schema: documented, and checked by the route itself, whose messages say more than a validator's. */
export function operation({
  id,
  tag,
  summary,
  description,
  params,
  query,
  body,
  answers,
}: Operation): FastifySchema {
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description ? { description } : {}),
    ...(params ? { params: object(params) } : {}),
    ...(query ? { querystring: object(query, Object.keys(query)) } : {}),
    ...(body ? { body: { content: byType(body) } } : {}),
    response: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, { description, content }]) => [
          status,
          Object.keys(content).length === 0
            ? { description, type: "null" }
            : { description, content: byType(content) },
        ]),
      ),
      default: {
        description:
          "Refused or failed: what is wrong, and what helps. As a page where text/html is accepted.",
        content: byType({ [PROBLEM_TYPE]: PROBLEM }),
      },
    },
  } as FastifySchema;
}

function byType(content: Record<string, JsonSchema>): Record<string, { schema: JsonSchema }> {
  return Object.fromEntries(Object.entries(content).map(([type, schema]) => [type, { schema }]));
}

/** An object with exactly these members. @param optional those that may be left out */
export function object(properties: Record<string, JsonSchema>, optional: readonly string[] = []): JsonSchema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: "object", properties, required, additionalProperties: false };
}

export function array(items: JsonSchema): JsonSchema {
  return { type: "array", items };
}

export function text(description: string): JsonSchema {
  return { type: "string", description };
}

export function oneOf(values: readonly string[], description = ""): JsonSchema {
  return { type: "string", enum: [...values], ...(description ? { description } : {}) };
}

export function number(description: string): JsonSchema {
  return { type: "number", description };
}

export function count(description: string): JsonSchema {
  return { type: "integer", minimum: 0, description };
}

export function time(description: string): JsonSchema {
  return { type: "string", format: "date-time", description };
}

export function orNull(schema: JsonSchema): JsonSchema {
  const { enum: values, type, ...rest } = schema;
  return { ...rest, type: [type, "null"], ...(Array.isArray(values) ? { enum: [...values, null] } : {}) };
}

/** With an example, which has to work as it stands: the tests call each operation with it. */
export function example(schema: JsonSchema, ...examples: unknown[]): JsonSchema {
  return { ...schema, examples };
}
