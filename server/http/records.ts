import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { FastifyRequest } from "fastify";
import { HttpError } from "./error.ts";

/** Of one request, unpacked. Vector's batches are 10 MB at most unless it is told otherwise. */
export const MAX_BODY_BYTES = 32 * 1024 * 1024;

const unzip = promisify(gunzip);

/**
 * The records of a body, each as the bytes of its JSON, unchanged: a number re-written by JSON.parse could be another.
 *
 * NDJSON: each line as it is; one that is no JSON is the filter's to keep as `raw`, for a request that is refused is a
 * batch that a shipper drops. A JSON array: its elements. One JSON object: itself.
 *
 * @throws HttpError 400, 413 or 415
 */
export async function recordsOf(request: FastifyRequest): Promise<string[]> {
  const body = (await unpacked(request)).toString("utf8");
  const type = (request.headers["content-type"] ?? "").split(";")[0]?.trim();
  if (type !== "application/json") return body.split("\n").filter((line) => line.trim() !== "");
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch (cause) {
    throw new HttpError(
      400,
      `the body is no JSON: ${(cause as Error).message}`,
      "Send an array of records as application/json, or one record a line as application/x-ndjson.",
      cause,
    );
  }
  if (Array.isArray(parsed)) return elements(body);
  if (typeof parsed === "object" && parsed !== null) return [body];
  throw new HttpError(400, "the body is neither an array of records nor a record");
}

async function unpacked(request: FastifyRequest): Promise<Buffer> {
  const body = request.body as Buffer | undefined;
  if (!Buffer.isBuffer(body)) return Buffer.alloc(0);
  const encoding = request.headers["content-encoding"] ?? "identity";
  if (encoding === "identity") return body;
  if (encoding !== "gzip")
    throw new HttpError(415, `the encoding ${encoding} is not taken`, "Send gzip, or nothing packed.");
  try {
    return await unzip(body, { maxOutputLength: MAX_BODY_BYTES });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE")
      throw new HttpError(
        413,
        `unpacked, the body has more than ${MAX_BODY_BYTES} bytes`,
        "Send smaller batches.",
      );
    throw new HttpError(400, "the body is not what gzip packs", "", cause);
  }
}

/** The elements of a JSON array that is known to be well-formed. */
export function elements(json: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let from = 0;
  let inString = false;
  for (let i = 0; i < json.length; i++) {
    const character = json[i];
    if (inString) {
      if (character === "\\") i++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === "[" || character === "{") {
      if (depth++ === 0) from = i + 1;
    } else if (character === "]" || character === "}") {
      if (--depth === 0) add(json.slice(from, i));
    } else if (character === "," && depth === 1) {
      add(json.slice(from, i));
      from = i + 1;
    }
  }
  return found;

  function add(text: string): void {
    const trimmed = text.trim();
    if (trimmed !== "") found.push(trimmed);
  }
}
