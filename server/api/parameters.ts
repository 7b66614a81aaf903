/** Parameters of a query: each is described and read in one place. A name that is not known is refused. */
import { nearest } from "../../host/nearest.ts";
import { HttpError } from "../http/error.ts";
import { example, type JsonSchema, oneOf } from "./schema/schema.ts";

/** @throws HttpError 400 with what the parameter has to be */
type Read<T> = (given: string[], name: string) => T;

export interface Parameter<T> {
  schema: JsonSchema;
  read: Read<T>;
}

type Query = Record<string, string | string[] | undefined>;

/** What a parameter gives is put in somewhere, under the name that the work knows. */
export function as<T, U>({ schema, read }: Parameter<T>, put: (value: T) => U): Parameter<U> {
  return { schema, read: (given, name) => put(read(given, name)) };
}

/**
 * @returns what each parameter that was given says, in their order
 * @throws HttpError 400: a name with a mistake would ask for something else
 */
export function readQuery<T>(parameters: Readonly<Record<string, Parameter<T>>>, query: unknown): T[] {
  return Object.entries((query ?? {}) as Query).map(([name, given = []]) => {
    const known = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (!known) {
      const names = Object.keys(parameters);
      const near = nearest(name, names);
      const hint = near ? `Did you mean ${near}? ` : "";
      throw new HttpError(400, "there is no such parameter", `${hint}There are ${names.join(", ")}.`);
    }
    return known.read([given].flat(), name);
  });
}

export function schemasOf(
  parameters: Readonly<Record<string, Parameter<unknown>>>,
): Record<string, JsonSchema> {
  return Object.fromEntries(Object.entries(parameters).map(([name, { schema }]) => [name, schema]));
}

export function only(given: string[], name: string): string {
  const [value] = given;
  if (value === undefined || given.length > 1) throw new HttpError(400, `${name} may be given once`);
  return value;
}

function choose<T extends string>(values: readonly T[], given: string, name: string): T {
  const found = values.find((each) => each === given);
  if (!found) throw new HttpError(400, `${name} is one of ${values.join(", ")}`);
  return found;
}

export function choice<T extends string>(values: readonly T[], description: string): Parameter<T> {
  return {
    schema: example(oneOf(values, description), values.at(-1)),
    read: (given, name) => choose(values, only(given, name), name),
  };
}

/** One or several: the name may be given again. */
export function choices<T extends string>(values: readonly T[], description: string): Parameter<T[]> {
  return {
    schema: example({ type: "array", items: oneOf(values), description }, [values[0]]),
    read: (given, name) => given.map((each) => choose(values, each, name)),
  };
}

export function yes(description: string): Parameter<boolean> {
  const { schema, read } = choice(["true", "false"], description);
  return { schema, read: (given, name) => read(given, name) === "true" };
}

function matching(form: RegExp, given: string, name: string): string {
  if (!form.test(given)) throw new HttpError(400, `${name} has not the form of one`);
  return given;
}

export function ofForm(form: RegExp, description: string, shown: string): Parameter<string> {
  return {
    schema: example({ type: "string", pattern: form.source, description }, shown),
    read: (given, name) => matching(form, only(given, name), name),
  };
}

export function severalOfForm(form: RegExp, description: string, shown: string): Parameter<string[]> {
  return {
    schema: example({ type: "array", items: { type: "string", pattern: form.source }, description }, [shown]),
    read: (given, name) => given.map((each) => matching(form, each, name)),
  };
}

export function words(maxLength: number, description: string, shown: string): Parameter<string> {
  return {
    schema: example({ type: "string", maxLength, description }, shown),
    read: (given, name) => {
      const value = only(given, name);
      if (value.length > maxLength || value.includes("\0"))
        throw new HttpError(400, `${name} is a text of ${maxLength} characters at most`);
      return value;
    },
  };
}

/** Of ISO 8601 with a zone: whose local time the server's would be nobody knows. */
const TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d))?$/;

export function instant(description: string, shown: string): Parameter<Date> {
  return {
    schema: example({ type: "string", pattern: TIME.source, description }, shown),
    read: (given, name) => {
      const value = only(given, name);
      const date = new Date(value);
      if (!TIME.test(value) || Number.isNaN(date.getTime()))
        throw new HttpError(400, `${name} is a time such as 2026-11-30 or 2026-11-30T22:17:00Z`);
      return date;
    },
  };
}

export function whole(
  minimum: number,
  maximum: number,
  description: string,
  shown: number,
): Parameter<number> {
  return {
    schema: example({ type: "integer", minimum, maximum, description }, shown),
    read: (given, name) => {
      const value = only(given, name);
      const number = /^\d{1,9}$/.test(value) ? Number(value) : -1;
      if (number < minimum || number > maximum)
        throw new HttpError(400, `${name} is a number from ${minimum} to ${maximum}`);
      return number;
    },
  };
}
