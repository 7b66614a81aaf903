import { InvalidArgumentError } from "commander";

/** Where lines are to go, as `--to` names it. */
export type Target =
  | { to: "stdout" }
  | { to: "file"; path: string }
  | { to: "syslog" | "gelf"; over: "udp" | "tcp"; host: string; port: number }
  | { to: "http"; url: URL };

const DEFAULT_PORTS = { syslog: 514, gelf: 12_201 } as const;
const EXPECTED =
  "It has to be stdout, file:PATH, syslog://HOST:PORT, syslog+tcp://HOST:PORT, gelf://HOST:PORT, gelf+tcp://HOST:PORT, or an http:// address.";

/** @throws InvalidArgumentError where it is none */
export function targetOf(text: string): Target {
  if (text === "stdout" || text === "-") return { to: "stdout" };
  if (text.startsWith("file:") && text.length > "file:".length)
    return { to: "file", path: text.slice("file:".length).replace(/^\/\/(?=\/)/, "") };
  if (!URL.canParse(text)) throw new InvalidArgumentError(EXPECTED);
  const url = new URL(text);
  if (url.protocol === "http:" || url.protocol === "https:") {
    if (url.pathname === "/") url.pathname = "/v1/ingest";
    return { to: "http", url };
  }
  const [, name, over = "udp"] = /^(syslog|gelf)(?:\+(udp|tcp))?:$/.exec(url.protocol) ?? [];
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  if (!name || host === "") throw new InvalidArgumentError(EXPECTED);
  const to = name as "syslog" | "gelf";
  return {
    to,
    over: over as "udp" | "tcp",
    host,
    port: url.port === "" ? DEFAULT_PORTS[to] : Number(url.port),
  };
}
