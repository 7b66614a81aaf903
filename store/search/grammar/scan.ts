/** A query line, character by character: where one is, and the pieces that begin there. */
import type { Pattern } from "./ast.ts";
import { SearchError } from "./error.ts";

/** A piece of text with where it stands. */
export interface Piece {
  /** With what quotes and backslashes say taken away; split at each `*` that means anything. */
  pattern: Pattern;
  /** As it was written. */
  written: string;
  quoted: boolean;
  from: number;
}

const BLANK = /\s/u;

export class Scanner {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  get isOver(): boolean {
    return this.at >= this.text.length;
  }

  /** The character here; empty at the end. */
  get here(): string {
    return this.text[this.at] ?? "";
  }

  skipBlanks(): void {
    while (!this.isOver && BLANK.test(this.here)) this.at++;
  }

  /** Whether a blank, a parenthesis that closes or the end is at this place. */
  isEnd(at = this.at): boolean {
    const character = this.text[at];
    return character === undefined || character === ")" || BLANK.test(character);
  }

  /** Passes what is here, if it is this. */
  take(wanted: string): boolean {
    if (!this.text.startsWith(wanted, this.at)) return false;
    this.at += wanted.length;
    return true;
  }

  /** What a sticky expression matches here, passed. */
  match(expression: RegExp): RegExpExecArray | null {
    expression.lastIndex = this.at;
    const found = expression.exec(this.text);
    if (found) this.at = expression.lastIndex;
    return found;
  }

  /**
   * A word, or a phrase in quotes.
   *
   * @param stops characters that end a word besides blanks and parentheses
   */
  piece(stops = ""): Piece {
    return this.here === '"' ? this.#phrase() : this.#word(stops);
  }

  #phrase(): Piece {
    const from = this.at++;
    let literal = "";
    for (;;) {
      const character = this.here;
      if (character === "")
        throw new SearchError(
          "this quotation mark has no end",
          'Close it with ". Inside, \\" is a quotation mark and \\\\ a backslash.',
          from,
          this.text.length - from,
        );
      this.at++;
      if (character === '"') break;
      literal += character === "\\" ? this.#escaped() : character;
    }
    if (!this.isEnd() && this.here !== ",")
      throw new SearchError(
        "something stands right behind the closing quotation mark",
        'Put a blank between them; inside of quotes, \\" is a quotation mark.',
        this.at,
      );
    return { pattern: [literal], written: this.text.slice(from, this.at), quoted: true, from };
  }

  #word(stops: string): Piece {
    const from = this.at;
    const pattern: string[] = [];
    let literal = "";
    while (!this.isEnd() && this.here !== "(" && !stops.includes(this.here)) {
      const character = this.here;
      if (character === '"')
        throw new SearchError(
          "a quotation mark stands inside a word",
          'Put all of it in quotes, and a backslash in front of each inner mark: "a=\\"b\\"".',
          this.at,
        );
      this.at++;
      if (character === "*") {
        // Two of them say no more than one.
        if (literal !== "" || pattern.length === 0) pattern.push(literal);
        literal = "";
      } else literal += character === "\\" ? this.#escaped() : character;
    }
    pattern.push(literal);
    return { pattern, written: this.text.slice(from, this.at), quoted: false, from };
  }

  /** What a backslash was in front of. */
  #escaped(): string {
    const character = this.here;
    if (character === "")
      throw new SearchError(
        "a backslash stands at the end",
        "Write \\\\ for a backslash itself.",
        this.at - 1,
      );
    this.at++;
    return character;
  }
}
