/** GET, POST /rules, /rules/edit, GET /rules/new: rules of incidents; works without scripts. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Pool } from "pg";
import type { Rule } from "../../../rules/lib/rule.ts";
import { readRule } from "../../../rules/lib/rule.ts";
import {
  MAX_RULE_CHARACTERS,
  readOwnRules,
  removeOwnRule,
  saveOwnRule,
  switchRule,
} from "../../../store/incidents/own-rules.ts";
import { type Tried, tryRule } from "../../../watch/judge/try.ts";
import type { Database } from "../../database/database.ts";
import { HttpError } from "../../http/error.ts";
import { may, principal } from "../../http/principal.ts";
import type { FormKeys } from "../form-keys.ts";
import type { Entry, RuleBook } from "../rule-book.ts";
import { editPage, TRIED_SECONDS } from "./edit.ts";
import { yamlOf } from "./fields.ts";
import { rulesPage } from "./list.ts";
import { newPage } from "./new.ts";

type Fields = Record<string, string | undefined>;

const RULES_FORM = "rules";
const QUERY_CANCELED = "57014";
const SAID: Readonly<Record<string, string>> = {
  saved: "Saved; it acts from the next pass on.",
  off: "Switched off. What is open of it stays until it is quiet.",
  on: "Switched on.",
  removed: "Removed.",
};

export function addRulePages(
  app: FastifyInstance,
  database: Database,
  { formKeys, book }: { formKeys: FormKeys; book: RuleBook },
): void {
  const work = <T>(request: FastifyRequest, of: (pool: Pool) => Promise<T>) =>
    database.forViewer(request.raw.socket, of);
  const key = () => formKeys.of(RULES_FORM);

  app.get("/rules", { config: { needs: "read" } }, async (request, reply) => {
    const entries = await work(request, (pool) => book.entries(pool));
    const { done = "" } = request.query as Fields;
    const said = Object.hasOwn(SAID, done) ? (SAID[done] as string) : "";
    return reply.page(rulesPage(entries, key(), said));
  });

  app.post("/rules", { config: { needs: "review", audit: "rule.changed" } }, async (request, reply) => {
    const form = (request.body ?? {}) as Fields;
    formKeys.check(RULES_FORM, form.key);
    const { off, on, remove, who = "" } = form;
    const name = off ?? on ?? remove ?? "";
    await work(request, async (pool) => {
      const entries = await book.entries(pool);
      if (!entries.some((entry) => entry.name === name))
        throw new HttpError(404, "there is no rule of this name");
      checkOwner(entries, name);
      if (remove !== undefined) await removeOwnRule(pool, name);
      else await full(() => switchRule(pool, name, on !== undefined, who));
    });
    const done = remove !== undefined ? "removed" : on !== undefined ? "on" : "off";
    return reply.redirect(`/rules?done=${done}#${name}`, 303);
  });

  app.get("/rules/new", { config: { needs: "read" } }, async (_request, reply) => reply.page(newPage()));

  app.get("/rules/edit", { config: { needs: "read" } }, async (request, reply) => {
    const fields = request.query as Record<string, unknown>;
    const name = typeof fields.name === "string" ? fields.name.slice(0, 64) : "";
    const text =
      fields.analysis === undefined
        ? await work(request, (pool) => textOf(pool, book, name))
        : yamlOf(fields);
    if (text === undefined)
      throw new HttpError(404, "there is no rule of this name", "Make it at /rules/new.");
    return reply.page(editPage({ ...read(name, text), tried: undefined, key: key() }));
  });

  app.post("/rules/edit", { config: { needs: "review", audit: isSave } }, async (request, reply) => {
    const form = (request.body ?? {}) as Fields;
    formKeys.check(RULES_FORM, form.key);
    const { name = "", who = "", do: action } = form;
    // A browser sends a text area's lines with CR LF.
    const text = (form.text ?? "")
      .replaceAll("\r\n", "\n")
      .replaceAll("\0", "")
      .slice(0, MAX_RULE_CHARACTERS + 1);
    const shown = read(name.trim(), text);
    const { rule } = shown;
    if (!rule || action === "check")
      return reply.code(rule ? 200 : 400).page(editPage({ ...shown, tried: undefined, key: key() }));
    if (action === "save") {
      await work(request, async (pool) => {
        checkOwner(await book.entries(pool), rule.class);
        await full(() => saveOwnRule(pool, { name: rule.class, text }, who, principal().name || null));
      });
      return reply.redirect(`/rules?done=saved#${rule.class}`, 303);
    }
    if (action !== "try") throw new HttpError(400, "it is not said what to do");
    const tried = await work(request, (pool) => onLastDay(pool, rule));
    const wrong = tried ? undefined : "That took too long: there are too many events in an hour.";
    return reply.page(editPage({ ...shown, tried, wrong, key: key() }));
  });
}

function isSave({ body }: FastifyRequest): string | undefined {
  return ((body ?? {}) as Fields).do === "save" ? "rule.saved" : undefined;
}

/**
 * Whether who asks may change the rule of this name: their own, or any as an administrator.
 *
 * @throws HttpError 403
 */
function checkOwner(entries: readonly Entry[], name: string): void {
  if (may("admin")) return;
  const entry = entries.find((each) => each.name === name);
  if (entry === undefined || (!entry.isFile && entry.own?.owner === principal().name)) return;
  throw new HttpError(
    403,
    "this rule is not yours",
    "An administrator may change it; make one of your own at /rules/new.",
  );
}

function read(
  name: string,
  text: string,
): { name: string; text: string; rule: Rule | undefined; wrong: string | undefined } {
  try {
    if (text.length > MAX_RULE_CHARACTERS)
      throw new HttpError(400, `the rule has over ${MAX_RULE_CHARACTERS} characters`);
    return { name, text, rule: readRule(name, text), wrong: undefined };
  } catch (error) {
    return { name, text, rule: undefined, wrong: `It can't be used: ${(error as Error).message}.` };
  }
}

async function textOf(pool: Pool, book: RuleBook, name: string): Promise<string | undefined> {
  const own = (await readOwnRules(pool)).find((each) => each.name === name);
  return own?.text ?? book.fileText(name);
}

/** @returns undefined where it takes too long */
async function onLastDay(pool: Pool, rule: Rule): Promise<Tried | undefined> {
  const to = new Date(Math.ceil(Date.now() / 60_000) * 60_000);
  try {
    return await tryRule(pool, rule, { from: new Date(to.getTime() - TRIED_SECONDS * 1000), to });
  } catch (error) {
    if ((error as { code?: string }).code === QUERY_CANCELED) return undefined;
    throw error;
  }
}

async function full(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const { code, message, nextStep } = error as { code?: string; message: string; nextStep?: string };
    if (code === "RULES_FULL") throw new HttpError(409, message, nextStep, error);
    throw error;
  }
}
