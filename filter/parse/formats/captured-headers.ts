/**
 * Captured headers as HAProxy writes them, `{shop.example|203.0.113.9} {}`: which one is X-Forwarded-For, its configuration knows
 * alone. A list of addresses counts where no other captured text is one. HAProxy writes braces and bars in a text as `#7B`.
 */
import { setText } from "../../record/fields";
import { Field } from "../../schema/fields";
import { findByte } from "../../text/ascii";
import { Char } from "../../text/char";
import { lastElement, readHop } from "../hop";

function isList(at: usize, end: usize): bool {
  const element = lastElement(at, end);
  return element != 0 && readHop(element, end);
}

/** Sets the list among the captured texts in [at, end), or the text itself where it has no braces. */
export function setForwarded(at: usize, end: usize): void {
  let open = findByte(at, end, Char.OpenBrace);
  if (open == end) {
    setText(Field.Forwarded, at, end);
    return;
  }
  let found: usize = 0;
  let foundEnd: usize = 0;
  for (; open < end; open = findByte(open, end, Char.OpenBrace)) {
    const close = findByte(open, end, Char.CloseBrace);
    for (let text = open + 1; text < close; ) {
      const stop = findByte(text, close, Char.Bar);
      if (isList(text, stop)) {
        if (found) return;
        found = text;
        foundEnd = stop;
      }
      text = stop + 1;
    }
    open = close;
  }
  setText(Field.Forwarded, found, foundEnd);
}
