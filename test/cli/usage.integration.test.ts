import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { COMMAND_NAMES } from "../../cli/lib/command-names.ts";
import { temporaryFolder } from "../folder.ts";
import { smartlog } from "./command.ts";

const folder = temporaryFolder();

describe("smartlog", () => {
  test.each([
    ["no command", [], /Usage: smartlog/],
    ["an unknown command", ["strat"], /unknown command 'strat'/],
    ["an unknown option", ["score", "--fast"], /unknown option '--fast'\nTry: smartlog score --help/],
    ["an unknown option of its own", ["--fast"], /unknown option '--fast'/],
    ["a missing argument", ["explain"], /missing required argument 'line'/],
    ["one argument too many", ["explain", "a", "b"], /too many arguments/],
    ["a value that is none of the choices", ["simulate", "--kind", "mail"], /Allowed choices are web, auth/],
    ["a number that is none", ["simulate", "--lines", "many"], /has to be a whole number/],
    ["a port that is none", ["start", "--postgres-port", "70000"], /from 1 to 65535/],
    ["a file that isn't there", ["score", "/nowhere/access.log"], /there is no file \/nowhere\/access.log/],
    ["a folder of everything", ["start", "/"], /more than 10,000 files below \/; name the folders/],
    ["a token without a scope", ["token", "create", "x"], /--scope/],
    ["a role that is none", ["user", "role", "x", "root"], /viewer, editor, admin/],
    ["nothing to keep", ["db", "retain"], /say what to keep: --days, --size, or both/],
    ["a configuration that isn't there", ["doctor", "--config", "/nowhere.yaml"], /there is no file/],
  ])("%s is wrong use: exit code 2 and a word about it", async (_, args, message) => {
    const { code, stdout, stderr } = await smartlog(args);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(message);
  });

  test("a failure is exit code 1 and one line that says what to do; the stack is for SMARTLOG_DEBUG", async () => {
    const file = join(folder, "not.wasm");
    writeFileSync(file, "no module");
    const failed = await smartlog(["score", "--module", file]);
    expect([failed.code, failed.stdout]).toEqual([1, ""]);
    expect(failed.stderr).toMatch(/^smartlog: cannot load .*not\.wasm.* npm run build\n$/);
    const debugged = await smartlog(["score", "--module", file], { env: { SMARTLOG_DEBUG: "1" } });
    expect(debugged.stderr).toMatch(/\n {4}at .*\ncaused by/s);
  });

  test.each(["status", "doctor"])(
    "a password on the command line is warned of, and not repeated: %s",
    async (name) => {
      const call = name === "doctor" ? ["doctor"] : ["db", name];
      const run = (url: string) => smartlog([...call, "--database-url", url]);
      const { stderr } = await run("postgres://admin:s3cret@127.0.0.1:1/none");
      expect(stderr).toContain("the password in --database-url stands in this machine's process list");
      for (const other of [
        "postgres://127.0.0.1:1/none?password=s3cret",
        "postgres://a:s3cret@127.0.0.1:1/x",
      ])
        expect((await run(other)).stderr).not.toContain("s3cret");
      expect((await run("postgres://admin@127.0.0.1:1/none")).stderr).not.toContain("process list");
    },
  );

  test("--version says the version", async () => {
    const { code, stdout } = await smartlog(["--version"]);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+\n$/)]);
  });

  test.each([[[]], ...COMMAND_NAMES.map((command) => [[command]])])(
    "%s --help has examples",
    async (command) => {
      const { code, stdout, stderr } = await smartlog([...command, "--help"]);
      expect([code, stderr]).toEqual([0, ""]);
      const examples = stdout.slice(stdout.indexOf("\nExamples:\n")).split("\n\n")[0];
      expect(examples).toContain(["smartlog", ...command].join(" "));
    },
  );
});
