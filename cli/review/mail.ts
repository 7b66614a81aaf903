import { LABELS } from "../../host/event.ts";
import { alikeText, effectText } from "../../store/review/words.ts";
import { QUESTIONS, type Question, questions } from "../../store/review.ts";
import { asCalled } from "../lib/called.ts";
import { messageOf } from "../lib/errors.ts";
import { columns, printable, say } from "../lib/output.ts";
import { type StoreChoice, withStore } from "../lib/store.ts";

const MAX_LINE_CHARACTERS = 300;
/** Changed labels below which a question is not worth a mail. */
const LEAST_EXPECTED = 1;

/**
 * The questions whose answers would change most, as text for a mail: each with the commands that answer it; empty where
 * there is none.
 */
export async function questionsMail(choice: StoreChoice, since: Date): Promise<string> {
  const asked = await withStore(choice, ({ pool }) => questions(pool, { since, limit: QUESTIONS })).catch(
    (error) => {
      // What was trained stands, whether people can be asked or not.
      say(`what people should be asked could not be found: ${messageOf(error)}`);
      return [];
    },
  );
  const telling = asked.filter(({ expected }) => expected >= LEAST_EXPECTED);
  if (telling.length === 0) return "";
  const head =
    "What people's answers would change most (`smartlog review` and the page /review show what happened around each):";
  return asCalled(["", head, "", ...telling.map((question, i) => mailText(question, i + 1))].join("\n"));
}

function mailText({ id, time, label, score, line, cluster, changes }: Question, n: number): string {
  return [
    `${n}. ${time.toISOString()}, called ${label} (${score.toFixed(2)}):`,
    `   ${printable(line, MAX_LINE_CHARACTERS)}`,
    `   ${alikeText(cluster)}`,
    ...columns(
      LABELS.map((answer) => [
        `   smartlog feedback --id ${id} --label ${answer}`,
        `# ${effectText(cluster, changes[answer])}`,
      ]),
    ),
    "",
  ].join("\n");
}
