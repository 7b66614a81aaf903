/** What a shell's script is told: a word a line, then `:files`, `:folders` or `:none` for what the shell adds. */
import type { Command } from "commander";
import { asCalled } from "../lib/called.ts";
import { candidates } from "./candidates.ts";

const LONGEST_MEANING = 70;

/** @param words those after the command's name, the last of them unfinished and perhaps empty */
export function answerOf(program: Command, shell: "bash" | "zsh" | "fish", words: readonly string[]): string {
  const whole = shell === "bash" ? rejoined(words) : words;
  const current = whole.at(-1) ?? "";
  const { words: found, paths = "none" } = candidates(program, whole.slice(0, -1), current);
  const lines = found
    .filter(([word]) => word.startsWith(current))
    .map(([word, meaning]) => {
      // Bash replaces only what comes after the `=`, which ends a word for it.
      if (shell === "bash") return current.startsWith("--") ? word.slice(word.indexOf("=") + 1) : word;
      return meaning === "" ? word : `${word}\t${short(asCalled(meaning))}`;
    });
  return [...lines, `:${paths}`, ""].join("\n");
}

/** Bash takes `--format=json` for three words. */
function rejoined(words: readonly string[]): string[] {
  const out: string[] = [];
  for (const [i, word] of words.entries()) {
    const option = out.at(-1);
    const isValue = words[i - 1] === "=" && option?.endsWith("=");
    if (isValue || (word === "=" && option?.startsWith("--"))) out[out.length - 1] = `${option}${word}`;
    else out.push(word);
  }
  return out;
}

function short(meaning: string): string {
  const line = meaning.replace(/\s+/g, " ");
  return line.length > LONGEST_MEANING ? `${line.slice(0, LONGEST_MEANING - 1)}…` : line;
}
