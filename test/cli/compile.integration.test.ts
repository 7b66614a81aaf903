import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { Finding } from "../../cli/doctor/finding.ts";
import { modelIn, readCompiled, withModel, withOrigin } from "../../host/compiled.ts";
import { Filter } from "../../host/filter.ts";
import { TARGETS, thisMachine } from "../../trainer/model/compile.ts";
import { embedModel } from "../../trainer/model/embed.ts";
import { readModel } from "../../trainer/model/read.ts";
import { changeSettings, readSettings } from "../../trainer/model/settings.ts";
import { temporaryFolder } from "../folder.ts";
import { aotFile, compiledFilter, unmarkedFilter } from "../host/aot-file.ts";
import { BUILT, BUILT_ID, blobNamed, moduleNamed } from "../trainer/models.ts";
import { smartlog } from "./command.ts";

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);
const HERE = thisMachine() ?? "x86_64";
const THERE = HERE === "x86_64" ? "aarch64" : "x86_64";
const ARCHES = { x86_64: "x86_64", aarch64: "aarch64v8" };

function script(name: string, text: string): string {
  writeFileSync(at(name), `#!/bin/sh\nPATH=/usr/bin:/bin\n${text}\n`);
  chmodSync(at(name), 0o755);
  return at(name);
}

/** Compiles nothing: has the right places for everything, and keeps what it was called with. */
const VERSION = '[ "$1" = --version ] && echo "wamrc 2.4.1" && exit 0\n';
let wamrc: string;
let nobody: string;
beforeAll(() => {
  for (const arch of Object.values(ARCHES)) writeFileSync(at(`${arch}.aot`), unmarkedFilter(arch));
  wamrc = script(
    "wamrc",
    `${VERSION}echo "$@" > ${at("called")}\ncp "$5" ${at("input.wasm")}\n` +
      `case "$1" in *aarch64) cp ${at("aarch64v8.aot")} "$4";; *) cp ${at("x86_64.aot")} "$4";; esac`,
  );
  // Says that it is Fluent Bit, and writes no events.
  nobody = script("fluent-bit", '[ "$1" = --version ] && echo "Fluent Bit v5.1.1"\nexit 0');
});

/** No Fluent Bit, and no compiler but the one that is given. */
const compile = (args: string[], env: Record<string, string> = {}) =>
  smartlog(["model", "compile", ...args], { env: { PATH: "/nowhere", SMARTLOG_WAMRC: undefined, ...env } });

describe("smartlog model compile", () => {
  test("makes a file beside the module, with its model and settings, and room for the largest model", async () => {
    writeFileSync(at("filter.wasm"), changeSettings(moduleNamed("mine"), { exempt: ["192.0.2.9"] }));
    // A processor that is asked for may be another machine's: nothing is tried here.
    const args = ["--module", at("filter.wasm"), "--wamrc", wamrc, "--cpu", TARGETS[HERE], "--json"];
    const { code, stdout, stderr } = await compile(args);
    expect([code, stderr]).toEqual([0, ""]);
    const file = at("filter.aot");
    const made = readFileSync(file);
    expect(JSON.parse(stdout)).toMatchObject({
      file,
      model: "mine",
      target: HERE,
      cpu: TARGETS[HERE],
      compiler: "wamrc 2.4.1",
      bytes: made.length,
      tried: null,
    });
    expect(readModel(made).id).toBe("mine");
    expect(readSettings(made).exempt).toEqual(["192.0.2.9"]);
    expect(readCompiled(made).origin).toEqual(readCompiled(compiledFilter(ARCHES[HERE])).origin);
    const { address, capacity } = Filter.load(BUILT).modelRegion;
    const input = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(at("input.wasm")))).exports;
    expect(
      new Uint8Array((input.memory as WebAssembly.Memory).buffer, address, capacity).every(
        (byte) => byte === 0xff,
      ),
    ).toBe(true);
  });

  test("makes one anew of one that other code was compiled into, with the same model", async () => {
    const { origin } = readCompiled(compiledFilter());
    const old = withOrigin(unmarkedFilter(), { ...origin, code: "0".repeat(64) });
    writeFileSync(at("old.aot"), withModel(old, blobNamed("kept")));
    expect((await smartlog(["score", "--module", at("old.aot")], { input: "x\n" })).stderr).toMatch(
      /old\.aot: it was compiled from the filter of another version.*smartlog model compile/,
    );
    const { stdout } = await compile(["--module", at("old.aot"), "--target", THERE], {
      SMARTLOG_WAMRC: wamrc,
    });
    expect(stdout).toMatch(new RegExp(`old\\.aot: the filter with kept, for ${THERE} .*\nIt was not tried`));
    expect(readFileSync(at("called"), "utf8")).toMatch(
      new RegExp(`^--target=${THERE} --cpu=${TARGETS[THERE]} -o \\S+filter\\.aot \\S+filter\\.wasm\\n$`),
    );
    expect(readModel(readFileSync(at("old.aot"))).id).toBe("kept");
    expect((await smartlog(["score", "--module", at("old.aot")], { input: "x\n" })).stdout).toMatch(
      /"model":"kept"/,
    );
  });

  test("puts nothing in place that the Fluent Bit of this machine does not answer with", async () => {
    const { code, stderr } = await compile(["--wamrc", wamrc, "-o", at("tried.aot")], {
      SMARTLOG_FLUENT_BIT: nobody,
    });
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(
        /^smartlog: Fluent Bit does not run with it \(it wrote nothing\).*nothing was put/,
      ),
    ]);
    expect(existsSync(at("tried.aot"))).toBe(false);
  });

  test.each([
    ["no compiler", [], {}, 1, /no wamrc on PATH.*--wamrc or SMARTLOG_WAMRC/],
    ["a compiler that is none", ["--wamrc", "/etc/hostname"], {}, 1, /\/etc\/hostname is no wamrc/],
    ["one in the environment that is none", [], { SMARTLOG_WAMRC: "/nowhere" }, 1, /\/nowhere is no wamrc/],
    ["another kind of processor", ["--target", "mips"], {}, 2, /Allowed choices are x86_64, aarch64/],
    ["too many words", ["filter.wasm"], {}, 2, /too many arguments/],
    ["no module", ["--module", "/nowhere.wasm"], {}, 1, /no module to be read at \/nowhere\.wasm/],
  ])("%s is said", async (_, args, env, code, message) => {
    const result = await compile([...args, "-o", at("never.aot")], env);
    expect([result.code, result.stderr]).toEqual([code, expect.stringMatching(message)]);
    expect(existsSync(at("never.aot"))).toBe(false);
  });

  test.each([
    ["fails", "echo 'LLVM ERROR: no'; exit 3", /failed \(exit 3\): LLVM ERROR: no/],
    [
      "knows no such processor",
      "echo \"'x' is not a recognized processor\"",
      /knows no processor x86-64|generic/,
    ],
    ["is of another version", `cp ${at("v4.aot")} "$4"`, /format 4 .*WAMR 2\.4\.1/],
    ["leaves functions out", `cp ${at("bare.aot")} "$4"`, /does not export smartlog/],
    ["leaves the model's place out", `cp ${at("small.aot")} "$4"`, /no place for the largest model/],
  ])("a compiler that %s is said", async (_, text, message) => {
    const { address, capacity } = Filter.load(BUILT).modelRegion;
    const segments = [{ address, bytes: Buffer.alloc(capacity) }];
    writeFileSync(at("v4.aot"), aotFile({ version: 4 }));
    writeFileSync(at("bare.aot"), aotFile({ segments, functions: ["malloc", "free"] }));
    writeFileSync(at("small.aot"), aotFile({ segments: [{ address, bytes: Buffer.alloc(9) }] }));
    const result = await compile(["--wamrc", script("bad", VERSION + text), "-o", at("never.aot")]);
    expect([result.code, result.stderr]).toEqual([1, expect.stringMatching(message)]);
    expect(existsSync(at("never.aot"))).toBe(false);
  });
});

