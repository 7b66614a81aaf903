import { statSync } from "node:fs";
import { dirname } from "node:path";
import type { Findings } from "./finding.ts";

const OTHERS_WRITE = 0o002;
/** In such a folder only a file's owner may put another in its place (as in /tmp). */
const STICKY = 0o1000;

/**
 * Who may put another module in this one's place decides what the shipper says of every line; with machine code, what
 * runs in it.
 */
export function checkOwner(path: string, isCompiled: boolean, findings: Findings): void {
  if (process.getuid === undefined) return;
  const file = statSync(path);
  const folder = statSync(dirname(path));
  const open = [
    ...(file.mode & OTHERS_WRITE ? [path] : []),
    ...(folder.mode & OTHERS_WRITE && !(folder.mode & STICKY) ? [dirname(path)] : []),
  ];
  const what = isCompiled ? "runs code of theirs in Fluent Bit" : "decides what is seen of an attack";
  if (open.length > 0)
    findings.error(
      "module-writable",
      `every user of this machine may write ${open.join(" and ")}, and so ${what}`,
      {
        breaks: "Any user can switch the scores off.",
        remedy: `Take that right away: chmod o-w ${open.join(" ")}`,
      },
    );
  else findings.ok("module-writable", "not everybody may write it");
  if (isCompiled && ![0, process.getuid()].includes(file.uid))
    findings.warning(
      "module-owner",
      `it belongs to user ${file.uid}, who can have any code run in Fluent Bit, with the rights that Fluent Bit has`,
      {
        breaks: "That user can do what Fluent Bit can.",
        remedy: "Let root own it, or run Fluent Bit as the same user, not as root.",
      },
    );
}
