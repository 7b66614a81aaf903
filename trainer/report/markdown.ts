/** Markdown around untrusted text: log lines, names, templates. */

/** Text as one line, escaped for Markdown and HTML. */
export function plain(text: string): string {
  return oneLine(text).replace(/[\\`*_{}[\]<>|#&]/g, (c) =>
    c === "<" ? "&lt;" : c === ">" ? "&gt;" : c === "&" ? "&amp;" : `\\${c}`,
  );
}

/** Text as one line of code: inline, or as a fenced block where an indent is given. */
export function code(text: string, indent?: string): string {
  const shown = oneLine(text);
  // A fence is longer than any run of backticks inside.
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  if (indent !== undefined) {
    const fence = "`".repeat(Math.max(3, longest + 1));
    return `${indent}${fence}\n${indent}${shown}\n${indent}${fence}`;
  }
  const fence = "`".repeat(longest + 1);
  // A bar ends a table's cell even inside code.
  return `${fence} ${shown.replaceAll("|", "¦")} ${fence}`;
}

/** Blanks in place of line ends and of control characters, which a terminal might obey. */
function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is replaced
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ");
}

/**
 * A table; "Nothing." where it has no rows.
 *
 * @param rows cells, Markdown already
 */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  if (rows.length === 0) return "Nothing.";
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
