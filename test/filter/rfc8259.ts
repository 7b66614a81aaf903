/**
 * Is it one JSON value, by RFC 8259 to the letter? Written for the tests alone, sharing nothing with the filter's
 * scanner; stricter than JSON.parse in that it takes bytes, and they have to be UTF-8.
 *
 * @throws with the offset of what is wrong
 */
export function assertStrictJson(bytes: Uint8Array): void {
  const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  let at = 0;
  const fail = (what: string): never => {
    throw new Error(
      `not JSON at ${at}: ${what}, near ${JSON.stringify(text.slice(Math.max(0, at - 20), at + 20))}`,
    );
  };
  const match = (pattern: RegExp, what: string): void => {
    pattern.lastIndex = at;
    if (!pattern.test(text)) fail(what);
    at = pattern.lastIndex;
  };
  const STRING = /"(?:[ !#-[\]-\u{10ffff}]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*"/uy;
  const SCALAR = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null/y;
  const SPACE = /[ \t\n\r]*/y;
  const space = () => match(SPACE, "white space");
  const closers: string[] = [];
  let expectValue = true;
  space();
  while (true) {
    if (expectValue) {
      const open = text[at];
      if (open === "{" || open === "[") {
        at++;
        space();
        const closer = open === "{" ? "}" : "]";
        if (text[at] === closer) at++;
        else {
          closers.push(closer);
          if (closer === "}") key();
          continue;
        }
      } else if (open === '"') match(STRING, "a string");
      else match(SCALAR, "a value");
      expectValue = false;
    }
    space();
    const closer = closers.at(-1);
    if (closer === undefined) {
      if (at !== text.length) fail("something after the value");
      return;
    }
    if (text[at] === closer) {
      at++;
      closers.pop();
    } else if (text[at] === ",") {
      at++;
      space();
      if (closer === "}") key();
      expectValue = true;
    } else fail(`neither "," nor "${closer}"`);
  }

  function key(): void {
    match(STRING, "a key");
    space();
    if (text[at++] !== ":") fail("no colon");
    space();
  }
}
