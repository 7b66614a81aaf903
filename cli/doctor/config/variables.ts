import { readFileSync } from "node:fs";
import { hostname } from "node:os";

const FILE_URI = "file://";

/**
 * Puts values in place of `${NAME}` and `${NAME:-default}`, as Fluent Bit's `flb_env.c`: the configuration's own, then
 * the environment's, where one that is empty counts as not set.
 */
export class Variables {
  readonly #own: ReadonlyMap<string, string>;
  readonly #environment: NodeJS.ProcessEnv;
  /** Used, and without a value: the places. */
  readonly unset = new Map<string, string>();

  constructor(own: ReadonlyMap<string, string>, environment: NodeJS.ProcessEnv) {
    this.#own = own;
    this.#environment = environment;
  }

  /** @param at where the value stands */
  resolve(value: string, at: string): string {
    return value.replace(/\$\{([^}]+)\}/g, (_, expression: string) => {
      const [, name = "", fallback] = /^([^:]*)(?::-(.*))?/s.exec(expression) ?? [];
      const known = this.#valueOf(name);
      if (known === undefined && fallback === undefined && !this.unset.has(name)) this.unset.set(name, at);
      return known || (fallback ?? "");
    });
  }

  #valueOf(name: string): string | undefined {
    const own = this.#own.get(name);
    if (own?.startsWith(FILE_URI)) return contentOf(own.slice(FILE_URI.length));
    if (own !== undefined) return own;
    return this.#environment[name] || (name === "HOSTNAME" ? hostname() : undefined);
  }
}

function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8").replace(/[\r\n]$/, "") || undefined;
  } catch {
    return undefined;
  }
}
