import { join } from "node:path";
import { type ASUtil, instantiateSync } from "@assemblyscript/loader";
import { compiled } from "../../assemblyscript.ts";

interface OracleExports extends Record<string, unknown> {
  build(
    file: number,
    offset: number,
    method: number,
    path: number,
    status: number,
    size: number,
    agent: number,
  ): number;
  read(json: number): number;
  accepts(json: number): number;
}

/** json-as, compiled into a module of its own. */
export interface Oracle {
  build(
    file: string,
    offset: number,
    method: string,
    path: string,
    status: number,
    size: number,
    agent: string,
  ): string;
  read(json: string): string[];
  /** How many members json-as finds; undefined where it gives up. */
  members(json: string): number | undefined;
}

export async function loadOracle(): Promise<Oracle> {
  const binary = await compiled(join(import.meta.dirname, "oracle.as"), [
    "--transform",
    "json-as",
    "--exportRuntime",
  ]);
  let exports: ASUtil & OracleExports;
  const start = () => {
    exports = instantiateSync<OracleExports>(binary, {}).exports;
  };
  start();
  const put = (text: string) => exports.__pin(exports.__newString(text));
  const call = <T>(texts: string[], run: (pointers: number[]) => T): T => {
    const pointers = texts.map(put);
    try {
      return run(pointers);
    } finally {
      for (const pointer of pointers) exports.__unpin(pointer);
    }
  };
  return {
    build: (file, offset, method, path, status, size, agent) =>
      call([file, method, path, agent], ([f = 0, m = 0, p = 0, a = 0]) =>
        exports.__getString(exports.build(f, offset, m, p, status, size, a)),
      ),
    read: (json) => call([json], ([text = 0]) => exports.__getString(exports.read(text)).split("\x1f")),
    members(json) {
      const text = put(json);
      try {
        return exports.accepts(text);
      } catch {
        // What it made of the text half way is in the instance's memory.
        start();
        return undefined;
      }
    },
  };
}
