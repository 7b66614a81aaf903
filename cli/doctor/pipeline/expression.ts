/** Fluent Bit's expressions (Onigmo, Ruby's dialect) as JavaScript's, so far as both mean the same. */

const MAX_CHARACTERS = 2_000;
const POSIX: Readonly<Record<string, string>> = {
  alnum: "A-Za-z0-9",
  alpha: "A-Za-z",
  blank: " \\t",
  digit: "0-9",
  lower: "a-z",
  punct: "!-\\/:-@\\[-`{-~",
  space: "\\s",
  upper: "A-Z",
  word: "\\w",
  xdigit: "0-9A-Fa-f",
};
/** Atomic and possessive groups, conditions, calls, look-behind with names, `\K`, `\G`, `\R`, `\X`. */
const UNTRANSLATABLE = /\(\?>|[*+?}]\+|\(\?\(|\(\?~|\\[KGRXgk]|&&/;

/**
 * @param text as in a configuration, with or without `/…/flags` around it
 * @returns undefined where it can't be translated
 */
export function expression(text: string): RegExp | undefined {
  if (text.length > MAX_CHARACTERS) return undefined;
  const [, slashed, given = ""] = /^\/(.*)\/([imxo]*)$/s.exec(text) ?? [];
  let source = slashed ?? text;
  const [, inline = ""] = /^\(\?([im]+)\)/.exec(source) ?? [];
  if (inline !== "") source = source.slice(inline.length + 3);
  const flags = given + inline;
  if (UNTRANSLATABLE.test(source) || flags.includes("x") || /\(\?[a-z-]+[:)]/.test(source)) return undefined;
  const translated = source
    .replace(/\[:(\^?)(\w+):\]/g, (whole, not: string, name: string) =>
      not ? whole : (POSIX[name] ?? whole),
    )
    .replace(/\\h/g, "[0-9A-Fa-f]")
    .replace(/\\A/g, "^")
    .replace(/\\[zZ]/g, "$");
  try {
    return new RegExp(translated, `${flags.includes("i") ? "i" : ""}${flags.includes("m") ? "s" : ""}m`);
  } catch {
    return undefined;
  }
}

/** Whether an expression takes every text. */
export function takesAll(text: string): boolean {
  const bare = text.replace(/^\/(.*)\/[imxo]*$/s, "$1").replace(/^\^|\$$/g, "");
  return ["", ".*", ".+", ".", "(.*)", "(.+)", ".*?", "[\\s\\S]*", "[\\s\\S]+"].includes(bare);
}
