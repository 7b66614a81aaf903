import process from "node:process";
import { LineOutput } from "../lib/output.ts";
import { fileSink } from "./files.ts";
import { gelfSink } from "./gelf.ts";
import { httpSink } from "./http.ts";
import type { Sink } from "./sink.ts";
import { datagrams, stream } from "./socket.ts";
import { syslogSink } from "./syslog.ts";
import type { Target } from "./target.ts";

/** @throws CommandError where nobody listens */
export async function openSink(target: Target): Promise<Sink> {
  if (target.to === "stdout") {
    const output = new LineOutput(process.stdout);
    const flush = () => output.flush();
    return { send: ({ line }) => output.write(line), flush, close: flush };
  }
  if (target.to === "file") return fileSink(target.path);
  if (target.to === "http") return httpSink(target.url, process.env.SMARTLOG_TOKEN);
  const { over, host, port } = target;
  const wire = await (over === "udp" ? datagrams : stream)(host, port);
  return target.to === "syslog" ? syslogSink(wire, over) : gelfSink(wire, over);
}
