import { createInterface } from "node:readline/promises";

/** Asks in a terminal; elsewhere, and where `yes` says so already, the answer is yes. */
export async function isConfirmed(question: string, yes = false): Promise<boolean> {
  const { stdin, stdout } = process;
  if (yes || !(stdin.isTTY && stdout.isTTY)) return true;
  const terminal = createInterface({ input: stdin, output: stdout });
  try {
    return !/^\s*n/i.test(await terminal.question(question));
  } finally {
    terminal.close();
  }
}
