/** Files in the format of modules that were compiled ahead of time, without any machine code in them. */
import { readFileSync } from "node:fs";
import { withModel, withOrigin } from "../../host/compiled.ts";
import { Filter } from "../../host/filter.ts";
import { BUILT_MODULE } from "../../host/module.ts";
import { codeHash } from "../../host/wasm.ts";
import { readModel } from "../../trainer/model/read.ts";

export interface Parts {
  version?: number;
  arch?: string;
  segments?: { address: number; bytes: Uint8Array; isPassive?: boolean }[];
  functions?: string[];
}

/** Numbers of four bytes, little-endian. */
function u32(...values: number[]): Buffer {
  const out = Buffer.alloc(values.length * 4);
  values.forEach((value, i) => {
    out.writeUInt32LE(value, i * 4);
  });
  return out;
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]);
}

function section(type: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return padded(Buffer.concat([u32(type, body.length), body]));
}

/** @param parts what it says; the rest is what wamrc writes for x86-64 */
export function aotFile({
  version = 5,
  arch = "x86_64",
  segments = [],
  functions = ["malloc", "free", "smartlog"],
}: Parts = {}): Buffer {
  const target = Buffer.alloc(48);
  target.write(arch, 32, "latin1");
  const data = segments.map(({ address, bytes, isPassive = false }) =>
    padded(
      Buffer.concat([
        u32(Number(isPassive), 0),
        isPassive ? u32(0) : u32(0x41, address),
        u32(bytes.length),
        bytes,
      ]),
    ),
  );
  const exports = functions.map((name, i) => {
    const head = Buffer.alloc(8);
    head.writeUInt32LE(i, 0);
    head.writeUInt16LE(name.length + 1, 6);
    return padded(Buffer.concat([head, Buffer.from(`${name}\0`)]));
  });
  const memory = Buffer.from("________memory\0");
  memory.writeUInt32LE(0, 0);
  memory.writeUInt16LE(2, 4);
  memory.writeUInt16LE(7, 6);
  return Buffer.concat([
    Buffer.from("\0aot", "latin1"),
    u32(version),
    section(0, target),
    section(1, u32(0, 1, 0, 65536, 11, 65536, segments.length), ...data, Buffer.from("tables and so on")),
    section(2, Buffer.from("machine code")),
    section(3, Buffer.from("fun")),
    section(4, u32(functions.length + 1), ...exports, memory),
    section(5, Buffer.from("relocation")),
  ]);
}

/** What `smartlog model compile` makes of the built filter, but for the machine code. */
export function compiledFilter(arch = "x86_64"): Buffer {
  const built = readFileSync(BUILT_MODULE);
  const region = Filter.load(built).modelRegion;
  const origin = {
    code: codeHash(built, region.address),
    region,
    target: arch.replace(/v8$/, ""),
    cpu: arch === "x86_64" ? "x86-64" : "generic",
    compiler: "wamrc 2.4.1",
  };
  return withModel(withOrigin(unmarkedFilter(arch), origin), readModel(built).blob);
}

/** What wamrc makes of the built filter, but for the machine code: what it was made of does not stand in it. */
export function unmarkedFilter(arch = "x86_64"): Buffer {
  const { address, capacity } = Filter.load(BUILT_MODULE).modelRegion;
  return aotFile({
    arch,
    segments: [
      { address: 16, bytes: Buffer.from("text") },
      { address, bytes: Buffer.alloc(capacity, 0xff) },
      { address: 0, bytes: Buffer.from("passive"), isPassive: true },
      { address: address + capacity, bytes: Buffer.from("x") },
    ],
  });
}
