/** GET /public/…: the files of `server/viewer/public`, ECharts from its package, and the map of the world. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { FastifyInstance } from "fastify";
import { PACKAGE_ROOT } from "../../host/module.ts";
import { HttpError } from "../http/error.ts";
import { worldMap } from "./world-map.ts";

interface Asset {
  type: string;
  plain: Buffer;
  zipped: Buffer;
  /** Weak, since it is the same for both encodings. */
  etag: string;
}

const TYPES: Readonly<Record<string, string>> = {
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  json: "application/json",
  svg: "image/svg+xml",
};

/**
 * Read and packed once: a few files, and nothing in a URL is ever a path on disk. (@fastify/static opens a file for each
 * request, has files packed by a build only, and one of its dependencies needs Node 22.)
 */
export function addAssets(app: FastifyInstance): void {
  const assets = new Map<string, Asset>();
  const folder = join(PACKAGE_ROOT, "server", "viewer", "public");
  for (const name of readdirSync(folder)) assets.set(name, asset(name, readFileSync(join(folder, name))));
  const echarts = createRequire(import.meta.url).resolve("echarts/dist/echarts.esm.min.mjs");
  assets.set("echarts.js", asset("echarts.js", readFileSync(echarts)));
  assets.set("world.json", asset("world.json", Buffer.from(JSON.stringify(worldMap()))));

  app.get("/public/:name", { config: { needs: "open" } }, async (request, reply) => {
    const found = assets.get((request.params as { name: string }).name);
    if (!found) throw new HttpError(404, "there is no such file");
    const zip = (request.headers["accept-encoding"] ?? "").includes("gzip");
    reply
      .header("cache-control", "private, max-age=300")
      .header("vary", "accept-encoding")
      .header("etag", found.etag);
    if ((request.headers["if-none-match"] ?? "").includes(found.etag)) return reply.code(304).send();
    reply.type(found.type);
    if (zip) reply.header("content-encoding", "gzip");
    return reply.send(zip ? found.zipped : found.plain);
  });
}

function asset(name: string, plain: Buffer): Asset {
  const type = TYPES[name.split(".").at(-1) ?? ""] ?? "application/octet-stream";
  const etag = `W/"${createHash("sha256").update(plain).digest("base64url").slice(0, 16)}"`;
  return { type, plain, zipped: gzipSync(plain), etag };
}
