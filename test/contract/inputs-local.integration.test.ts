/** Inputs of Fluent Bit that read what is on the machine: each example brings every line, and the filter reads it as a raw one. */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants, mkdirSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import binaryen from "binaryen";
import { connectAsync } from "mqtt";
import { beforeEach, describe, expect, test } from "vitest";
import { freePort } from "../../store/embedded/port.ts";
import { findFluentBit } from "./fluent-bit.ts";
import { Example, FORMATS, type Format } from "./inputs/example.ts";
import { canKeepJournal, Journal } from "./inputs/journal.ts";
import { ACCESS, ATTACK, expectedOf, LINES, LOGIN, readFrom } from "./inputs/lines.ts";
import { type Site, site } from "./shipped.ts";
import { findBinary } from "./shipper.ts";

const fluentBit = findFluentBit() as string;

const journalRuns = fluentBit !== undefined && canKeepJournal();
const kernelLogReads = canReadKernelLog();

function canReadKernelLog(): boolean {
  try {
    accessSync("/dev/kmsg", constants.R_OK);
    return true;
  } catch {
    console.warn("SKIPPED: the input kmsg is NOT tested: it takes /dev/kmsg");
    return false;
  }
}

const PYTHON = findBinary("python3", "SMARTLOG_PYTHON", "the input serial");

console.warn(
  "SKIPPED: the inputs kafka, unix_socket, winevtlog and winlog are NOT tested: few builds have them",
);

let at: Site;
beforeEach(() => {
  at = site();
  return () => at.remove();
});

/** Stops the example in the end, and expects that every line came and was read. */
async function expectLines(example: Example, lines: readonly string[] = LINES): Promise<void> {
  try {
    const records = await example.received(lines.length);
    expect(records.map(readFrom)).toEqual(expectedOf(lines));
    expect(await example.dropped()).toBe(0);
    expect(example.complaints).toEqual([]);
  } finally {
    await example.stop();
  }
}

/** A program of WASI that prints this text. */
function wasiProgram(text: string): Uint8Array {
  const bytes = Buffer.from(text);
  const data = [...bytes].map((byte) => `\\${byte.toString(16).padStart(2, "0")}`).join("");
  const head = [...new Uint8Array(new Uint32Array([16, bytes.length]).buffer)]
    .map((byte) => `\\${byte.toString(16).padStart(2, "0")}`)
    .join("");
  const module = binaryen.parseText(`(module
    (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
    (memory (export "memory") 1)
    (data (i32.const 0) "${head}") (data (i32.const 16) "${data}")
    (func (export "_start") (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))))`);
  return module.emitBinary();
}

const DOCKER_EVENT = JSON.stringify({
  status: "die",
  id: "c0ffee",
  from: "shop:1",
  Type: "container",
  Action: "die",
  Actor: { ID: "c0ffee", Attributes: { exitCode: "137", image: "shop:1", name: "shop" } },
  time: 1795241940,
});

/** Says the name of a new terminal, and writes to its other end what comes in. */
const PSEUDO_TERMINAL = `
import os, pty, sys
device, terminal = pty.openpty()
print(os.ttyname(terminal), flush=True)
for line in sys.stdin.buffer: os.write(device, line)
`;

/** As Kubernetes writes a time: without fractions, which the input refuses. */
const NOW = `${new Date().toISOString().slice(0, 19)}Z`;

const KUBERNETES_EVENT = {
  kind: "Event",
  apiVersion: "v1",
  metadata: {
    name: "shop.17",
    namespace: "default",
    uid: "u-1",
    resourceVersion: "17",
    creationTimestamp: NOW,
  },
  involvedObject: { kind: "Pod", namespace: "default", name: "shop-1" },
  reason: "BackOff",
  message: "Back-off restarting failed container shop in pod shop-1",
  source: { component: "kubelet", host: "node-1" },
  firstTimestamp: NOW,
  lastTimestamp: NOW,
  count: 3,
  type: "Warning",
};

