import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * The path of a file that is kept in `store/` and that the compiler doesn't copy: SQL, settings, the supervisor's script.
 * This module runs from `store/` (tests) and from `build/store/` (the command).
 */
export function storeFile(name: string): string {
  const here = fileURLToPath(new URL(name, import.meta.url));
  return existsSync(here) ? here : fileURLToPath(new URL(`../../store/${name}`, import.meta.url));
}
