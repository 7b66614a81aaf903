import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { defaultModulePath } from "../../../host/module.ts";
import { temporaryFolder } from "../../folder.ts";
import { smartlog } from "../command.ts";

const folder = temporaryFolder();

describe("smartlog doctor, of programs and modules", () => {
  test("finds a Fluent Bit that is too old", async () => {
    const old = join(folder, "old-fluent-bit");
    writeFileSync(old, "#!/bin/sh\necho Fluent Bit v3.1.9\n");
    chmodSync(old, 0o755);
    const { code, stdout } = await smartlog(["doctor"], { env: { SMARTLOG_FLUENT_BIT: old } });
    expect([code, stdout]).toEqual([
      1,
      expect.stringMatching(/ERROR +Fluent Bit is 3\.1\.9 .*older than 4\.2/),
    ]);
  });

  test("finds what is wrong with a module", async () => {
    const module = async (bytes: Uint8Array) => {
      const file = join(folder, "other.wasm");
      writeFileSync(file, bytes);
      const { code, stdout } = await smartlog(["doctor", "--module", file], { env: {} });
      return { code, stdout };
    };
    expect(await module(Buffer.from("no"))).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("is no WebAssembly module"),
    });
    // (module (import "env" "abort" (func (param i32))) (func (export "smartlog") (param i64)))
    const bytes = Buffer.from(
      "0061736d01000000" +
        "01090260017f0060017e00" +
        "020d0103656e760561626f7274" +
        "0000" +
        "03020101" +
        "070c0108736d6172746c6f670001" +
        "0a040102000b",
      "hex",
    );
    const { code, stdout } = await module(bytes);
    expect(code).toBe(1);
    expect(stdout).toContain("it imports env.abort");
    expect(stdout).toContain("it does not export smartlog(i32,i32,i32,i32,i32,i32) -> i32");
    expect(stdout).toContain("it does not export malloc(i32) -> i32");
    const large = Buffer.concat([readFileSync(defaultModulePath()), custom(300_000)]);
    expect((await module(large)).stdout).toMatch(/ERROR.* bytes, more than 409,600/);
  });
});

test.skipIf(process.getuid === undefined)("finds who else may put a module there", async () => {
  const place = join(folder, "open");
  mkdirSync(place);
  const file = join(place, "filter.wasm");
  copyFileSync(defaultModulePath(), file);
  const said = async () => (await smartlog(["doctor", "--module", file], { env: {} })).stdout;
  expect(await said()).toContain("not everybody may write it");
  chmodSync(file, 0o666);
  expect(await said()).toMatch(/ERROR.*every user of this machine may write \S+filter\.wasm, and so decides/);
  chmodSync(file, 0o644);
  chmodSync(place, 0o777);
  expect(await said()).toMatch(
    /ERROR.*every user of this machine may write \S+open, .*\n.*\n.*-> .*chmod o-w/,
  );
  chmodSync(place, 0o1777);
  expect(await said()).toContain("not everybody may write it");
});

/** A custom section of so many bytes: part of a module that nobody reads. */
function custom(bytes: number): Buffer {
  const size: number[] = [];
  for (let left = bytes; ; left >>>= 7) {
    size.push((left & 0x7f) | (left > 0x7f ? 0x80 : 0));
    if (left <= 0x7f) break;
  }
  return Buffer.concat([Buffer.from([0, ...size]), Buffer.alloc(bytes)]);
}
