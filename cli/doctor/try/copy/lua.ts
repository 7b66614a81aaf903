/** A Lua filter's script in the copy: without what reaches beyond its record. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type CopySection, settingOf, withSettings } from "./section.ts";

/** Libraries and functions with which a script writes files, starts programs or opens connections. */
const REACHES_OUT =
  /\b(?:io\s*\.|os\s*\.\s*(?:execute|remove|rename|tmpname|exit)|require\b|package\b|dofile\b|loadfile\b|debug\s*\.)/;
/** Takes them away, so that a script that names them in another way gets an error. */
const PRELUDE = `io=nil require=nil package=nil dofile=nil loadfile=nil debug=nil
os={time=os.time,date=os.date,clock=os.clock,difftime=os.difftime,getenv=os.getenv}
`;

/**
 * The filter with a copy of its script, or why it can't be tried.
 *
 * @param folder where the copy goes
 * @param pathOf the full path of a file that the configuration names
 */
export function safeLua(
  filter: CopySection,
  folder: string,
  name: string,
  pathOf: (path: string) => string,
): CopySection | string {
  const script = settingOf(filter, "script");
  let code = settingOf(filter, "code");
  if (code === undefined) {
    if (script === undefined) return filter;
    try {
      code = readFileSync(pathOf(script), "utf8");
    } catch {
      // Fluent Bit itself says that it is not there.
      return withSettings(filter, { script: pathOf(script) });
    }
  }
  const [reach] = REACHES_OUT.exec(code) ?? [];
  if (reach) return `left out: its script uses ${reach.replace(/\s/g, "")}, which reaches beyond the record`;
  const path = join(folder, `${name}.lua`);
  writeFileSync(path, PRELUDE + code);
  return withSettings(filter, { script: path, code: undefined });
}
