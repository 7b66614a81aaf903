import { emitKeypressEvents } from "node:readline";
import type { ReadStream } from "node:tty";

/** Single keys, without Enter. */
export interface Keys {
  /** The next one's name: a letter in lower case, or what readline calls it; "q" for Ctrl-C and at the end of the input. */
  next(): Promise<string>;
  /** Gives the terminal back. */
  close(): void;
}

const QUIT = "q";

/** Keys of a terminal; those that are pressed early are kept. */
export function keysOf(terminal: ReadStream): Keys {
  const early: string[] = [];
  let waiting: ((key: string) => void) | undefined;
  let hasEnded = false;
  const take = (key: string) => {
    if (waiting) waiting(key);
    else early.push(key);
    waiting = undefined;
  };
  const onKey = (text: string | undefined, key: { name?: string; ctrl?: boolean }) => {
    const name = (key.name ?? text ?? "").toLowerCase();
    take(key.ctrl ? (name === "c" || name === "d" ? QUIT : "") : name);
  };
  const onEnd = () => {
    hasEnded = true;
    take(QUIT);
  };
  emitKeypressEvents(terminal);
  terminal.on("keypress", onKey);
  terminal.on("end", onEnd);
  terminal.setRawMode(true);
  terminal.resume();
  return {
    next() {
      const key = early.shift() ?? (hasEnded ? QUIT : undefined);
      if (key !== undefined) return Promise.resolve(key);
      return new Promise((resolve) => {
        waiting = resolve;
      });
    },
    close() {
      terminal.off("keypress", onKey);
      terminal.off("end", onEnd);
      terminal.setRawMode(false);
      terminal.pause();
    },
  };
}
