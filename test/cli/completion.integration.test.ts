/** Completions as the shells themselves make them: each is started, loads the script, and is asked for what follows. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadCommands } from "../../cli/commands/index.ts";
import { candidates } from "../../cli/completion/candidates.ts";
import { makeProgram } from "../../cli/program.ts";
import { PACKAGE_ROOT } from "../../host/module.ts";
import { temporaryFolder } from "../folder.ts";
import { smartlog } from "./command.ts";

const folder = temporaryFolder();
const bin = join(folder, "bin");
mkdirSync(bin);
symlinkSync(join(PACKAGE_ROOT, "build", "cli.js"), join(bin, "smartlog"));
writeFileSync(join(folder, "access.log"), "a line\n");
mkdirSync(join(folder, "a folder"));
const ENV = { ...process.env, PATH: `${bin}:${process.env.PATH}`, HOME: folder, TERM: "dumb" };

const program = makeProgram(await loadCommands());
const wordsOf = (...words: string[]) =>
  candidates(program, words.slice(0, -1), words.at(-1) ?? "").words.map(([word]) => word);

describe("what may stand at a place", () => {
  test("is every command there is, by its definition", () => {
    expect(wordsOf("")).toEqual(
      program
        .createHelp()
        .visibleCommands(program)
        .map((command) => command.name()),
    );
  });

  test.each([
    [
      ["db", ""],
      ["migrate", "status"],
    ],
    [
      ["watch", "--"],
      ["--watch", "--once", "--config", "--color"],
    ],
    [
      ["analyze", "--format", ""],
      ["table", "markdown", "json", "html"],
    ],
    [["analyze", "--format=", ""], []],
    [
      ["score", "--only", "bot", ""],
      ["normal", "attack"],
    ],
    [
      ["incidents", "list", "--state", ""],
      ["open", "all"],
    ],
    [
      ["completion", ""],
      ["bash", "zsh", "fish"],
    ],
    [
      ["serve", "--host", "0.0.0.0", "--"],
      ["--port", "--token"],
    ],
  ])("%j", (words, expected) => {
    expect(wordsOf(...words)).toEqual(expect.arrayContaining(expected));
  });

  test.each([
    [["start", ""], "files"],
    [["start", "a.log", ""], "files"],
    [["start", "--data", ""], "folders"],
    [["doctor", "--config", ""], "files"],
    [["db", "status", ""], undefined],
    [["score", "--", "--"], "files"],
  ])("%j takes %s of the shell", (words, paths) => {
    expect(candidates(program, words.slice(0, -1), words.at(-1) ?? "").paths).toBe(paths);
  });
});

const runs = (shell: string) => {
  const found = (process.env.PATH ?? "").split(":").some((each) => existsSync(join(each, shell)));
  if (!found) console.warn(`skipped: there is no ${shell} here (apt-get install ${shell})`);
  return found;
};

async function script(shell: string): Promise<string> {
  const { code, stdout } = await smartlog(["completion", shell]);
  expect(code).toBe(0);
  const file = join(folder, `completion.${shell}`);
  writeFileSync(file, stdout);
  return file;
}

/** What a user of the shell would be shown for a line whose end is where the cursor stands. */
const ASK: Record<string, (file: string, line: string) => readonly [string, readonly string[]]> = {
  bash: (file, line) => [
    "bash",
    [
      "--norc",
      "-c",
      `source '${file}'; COMP_LINE=$1; read -ra COMP_WORDS <<<"\${1//=/ = }"; [[ $1 == *' ' ]] && COMP_WORDS+=(""); COMP_CWORD=$((\${#COMP_WORDS[@]}-1)); _smartlog; printf '%s\\n' "\${COMPREPLY[@]}"`,
      "bash",
      line,
    ],
  ],
  fish: (file, line) => [
    "fish",
    ["--no-config", "-c", `source '${file}'; complete -C '${line.replaceAll("'", "\\'")}'`],
  ],
};

const LINES: readonly [line: string, shown: RegExp, hidden: RegExp][] = [
  ["smartlog st", /^start\b/m, /^serve\b/m],
  ["smartlog db ", /^rollup-rebuild\b/m, /^start\b/m],
  ["smartlog serve --po", /^--port\b/m, /^--host\b/m],
  ["smartlog analyze --format ", /^markdown\b/m, /^--/m],
  ["smartlog analyze --format=ma", /^(--format=)?markdown\b/m, /json/],
  ["smartlog start acc", /^access\.log/m, /a folder/],
  ["smartlog start --data ", /a folder/, /access\.log/],
  ["smartlog start $(>hacked) --o", /^--once\b/m, /^--port/m],
];

describe.each(["bash", "fish"])("%s", (shell) => {
  test.runIf(runs(shell))(
    "shows commands, options, values and files, and runs nothing of the line",
    async () => {
      const file = await script(shell);
      for (const [line, shown, hidden] of LINES) {
        // Fish itself would run a substitution in what it is asked to complete.
        if (shell === "fish" && line.includes("$(")) continue;
        const [command, args] = ASK[shell]?.(file, line) ?? ["false", []];
        const out = execFileSync(command, args, {
          cwd: folder,
          env: ENV,
          encoding: "utf8",
          stdio: ["ignore", "pipe", "inherit"],
        });
        expect([line, out]).toEqual([line, expect.stringMatching(shown)]);
        expect([line, out]).toEqual([line, expect.not.stringMatching(hidden)]);
      }
      expect(existsSync(join(folder, "hacked"))).toBe(false);
    },
    120_000,
  );
});

/** Zsh completes only for its line editor: one runs in a terminal of its own (zpty), and lists at two Tabs. */
const ZSH = (file: string) => `
zmodload zsh/zpty
zpty -b shell env PATH="$PATH" HOME="$HOME" TERM=vt100 zsh -f -i
zpty -w shell "PS1='> '; autoload -Uz compinit; compinit -u -D; setopt AUTO_LIST NO_LIST_BEEP NO_ALWAYS_LAST_PROMPT; LISTMAX=500; source '${file}'; zstyle ':completion:*' verbose yes; stty columns 200; print READY"
zpty -r -m shell text '*READY*READY*'
zpty -n -w shell "$1"
zpty -n -w shell $'\\t'
out=
for i in {1..60}; do
  while zpty -r -t shell part; do out+=$part; done
  [[ $out == *$2* ]] && break
  sleep 0.25
done
print -r -- "$out"
zpty -d shell
`;

describe("zsh", () => {
  test.runIf(runs("zsh"))(
    "shows commands with what they do, options and files",
    async () => {
      const file = await script("zsh");
      for (const [line, shown] of [
        ["smartlog s", "score log lines"],
        ["smartlog db ", "rollup-rebuild"],
        ["smartlog serve --po", "--port"],
        ["smartlog start acc", "access.log"],
      ] as const) {
        const out = execFileSync("zsh", ["-f", "-c", ZSH(file), "zsh", line, shown], {
          cwd: folder,
          env: ENV,
          encoding: "utf8",
          stdio: ["ignore", "pipe", "inherit"],
        });
        expect([line, out]).toEqual([line, expect.stringContaining(shown)]);
      }
    },
    180_000,
  );
});
