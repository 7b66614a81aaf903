/** watch.yaml as text: secrets put in, and where in the file a setting stands. */
import { readFileSync } from "node:fs";
import { isNode, isScalar, LineCounter, parseDocument, visit } from "yaml";
import { WatchError } from "../error.ts";

/** A file of configuration that was read, with the lines of its settings. */
export interface ConfigDocument {
  value: unknown;
  /** "FILE:LINE: PATH" of a setting, or of the nearest one around it. */
  where(path: readonly (string | number)[]): string;
}

const MOST_CHARACTERS = 262_144;
const VARIABLE = /\$\{([A-Za-z_]\w*)\}/g;
const FILE = "file:";

/**
 * Parses the text. `${NAME}` in a value is the environment's variable; a value `file:/path` is that file's content.
 *
 * @throws WatchError that says file, line and what to do
 */
export function readDocument(file: string, text: string, env: NodeJS.ProcessEnv): ConfigDocument {
  if (text.length > MOST_CHARACTERS) throw new WatchError(`${file}: over ${MOST_CHARACTERS} characters`);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [error] = document.errors;
  if (error) throw new WatchError(`${file}:${error.linePos?.[0].line ?? 1}: ${error.message.split("\n")[0]}`);
  const at = (offset = 0) => `${file}:${lines.linePos(offset).line}`;
  visit(document, {
    Scalar(key, node) {
      if (key === "key" || typeof node.value !== "string") return;
      node.value = withSecrets(node.value, env, at(node.range?.[0]));
    },
  });
  return {
    value: document.toJS({ maxAliasCount: 0 }),
    where(path) {
      for (let length = path.length; length >= 0; length--) {
        const found = document.getIn(path.slice(0, length), true);
        if (isNode(found) && found.range)
          return `${at(isScalar(found) || length === 0 ? found.range[0] : keyOffset(document, path.slice(0, length)))}: ${path.join(".")}`;
      }
      return [file, ...(path.length > 0 ? [path.join(".")] : [])].join(": ");
    },
  };
}

/** Where the name of a map or list stands: its value begins lines later. */
function keyOffset(document: ReturnType<typeof parseDocument>, path: readonly (string | number)[]): number {
  const around = document.getIn(path.slice(0, -1), true) as
    | { items?: unknown[]; range?: [number] }
    | undefined;
  const name = path.at(-1);
  for (const item of around?.items ?? []) {
    const { key } = item as { key?: { value?: unknown; range?: [number] } };
    if (key?.value === name && key?.range) return key.range[0];
  }
  return (document.getIn(path, true) as { range?: [number] } | undefined)?.range?.[0] ?? 0;
}

function withSecrets(value: string, env: NodeJS.ProcessEnv, where: string): string {
  if (value.startsWith(FILE)) {
    const path = value.slice(FILE.length);
    try {
      return readFileSync(path, "utf8").trim();
    } catch (cause) {
      throw new WatchError(`${where}: ${path} can't be read (${(cause as NodeJS.ErrnoException).code})`, {
        cause,
      });
    }
  }
  return value.replace(VARIABLE, (_whole, name: string) => {
    const found = env[name];
    if (found === undefined || found === "")
      throw new WatchError(`${where}: the environment has no ${name}`, {
        nextStep: `Set it, or write the value into a file and name that: ${FILE}/path.`,
      });
    return found;
  });
}