describe("smartlog doctor looks into a compiled filter:", () => {
  async function examine(bytes: Uint8Array): Promise<string[]> {
    writeFileSync(at("doctor.aot"), bytes);
    const { code, stdout } = await smartlog(["doctor", "--json", "--module", at("doctor.aot")], {
      env: { SMARTLOG_FLUENT_BIT: nobody },
    });
    const { findings } = JSON.parse(stdout) as { findings: Finding[] };
    expect(code).toBe(findings.some(({ level }) => level === "error") ? 1 : 0);
    for (const { level, remedy } of findings) expect(Boolean(remedy)).toBe(level !== "ok");
    return findings.map(({ level, message }) => `${level} ${message}`);
  }
  const sound = compiledFilter(ARCHES[HERE]);
  const { origin } = readCompiled(sound);
  const unmarked = unmarkedFilter(ARCHES[HERE]);

  test("all that can be known without running it, and then in Fluent Bit", async () => {
    const found = await examine(sound);
    for (const message of [
      /^ok .*compiled ahead of time by wamrc 2\.4\.1, and is whole/,
      /^ok its format is 5/,
      new RegExp(`^ok it is for this machine's kind of processor, ${HERE}`),
      /^ok it exports smartlog, malloc and free/,
      /^ok it was compiled from this SmartLog's filter/,
      new RegExp(`^ok its model ${BUILT_ID} is accepted and scores a line`),
      // There is no machine code in it, and this Fluent Bit does nothing.
      /^error .*Fluent Bit does not run with it/,
    ])
      expect(found).toContainEqual(expect.stringMatching(message));
  });

  test.each([
    ["another machine's", compiledFilter(ARCHES[THERE]), [new RegExp(`^error it is for ${THERE}`)]],
    ["a damaged one", Buffer.from(sound).fill(1, 40, 44), [/^error .*can't be used: it is damaged/]],
    ["one cut off", sound.subarray(0, 70_000), [/^error .*can't be used: it is cut off/]],
    ["one of another format", aotFile({ version: 3 }), [/^error .*can't be used: .*format 3/]],
    ["one that was compiled by hand", unmarked, [/^error .*not made by `smartlog model compile`/]],
    [
      "one of other code",
      withOrigin(unmarked, { ...origin, code: "0".repeat(64) }),
      [/^error it was compiled from the filter of another version of SmartLog/],
    ],
    [
      "one for one processor only",
      withModel(withOrigin(unmarked, { ...origin, cpu: "znver3" }), modelIn(sound)),
      [/^warning it is for the processor znver3: .*SIGILL/],
    ],
    ["one without a model", embedModel(sound, Buffer.alloc(8)), [/^error it scores nothing: no model/]],
    [
      "one with a damaged model",
      embedModel(sound, Buffer.from(modelIn(sound)).fill(7, 5000, 5004)),
      [/^error it scores nothing: model refused: damaged/],
    ],
  ])("%s", async (_, bytes, messages) => {
    const found = await examine(bytes);
    for (const message of messages) expect(found).toContainEqual(expect.stringMatching(message));
    expect(found.join("\n")).not.toContain("answers");
  });
});
