import { literal } from "./grammar/print.ts";

/** A query with one term more, as a link asks for it; as it is where it has the term already. @param sign `-`: without such */
export function withTerm(q: string, field: string, value: string, sign: "" | "-" = ""): string {
  const added = `${sign}${field}:${literal(value)}`;
  if (` ${q} `.includes(` ${added} `)) return q;
  return /\bOR\b/.test(q) ? `(${q}) ${added}` : `${q} ${added}`.trim();
}
