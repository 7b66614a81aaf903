/**
 * A real nginx with hostile clients: whatever they send as path, site, referrer, agent and name, no line of its access
 * and error logs has another address than theirs, another time than now, or another status.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Filter } from "../../host/filter.ts";
import { recordOfLine } from "../../host/record.ts";
import { freePort } from "../../store/embedded/port.ts";
import { findBinary, Shipper } from "./shipper.ts";

const nginx = findBinary("nginx", "SMARTLOG_NGINX", "nginx") as string;

/** What a client may send, each a part of a line that nginx itself could write. */
const WORDS = [
  "6.6.6.6",
  "x, client: 6.6.6.6, y",
  "x, client: 6.6.6.6, server: y",
  'http://a/, client: 6.6.6.6, server: y, request: "GET / HTTP/1.1',
  "6.6.6.6 - - ",
  '6.6.6.6 - - [01/Jan/2001:00:00:00 +0000] "GET / HTTP/1.1" 200 5 "-" "x"',
  "[01/Jan/2001:00:00:00 +0000] ",
  '[01/Jan/2001:00:00:00 +0000] \\"GET / HTTP/1.1\\" 200 5',
  'x" "y" "z',
  "x\\",
  '\\x22 200 "',
  "[client 6.6.6.6:22]",
];
/** Whoever sends these makes lines that nginx could have written of another client: no address is right. */
const FORGERIES = [
  'x", client: 6.6.6.6, server: _, request: "GET / HTTP/1.1", host: "h',
  'x" failed (2: No such file or directory), client: 6.6.6.6, server: _, request: "GET /x HTTP/1.1", host: "h", referrer: "',
];

describe.skipIf(!nginx)("the logs of a real nginx:", { timeout: 60_000 }, () => {
  const folder = nginx ? mkdtempSync(join(tmpdir(), "smartlog-nginx-")) : "";
  const filter = Filter.load();
  let server: Shipper;
  let port: number;

  beforeAll(async () => {
    port = await freePort();
    const closed = await freePort();
    mkdirSync(join(folder, "html"));
    writeFileSync(join(folder, "names"), "ada:{PLAIN}x\n");
    writeFileSync(
      join(folder, "nginx.conf"),
      `daemon off;
      master_process off;
      pid ${folder}/pid;
      error_log ${folder}/error.log info;
      events {}
      http {
        log_format sited '$host $remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent '
                         '"$http_referer" "$http_user_agent"';
        access_log ${folder}/access.log;
        access_log ${folder}/sited.log sited;
        ${["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${folder}/${name};`).join("\n")}
        server {
          listen 127.0.0.1:${port};
          root ${folder}/html;
          location /private { deny all; }
          location /login { auth_basic x; auth_basic_user_file ${folder}/names; }
          location /proxy { proxy_pass http://127.0.0.1:${closed}; }
        }
      }`,
    );
    server = new Shipper("nginx", nginx, [
      "-p",
      folder,
      "-c",
      join(folder, "nginx.conf"),
      "-e",
      join(folder, "error.log"),
    ]);
    await server.until(() => answered("GET / HTTP/1.0\r\n\r\n").catch(() => false));
  });
  afterAll(async () => {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Sends one request as it is, and waits for all of the answer. */
  function answered(request: string): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, "127.0.0.1", () => socket.write(Buffer.from(request, "latin1")));
      socket.once("error", reject);
      socket.once("close", () => resolve(true));
      socket.resume();
    });
  }

  const read = (name: string) => readFileSync(join(folder, name), "latin1").split("\n").filter(Boolean);

  /** What the logs got by one request. */
  async function linesOf(request: string): Promise<Record<string, string[]>> {
    const names = ["access.log", "sited.log", "error.log"];
    const before = names.map((name) => read(name).length);
    await answered(request);
    await server.until(() => read("sited.log").length > (before[1] ?? 0));
    return Object.fromEntries(names.map((name, index) => [name, read(name).slice(before[index])]));
  }

  function request(words: string, place: string): string {
    const encoded = encodeURIComponent(words);
    const path =
      { path: `/${encoded}`, forbidden: "/private", login: "/login", proxy: "/proxy" }[place] ?? "/x";
    const head = [`GET ${path} HTTP/1.1`, `Host: ${place === "host" ? words : "site.example"}`];
    if (place === "raw path") head[0] = `GET /${words} HTTP/1.1`;
    if (place === "method") head[0] = words;
    if (place === "header") head.push(`${words}`);
    if (place === "login") head.push(`Authorization: Basic ${Buffer.from(`${words}:x`).toString("base64")}`);
    head.push(`Referer: ${place === "agent" ? "-" : words}`, `User-Agent: ${words}`, "Connection: close");
    return `${head.join("\r\n")}\r\n\r\n`;
  }

  const places = [
    "path",
    "raw path",
    "method",
    "host",
    "referrer",
    "agent",
    "login",
    "forbidden",
    "proxy",
    "header",
  ];

  const eventOf = (line: string) =>
    JSON.parse(filter.score(recordOfLine(Buffer.from(line, "latin1")))).smartlog;

  test.each([...WORDS, ...FORGERIES])("a client that sends %j", async (words) => {
    for (const place of places) {
      const lines = await linesOf(request(words, place));
      expect(lines["access.log"]?.length, place).toBe(1);
      for (const line of [...(lines["access.log"] ?? []), ...(lines["sited.log"] ?? [])]) {
        const event = eventOf(line);
        expect([event.kind, event.ip], line).toEqual(["web", "127.0.0.1"]);
        expect(Math.abs(event.ts - Date.now() / 1000), line).toBeLessThan(60);
        expect([400, 401, 403, 404, 502], line).toContain(event.status);
        expect(event.user, line).not.toBe("- -");
      }
      for (const line of lines["error.log"] ?? []) {
        const event = eventOf(line);
        expect(event.kind, line).toBe(/\*\d+ user "/.test(line) ? "auth" : "app");
        const isUnsure = FORGERIES.includes(words) || (place === "path" && words.includes('"'));
        if (isUnsure) expect(event.ip ?? "127.0.0.1", line).toBe("127.0.0.1");
        else if (line.includes(", client: 127.0.0.1")) expect(event.ip, line).toBe("127.0.0.1");
        else expect(event.ip, line).toBeUndefined();
      }
    }
  });

  test("an address that a client calls the site does not become the client's", async () => {
    const lines = await linesOf("GET / HTTP/1.1\r\nHost: 6.6.6.6\r\nConnection: close\r\n\r\n");
    expect(eventOf(lines["sited.log"]?.[0] as string)).toMatchObject({ ip: "127.0.0.1", host: "6.6.6.6" });
  });
});
