/** A network namespace of a test's own: addresses on its loopback, a listener, and a way out to one server of the test. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { readlinkSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { join } from "node:path";
import { result, until } from "../cli/command.ts";
import { Shipper } from "../contract/shipper.ts";

/** Who connects: addresses that may be blocked, and two that never are. */
export const SOURCES = ["203.0.113.7", "203.0.113.8", "2001:db8:1:2::7", "2001:db8:1:2::8"] as const;
export const OTHERS = ["198.51.100.9", "2001:db8:9::9"] as const;
const LISTENERS = ["198.51.100.100", "2001:db8:f::1"] as const;
const PORT = 80;
/** Where the test's server is inside. */
const INSIDE_PORT = 8470;
/** Until a connection that is answered by nothing counts as dropped. */
const DROPPED_MS = 400;

/** Listens, and passes on what comes to 127.0.0.1 by a socket in a folder. Its own text: it runs in the namespace. */
const INSIDE = `
const net = require("node:net");
for (const host of ${JSON.stringify(LISTENERS)}) net.createServer((each) => each.end()).listen(${PORT}, host);
net.createServer((each) => {
  const out = net.connect(process.argv[1]);
  each.pipe(out).pipe(each);
  for (const side of [each, out]) side.on("error", () => { each.destroy(); out.destroy(); });
}).listen(${INSIDE_PORT}, "127.0.0.1", () => console.log("listening"));
`;
const CONNECTING = `
for (const localAddress of process.argv.slice(1)) {
  const host = localAddress.includes(":") ? "${LISTENERS[1]}" : "${LISTENERS[0]}";
  const socket = require("node:net").connect({ host, port: ${PORT}, localAddress });
  const end = (said) => { console.log(localAddress, said); socket.destroy(); clearTimeout(late); };
  const late = setTimeout(end, ${DROPPED_MS}, "no");
  socket.on("connect", () => end("yes")).on("error", (error) => end(error.code));
}
`;

/** Undefined where this machine lets a test have one; else why not, having said so. */
export function whyNoNamespace(): string | undefined {
  const why =
    process.getuid?.() !== 0
      ? "the user isn't root"
      : spawnSync("unshare", ["--net", "ip", "link", "set", "lo", "up"]).status !== 0
        ? "unshare or ip is missing, or not allowed"
        : undefined;
  if (why) console.warn(`SKIPPED: what firewalls do with the list is NOT tested: ${why}`);
  return why;
}

export class Namespace {
  readonly #holder: ChildProcess;
  #inside: Shipper | undefined;
  readonly #relay: Server;

  /** @param serverPort the test's server, reached inside as {@link url} */
  static async open(folder: string, serverPort: number): Promise<Namespace> {
    const path = join(folder, "relay");
    const relay = createServer((each) => {
      const out = connect(serverPort, "127.0.0.1");
      each.pipe(out).pipe(each);
      for (const side of [each, out])
        side.on("error", () => {
          each.destroy();
          out.destroy();
        });
    }).listen(path);
    const space = new Namespace(spawn("unshare", ["--net", "sleep", "infinity"], { stdio: "ignore" }), relay);
    await space.#becomeOwn();
    await space.run("ip", ["link", "set", "lo", "up"]);
    for (const address of [...SOURCES, ...OTHERS, ...LISTENERS])
      if (address.includes(":"))
        await space.run("ip", ["-6", "address", "add", `${address}/128`, "dev", "lo", "nodad"]);
      else await space.run("ip", ["address", "add", `${address}/32`, "dev", "lo"]);
    const inside = space.start("namespace", process.execPath, ["-e", INSIDE, path]);
    space.#inside = inside;
    await inside.until(() => inside.log.includes("listening"));
    return space;
  }

  private constructor(holder: ChildProcess, relay: Server) {
    this.#holder = holder;
    this.#relay = relay;
  }

  readonly url = `http://127.0.0.1:${INSIDE_PORT}/`;

  /** Runs a command inside, with an input. @returns what it prints @throws Error with what it says */
  async run(command: string, args: string[], input = ""): Promise<string> {
    const child = spawn("nsenter", this.#enter(command, args), { stdio: "pipe" });
    child.stdin.on("error", () => {}); // it may end without reading
    child.stdin.end(input);
    const { code, stdout, stderr } = await result(child);
    if (code !== 0) throw new Error(`${command} ${args.join(" ")}: ${stderr}`);
    return stdout;
  }

  /** Starts a program inside. */
  start(title: string, command: string, args: string[]): Shipper {
    return new Shipper(title, "nsenter", this.#enter(command, args));
  }

  /** Of all addresses those from which nothing comes through. */
  async dropped(): Promise<string[]> {
    const said = await this.run(process.execPath, ["-e", CONNECTING, ...SOURCES, ...OTHERS]);
    const answers = new Map(
      said
        .trim()
        .split("\n")
        .map((line) => line.split(" ") as [string, string]),
    );
    for (const [address, answer] of answers)
      if (answer !== "yes" && answer !== "no") throw new Error(`${address}: ${answer}`);
    return [...SOURCES, ...OTHERS].filter((address) => answers.get(address) === "no");
  }

  async close(): Promise<void> {
    await this.#inside?.stop();
    this.#relay.close();
    this.#holder.kill();
  }

  #enter(command: string, args: string[]): string[] {
    return ["--target", String(this.#holder.pid), "--net", command, ...args];
  }

  /** unshare makes the namespace a moment after it was started. */
  async #becomeOwn(): Promise<void> {
    const own = () => readlinkSync(`/proc/${this.#holder.pid}/ns/net`);
    await until("a namespace", () => own() !== readlinkSync("/proc/self/ns/net"), 10_000);
  }
}
