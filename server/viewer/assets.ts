/** Files for the browser: those of `server/viewer/public`, and of packages the few that are named here. */
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { FastifyInstance } from "fastify";
import { PACKAGE_ROOT } from "../../host/module.ts";
import { HttpError } from "../http/error.ts";
import { worldMap } from "./world.ts";

interface Asset {
  type: string;
  plain: Buffer;
  zipped: Buffer;
}

const TYPES: Readonly<Record<string, string>> = {
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  json: "application/json",
};

/** Read once: a few files, and nothing in a URL is ever a path on disk. */
export function addAssets(app: FastifyInstance): void {
  const assets = new Map<string, Asset>();
  const folder = join(PACKAGE_ROOT, "server", "viewer", "public");
  for (const name of readdirSync(folder)) assets.set(name, asset(name, readFileSync(join(folder, name))));
  const echarts = createRequire(import.meta.url).resolve("echarts/dist/echarts.esm.min.mjs");
  assets.set("echarts.js", asset("echarts.js", readFileSync(echarts)));
  assets.set("world.json", asset("world.json", Buffer.from(JSON.stringify(worldMap()))));

  app.get("/public/:name", async (request, reply) => {
    const found = assets.get((request.params as { name: string }).name);
    if (!found) throw new HttpError(404, "there is no such file");
    const zip = (request.headers["accept-encoding"] ?? "").includes("gzip");
    reply.header("cache-control", "private, max-age=300").header("vary", "accept-encoding").type(found.type);
    if (zip) reply.header("content-encoding", "gzip");
    return reply.send(zip ? found.zipped : found.plain);
  });
}

function asset(name: string, plain: Buffer): Asset {
  const type = TYPES[name.split(".").at(-1) ?? ""] ?? "application/octet-stream";
  return { type, plain, zipped: gzipSync(plain) };
}
