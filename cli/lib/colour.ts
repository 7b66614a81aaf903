/** Colours where a terminal reads: --color, NO_COLOR (no-color.org) and FORCE_COLOR decide, in this order. */
import { styleText } from "node:util";

export const COLOURS = ["auto", "always", "never"] as const;
export type Colours = (typeof COLOURS)[number];
export type Style = Parameters<typeof styleText>[0];

let colours: Colours = "auto";

/** What --color said. */
export function setColours(wished: Colours): void {
  colours = wished;
}

/** Whether what goes there is coloured. */
export function isColoured(stream: { isTTY?: boolean } = process.stdout): boolean {
  if (colours !== "auto") return colours === "always";
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR || FORCE_COLOR === "0" || FORCE_COLOR === "false") return false;
  return FORCE_COLOR !== undefined || (stream.isTTY === true && TERM !== "dumb");
}

/** By verdict, severity and state: the same word has the same colour everywhere. Red is for what needs a person. */
const STYLES: Readonly<Record<string, Style>> = {
  attack: "red",
  anomaly: "yellow",
  bot: "cyan",
  critical: ["red", "bold"],
  high: "red",
  medium: "yellow",
  open: "bold",
  muted: "dim",
  closed: "dim",
  ERROR: "red",
  WARNING: "yellow",
};

/** A text in the style, where colours are wanted. */
export function painted(style: Style, text: string, stream?: { isTTY?: boolean }): string {
  return isColoured(stream) ? styleText(style, text, { validateStream: false }) : text;
}

/** A verdict, severity or level in its colour; other texts as they are. */
export function verdict(word: string, text = word, stream?: { isTTY?: boolean }): string {
  const style = STYLES[word.trim()];
  return style === undefined ? text : painted(style, text, stream);
}

/** The first line of a table. */
export function heading(text: string): string {
  return painted("bold", text);
}