describe.skipIf(!fluentBit).each(FORMATS)("%s:", (format) => {
  const start = (name: string, variables: Record<string, string> = {}) =>
    Example.start(fluentBit, at, name, format as Format, variables);
  const often = { SMARTLOG_INTERVAL: "1" };
  const linesFile = () => {
    const file = join(at.logs, "lines.txt");
    writeFileSync(file, LINES.map((line) => `${line}\n`).join(""));
    return file;
  };

  test("tail-containers", async () => {
    const stamp = "2026-11-21T06:25:00.123456789Z";
    const docker = LINES.map(
      (line) => `${JSON.stringify({ log: `${line}\n`, stream: "stdout", time: stamp })}\n`,
    );
    writeFileSync(join(at.logs, "shop-1_default_shop-0.log"), docker.join(""));
    await expectLines(await start("tail-containers", { SMARTLOG_CONTAINER_LOGS: at.pattern }));
  });

  test("tail-containers, CRI", async () => {
    const cri = LINES.map((line) => `2026-11-21T06:25:00.123456789Z stdout F ${line}\n`);
    writeFileSync(join(at.logs, "shop-1_default_shop-0.log"), cri.join(""));
    await expectLines(await start("tail-containers", { SMARTLOG_CONTAINER_LOGS: at.pattern }));
  });

  test("exec", async () => {
    await expectLines(
      await start("exec", {
        ...often,
        SMARTLOG_EXEC_COMMAND: `mv ${linesFile()} ${at.folder}/once && cat ${at.folder}/once`,
      }),
    );
  });

  test("exec_wasi", async () => {
    const program = join(at.folder, "lines.wasm");
    writeFileSync(program, wasiProgram(LINES.map((line) => `${line}\n`).join("")));
    await expectLines(await start("exec_wasi", { ...often, SMARTLOG_WASI_PROGRAM: program }));
  });

  test("stdin", async () => {
    const pipe = join(at.folder, "stdin");
    execFileSync("mkfifo", [pipe]);
    const example = await Example.start(fluentBit, at, "stdin", format, {}, { stdin: pipe });
    const writer = await open(pipe, "w");
    await writer.write(LINES.map((line) => `${line}\n`).join(""));
    try {
      await expectLines(example);
    } finally {
      await writer.close();
    }
  });

  test.skipIf(!PYTHON)("serial", async () => {
    const terminal = spawn(PYTHON as string, ["-c", PSEUDO_TERMINAL], { stdio: ["pipe", "pipe", "inherit"] });
    try {
      const [path] = await once(terminal.stdout, "data");
      const example = await start("serial", { SMARTLOG_SERIAL_PORT: String(path).trim() });
      for (const line of LINES) terminal.stdin.write(`${line}\r\n`);
      await expectLines(example);
    } finally {
      terminal.kill();
    }
  });

  test("head", async () => {
    const file = join(at.logs, "status");
    writeFileSync(file, `${LINES[0]}\nnot this\n`);
    await expectLines(await start("head", { ...often, SMARTLOG_HEAD_FILE: file }), LINES.slice(0, 1));
  });

  test("mqtt", async () => {
    const port = await freePort();
    const example = await start("mqtt", { SMARTLOG_MQTT_PORT: String(port) });
    const client = await connectAsync(`mqtt://127.0.0.1:${port}`, { protocolVersion: 4 });
    for (const log of LINES) await client.publishAsync("logs", JSON.stringify({ log }), { qos: 1 });
    await client.endAsync();
    await expectLines(example);
  });

  test("docker_events", async () => {
    const socket = join(at.folder, "docker.sock");
    const server = createServer((connection) => {
      connection.once("data", () => {
        connection.write("HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n");
        setTimeout(() => connection.write(`${DOCKER_EVENT}\n`), 1000);
      });
      connection.on("error", () => {});
    }).listen(socket);
    try {
      const example = await start("docker_events", { SMARTLOG_DOCKER_SOCKET: socket });
      await expectLines(example, [DOCKER_EVENT]);
    } finally {
      server.close();
    }
  });

  test("kubernetes_events", async () => {
    const account = join(at.folder, "account");
    mkdirSync(account);
    writeFileSync(join(account, "token"), "a-token");
    writeFileSync(join(account, "ca.crt"), "");
    const server = createHttpServer((request, response) => {
      response.setHeader("content-type", "application/json");
      if (request.url?.includes("watch=1")) response.write("");
      else
        response.end(
          JSON.stringify({
            kind: "EventList",
            apiVersion: "v1",
            metadata: { resourceVersion: "17" },
            items: [KUBERNETES_EVENT],
          }),
        );
    }).listen(0, "127.0.0.1");
    try {
      await new Promise((resolve) => server.once("listening", resolve));
      const { port } = server.address() as AddressInfo;
      const example = await start("kubernetes_events", {
        SMARTLOG_KUBERNETES_URL: `http://127.0.0.1:${port}`,
        SMARTLOG_KUBERNETES_ACCOUNT: account,
      });
      await expectLines(example, [JSON.stringify(KUBERNETES_EVENT)]);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  test.skipIf(!journalRuns)("systemd", async () => {
    const journal = await Journal.start(join(at.folder, "journald"));
    try {
      const variables = { SMARTLOG_JOURNAL: journal.path };
      const said: [program: string, line: string][] = [
        ["nginx", ACCESS],
        ["nginx", ATTACK],
        ["sshd", LOGIN],
      ];
      for (const [program, line] of said) journal.log(program, line);
      // The daemon says something itself, too.
      const ofPrograms = (example: Example) => example.records.filter((r) => r._TRANSPORT === "syslog");
      const first = await start("systemd", variables);
      await first.until(() => ofPrograms(first).length >= said.length);
      await first.stop();
      // Started again it goes on where it was.
      journal.log("sshd", LOGIN);
      const second = await start("systemd", variables);
      await second.until(() => ofPrograms(second).length > said.length);
      await second.stop();
      expect([...first.complaints, ...second.complaints]).toEqual([]);
      expect(ofPrograms(second).map((r) => r.MESSAGE)).toEqual([...said.map(([, line]) => line), LOGIN]);
      const lines = expectedOf([ACCESS, ATTACK]).map(({ kind, label, ip }) => ({
        kind,
        label,
        ip,
      }));
      const login = { kind: "auth", ip: "203.0.113.7", user: "ada", outcome: "failure", service: "sshd" };
      expect(ofPrograms(second).map(readFrom)).toMatchObject([...lines, login, login]);
    } finally {
      await journal.stop();
    }
  });

  test.skipIf(!kernelLogReads)("kmsg", async () => {
    const example = await start("kmsg");
    try {
      await example.received(1);
      for (const record of example.records) {
        expect(typeof record.msg).toBe("string");
        expect(record.smartlog.error).toBeUndefined();
      }
      expect(await example.dropped()).toBe(0);
      expect(example.complaints).toEqual([]);
    } finally {
      await example.stop();
    }
  });

  test("fluentbit_logs", async () => {
    const example = await start("fluentbit_logs");
    try {
      const [first] = await example.received(1);
      expect(first).toMatchObject({ level: "info", smartlog: { kind: "app", level: "info" } });
    } finally {
      await example.stop();
    }
  });
});
