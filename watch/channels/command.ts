/** A program of the user's: the message as JSON on its standard input. No shell, so nothing in a log line is run. */
import { spawn } from "node:child_process";
import * as v from "valibot";
import { type ChannelType, DeliveryError } from "./channel.ts";
import { text } from "./settings.ts";
import { asText, filled, unknownPlaceholder, valuesOf } from "./template.ts";

const TIMEOUT_MS = 30_000;
const MOST_SAID_CHARACTERS = 300;

const settings = v.strictObject({
  type: v.literal("command"),
  /** The program and its arguments, with placeholders. */
  command: v.pipe(
    v.array(text, "has to be a list: the program, then its arguments"),
    v.minLength(1, "is empty"),
    v.check(([program = ""]) => program.startsWith("/"), "has to begin with a program's whole path"),
    v.check(
      (all) => unknownPlaceholder(all) === undefined,
      ({ input }) => `has no placeholder {${unknownPlaceholder(input)}}`,
    ),
  ),
});

export const command: ChannelType<v.InferOutput<typeof settings>> = {
  settings,
  make: (name, { command: [program = "", ...args] }, context) => ({
    type: "command",
    async send(message, signal) {
      const values = valuesOf(message, name, context);
      await run(
        program,
        args.map((each) => argument(each, asText(filled(each, values)))),
        JSON.stringify(values),
        signal,
      );
      return undefined;
    },
  }),
};

/** Text out of a log is no option of the program: where it would begin with a dash, a blank comes first. */
function argument(template: string, value: string): string {
  const safe = value.replaceAll("\0", "");
  return safe.startsWith("-") && !template.startsWith("-") ? ` ${safe}` : safe;
}

function run(program: string, args: string[], input: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ["pipe", "ignore", "pipe"],
      // Of its own environment only what a program needs: no database's or channel's password.
      env: { PATH: process.env.PATH ?? "/usr/local/bin:/usr/bin:/bin", LANG: process.env.LANG ?? "C.UTF-8" },
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      killSignal: "SIGKILL",
    });
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => {
      said = (said + chunk).slice(-MOST_SAID_CHARACTERS);
    });
    child.on("error", (error) => reject(new DeliveryError(`${program}: ${error.message}`)));
    child.on("close", (code, killed) => {
      if (code === 0) resolve();
      else reject(new DeliveryError(`${program} ended with ${code ?? killed}${said && `: ${said.trim()}`}`));
    });
    // It may end without reading.
    child.stdin.on("error", () => {});
    child.stdin.end(input);
  });
}
