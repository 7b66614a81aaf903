import { globSync } from "tinyglobby";

/** A pattern of Fluent Bit's `match` and `exclude_path`: `*` stands for anything, slashes too. */
export function wildcard(pattern: string): RegExp {
  const parts = pattern.split(/\*+/).map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s");
}

/** The files that a path with `*`, `?` or `[…]` stands for, as the C library's glob: there `*` stops at slashes. */
export function filesAt(pattern: string): string[] {
  const literal = pattern.replace(/\*+/g, "*").replace(/[(){}!+@|]/g, "\\$&");
  return globSync(literal, { absolute: true, expandDirectories: false }).sort();
}
