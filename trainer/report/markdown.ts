/** Markdown around text that strangers chose: log lines, names, templates. */

/** Text of one line that means nothing to Markdown or HTML. */
export function plain(text: string): string {
  return oneLine(text).replace(/[\\`*_{}[\]<>|#&]/g, (c) =>
    c === "<" ? "&lt;" : c === ">" ? "&gt;" : c === "&" ? "&amp;" : `\\${c}`,
  );
}

/** Text as code: in line, or as a block of its own with the given indent. */
export function code(text: string, indent?: string): string {
  const shown = oneLine(text);
  // A fence has to be longer than any run of its character inside.
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  if (indent !== undefined) {
    const fence = "`".repeat(Math.max(3, longest + 1));
    return `${indent}${fence}\n${indent}${shown}\n${indent}${fence}`;
  }
  const fence = "`".repeat(longest + 1);
  // A table's cell ends at a bar even inside of code.
  return `${fence} ${shown.replaceAll("|", "¦")} ${fence}`;
}

/** Controls, which a terminal might obey, and line ends as blanks. */
function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to go
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ");
}

/** @param rows cells that are Markdown already */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  if (rows.length === 0) return "Nothing.";
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

export function figure(value: number): string {
  return Number.isFinite(value) ? value.toFixed(3) : "–";
}

export function percent(share: number): string {
  return Number.isFinite(share) ? `${(share * 100).toFixed(2)} %` : "–";
}

export function signed(value: number, digits: number): string {
  return `${value > 0 ? "+" : ""}${value.toFixed(digits)}`;
}
