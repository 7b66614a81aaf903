/** Real web servers read the forms as docs/blocklist.md says, refuse who is listed and answer everybody else. */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { FORMS, type FormName } from "../../blocklist/forms/index.ts";
import type { Blocklist } from "../../blocklist/lib/select.ts";
import { freePort } from "../../store/embedded/port.ts";
import { findBinary, Shipper } from "../contract/shipper.ts";
import { temporaryFolder } from "../folder.ts";
import { BLOCKED, EMPTY, FREE, FULL, LARGE, snippets } from "./lists.ts";

interface WebServer {
  form: FormName;
  /** Where the guide has the list. */
  guidePath: string;
  binary: string | undefined;
  /** Its configuration, with the guide's snippets; the list is at `list`. */
  configuration(folder: string, port: number, list: string): string;
  check(file: string, folder: string): string[];
  start(file: string, folder: string): string[];
}

const TEMPORARY = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
const nginxBinary = findBinary("nginx", "SMARTLOG_NGINX", "nginx's deny and map");
const nginx = (
  form: FormName,
  guidePath: string,
  inHttp: number,
  inServer: number | undefined,
): WebServer => ({
  form,
  guidePath,
  binary: nginxBinary,
  configuration: (folder, port, list) => {
    const guide = snippets("nginx", { [guidePath]: list });
    return `daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log;
      events {}
      http {
        access_log off;
        ${TEMPORARY.map((name) => `${name}_temp_path ${folder}/${name};`).join("\n")}
        ${guide[inHttp]}
        server {
          listen 127.0.0.1:${port};
          location / { ${inServer === undefined ? "" : guide[inServer]} root ${folder}; }
        }
      }`;
  },
  check: (file, folder) => ["-t", "-q", "-p", folder, "-c", file, "-e", join(folder, "error.log")],
  start: (file, folder) => ["-p", folder, "-c", file, "-e", join(folder, "error.log")],
});

const SERVERS: readonly WebServer[] = [
  nginx("nginx-deny", "/etc/nginx/smartlog-deny.conf", 0, undefined),
  nginx("nginx-map", "/etc/nginx/smartlog-map.conf", 1, 2),
  {
    form: "apache",
    guidePath: "/etc/apache2/smartlog-blocklist.conf",
    binary: findBinary("apache2", "SMARTLOG_APACHE", "Apache's Require"),
    configuration: (folder, port, list) => `ServerRoot ${folder}
      ServerName localhost
      PidFile ${folder}/pid
      ErrorLog ${folder}/error.log
      Listen 127.0.0.1:${port}
      ${["mpm_event", "authz_core", "authz_host"].map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join("\n")}
      DocumentRoot ${folder}
      ${snippets("apache", { "/etc/apache2/smartlog-blocklist.conf": list })[0]}`,
    check: (file) => ["-t", "-f", file],
    start: (file) => ["-X", "-f", file],
  },
  {
    form: "caddy",
    guidePath: "/etc/caddy/smartlog-blocklist",
    binary: findBinary("caddy", "SMARTLOG_CADDY", "Caddy's matcher"),
    configuration: (_folder, port, list) =>
      `{\n\tadmin off\n}\nhttp://127.0.0.1:${port} {\n\tbind 127.0.0.1\n\t${snippets("caddy", { "/etc/caddy/smartlog-blocklist": list })[0]}\trespond 204\n}\n`,
    check: (file) => ["validate", "--adapter", "caddyfile", "--config", file],
    start: (file) => ["run", "--adapter", "caddyfile", "--config", file],
  },
  {
    form: "haproxy",
    guidePath: "/etc/haproxy/smartlog.lst",
    binary: findBinary("haproxy", "SMARTLOG_HAPROXY", "HAProxy's patterns"),
    configuration: (_folder, port, list) => `defaults
  mode http
  timeout client 5s
  timeout connect 5s
  timeout server 5s
frontend test
  bind 127.0.0.1:${port}
  ${snippets("haproxy", { "/etc/haproxy/smartlog.lst": list })[0]?.replaceAll("\n", "\n  ")}
  http-request return status 200
`,
    check: (file) => ["-c", "-q", "-f", file],
    start: (file) => ["-db", "-f", file],
  },
];

const folder = temporaryFolder();
writeFileSync(join(folder, "page"), "well");
let running: Shipper | undefined;
afterEach(async () => {
  await running?.stop();
  running = undefined;
});

/** The status of an answer to a client with this address. */
function statusFor(localAddress: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: "127.0.0.1", port, path: "/page", localAddress, headers: { host: `127.0.0.1:${port}` } },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      },
    );
    sent.on("error", reject);
    sent.end();
  });
}

describe.each(SERVERS)("$form", ({ form, binary, configuration, check, start }) => {
  const prepare = async (list: Blocklist) => {
    const [port, path, file] = [await freePort(), join(folder, `${form}.list`), join(folder, `${form}.conf`)];
    writeFileSync(path, FORMS[form].write(list));
    writeFileSync(file, configuration(folder, port, path));
    return { port, file };
  };

  test.skipIf(!binary).each([
    ["no entry", EMPTY],
    ["10,001", LARGE],
  ])("with %s is taken without a word", async (_, list) => {
    const { file } = await prepare(list);
    const checked = spawnSync(binary as string, check(file, folder), { encoding: "utf8" });
    expect([checked.status, checked.stderr.match(/warn|error|alert/i)?.input]).toEqual([0, undefined]);
  });

  test.skipIf(!binary)("refuses who is listed, and nobody else", async () => {
    const { port, file } = await prepare(FULL);
    running = new Shipper(form, binary as string, start(file, folder));
    await running.until(() =>
      statusFor(FREE, port).then(
        () => true,
        () => false,
      ),
    );
    expect([await statusFor(BLOCKED, port), (await statusFor(FREE, port)) < 300]).toEqual([403, true]);
  });
});
