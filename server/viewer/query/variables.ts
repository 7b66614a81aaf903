import { SmartLogError } from "../../../host/error.ts";

/**
 * Variables in a statement, by Grafana's rules. Values from a URL get into SQL here and nowhere else, and only as a
 * literal: quoted, or (`:csv`, `:raw`, no format) made of characters that can't end or begin anything.
 */

/** A variable with what is chosen for it. */
export interface Chosen {
  name: string;
  /** All of a variable with an `allValue`: put in as the dashboard's author wrote it. */
  all?: string;
  values: readonly string[];
  /** Whether several may be chosen: Grafana then quotes it even without a format. */
  multi: boolean;
}

/** A variable can't be put in; the message says which. */
export class VariableError extends SmartLogError {
  override name = "VariableError";
  readonly code = "VARIABLE_INVALID";
}

const REFERENCE = /\$\{(\w+)(?:\.[\w.]+)?(?::(\w+))?\}|\[\[(\w+)(?::(\w+))?\]\]|\$(\w+)/g;

/** Replaces `${name}`, `${name:format}`, `[[name]]` and `$name`; what isn't a variable stays. */
export function interpolate(sql: string, variables: ReadonlyMap<string, Chosen>): string {
  return sql.replace(REFERENCE, (whole, a, format, b, bFormat, c) => {
    const chosen = variables.get(a ?? b ?? c);
    return chosen ? formatted(chosen, format ?? bFormat) : whole;
  });
}

function formatted(chosen: Chosen, format: string | undefined): string {
  if (chosen.all !== undefined) return chosen.all;
  switch (format) {
    case "sqlstring":
      return chosen.values.map((value) => quote(value)).join(",");
    case "singlequote":
      throw new VariableError(
        `${chosen.name}: singlequote escapes with a backslash, which is no SQL; use sqlstring`,
      );
    case "csv":
    case "raw":
      return chosen.values.map((value) => plain(chosen, value)).join(",");
    case undefined:
      if (chosen.multi) return chosen.values.map((value) => quote(value)).join(",");
      return plain(chosen, chosen.values[0] ?? "");
    default:
      throw new VariableError(`${chosen.name}: the format ${format} has no place in SQL`);
  }
}

/** As Grafana's sqlstring: apostrophes doubled, quotation marks after a backslash. */
function quote(value: string): string {
  if (value.includes("\0")) throw new VariableError("a NUL can't be in a value");
  return `'${value.replace(/'/g, "''").replace(/"/g, '\\"')}'`;
}

/** Unquoted values are numbers, names and intervals. */
function plain(chosen: Chosen, value: string): string {
  if (!/^[\w.:-]*$/.test(value) || value.includes("--"))
    throw new VariableError(`${chosen.name}: only letters, digits and . _ : - may stand here unquoted`);
  return value;
}
