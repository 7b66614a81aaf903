import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { CommandError } from "../lib/errors.ts";

/** In a terminal asks twice, without showing what is typed; elsewhere the first line of standard input. */
export async function readPassword(question: string): Promise<string> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY) return (await text(stdin)).split(/\r?\n/)[0] ?? "";
  const hidden = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: stdin, output: hidden, terminal: true });
  // Ctrl-C ends it, as it ends other questions.
  terminal.once("SIGINT", () => process.kill(process.pid, "SIGINT"));
  const ask = async (shown: string) => {
    stderr.write(shown);
    const answer = await terminal.question("");
    stderr.write("\n");
    return answer;
  };
  try {
    const first = await ask(question);
    if ((await ask("Once more: ")) !== first)
      throw new CommandError("the two passwords differ; nothing was changed");
    return first;
  } finally {
    terminal.close();
  }
}
