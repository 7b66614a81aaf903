/**
 * Puts counters into a compiled module: how many operations each function, and each stage of the filter, executes.
 * Exact and repeatable, so a bench or a test can compare two builds where a clock would only measure the neighbours.
 *
 * An operation is an instruction that WAMR's fast interpreter dispatches. Reading a local, a constant, and setting a
 * local to a result cost it nothing: they become operands of the instruction beside them.
 */
import binaryen from "binaryen";

type Expression = number;
/** Class with static accessors for one kind of expression, as binaryen.js has them. */
type Accessors = Record<string, (expression: Expression, ...more: unknown[]) => unknown>;

const TOTAL = "operations";
const CALLS = "calls";

/** Accessor names of the children that are expressions, by class. */
const CHILDREN: Record<string, readonly string[]> = {
  Break: ["Condition", "Value"],
  Switch: ["Condition", "Value"],
  LocalSet: ["Value"],
  GlobalSet: ["Value"],
  Load: ["Ptr"],
  Store: ["Ptr", "Value"],
  Unary: ["Value"],
  Binary: ["Left", "Right"],
  Select: ["IfTrue", "IfFalse", "Condition"],
  Drop: ["Value"],
  Return: ["Value"],
  MemoryGrow: ["Delta"],
  MemoryCopy: ["Dest", "Source", "Size"],
  MemoryFill: ["Dest", "Value", "Size"],
};
const LEAVES = ["LocalGet", "GlobalGet", "Const", "Nop", "Unreachable", "MemorySize"];
/** What the interpreter does not dispatch. */
const FREE = new Set(["LocalGet", "Const", "Nop", "Drop", "Block", "Loop"]);

const CLASS_OF = new Map<number, string>();
const { ExpressionIds: IDS, Features: FEATURES } = binaryen as unknown as Record<
  string,
  Record<string, number>
>;
for (const [name, id] of Object.entries(IDS ?? {})) CLASS_OF.set(id, name);

function access(kind: string, method: string, expression: Expression, ...more: unknown[]): unknown {
  const call = (binaryen as unknown as Record<string, Accessors>)[kind]?.[method];
  if (!call) throw new Error(`binaryen has no ${kind}.${method}`);
  return call(expression, ...more);
}

function get<T = Expression>(kind: string, part: string, expression: Expression): T {
  return access(kind, `get${part}`, expression) as T;
}

function set(kind: string, part: string, expression: Expression, value: Expression | Expression[]): void {
  access(kind, `set${part}`, expression, value);
}

function classOf(expression: Expression): string {
  return CLASS_OF.get(binaryen.getExpressionId(expression)) ?? "?";
}

interface Visited {
  expression: Expression;
  /** Operations that run whenever the expression is entered. */
  cost: number;
  /** Whether control may leave it for another place than behind it. */
  leaves: boolean;
}

class Counter {
  readonly #module: binaryen.Module;
  readonly #stages: ReadonlyMap<string, string>;
  #self = "";
  #firstTemporary = 0;
  #temporaries: number[] = [];

  constructor(module: binaryen.Module, stages: ReadonlyMap<string, string>) {
    this.#module = module;
    this.#stages = stages;
  }

  /** Replaces a function by one that counts. */
  count(name: string): void {
    const old = this.#module.getFunction(name);
    const { params, results, vars, body } = binaryen.getFunctionInfo(old);
    this.#self = `self:${name}`;
    this.#temporaries = [];
    this.#firstTemporary = binaryen.expandType(params).length + vars.length;
    const counted = this.#entered(this.#visit(body));
    this.#module.removeFunction(name);
    this.#module.addFunction(name, params, results, [...vars, ...this.#temporaries], counted);
  }

  #temporary(type: number): number {
    return this.#firstTemporary + this.#temporaries.push(type) - 1;
  }

  #add(counter: string, amount: number): Expression {
    const { global, i64 } = this.#module;
    return global.set(counter, i64.add(global.get(counter, binaryen.i64), i64.const(amount as never)));
  }

  #sequence(children: Expression[]): Expression {
    return this.#module.block(null, children, binaryen.auto);
  }

  /** The expression with what it costs counted in front. */
  #entered({ expression, cost }: Visited): Expression {
    if (cost === 0) return expression;
    return this.#sequence([this.#add(this.#self, cost), this.#add(TOTAL, cost), expression]);
  }

  #visit(expression: Expression): Visited {
    const name = classOf(expression);
    if (name === "Block") return this.#visitBlock(expression);
    if (name === "If") return this.#visitIf(expression);
    if (name === "Loop") {
      const body = this.#visit(get("Loop", "Body", expression));
      set("Loop", "Body", expression, this.#entered(body));
      return { expression, cost: 0, leaves: body.leaves };
    }
    if (name === "Call") return this.#visitCall(expression);
    const children = CHILDREN[name];
    if (!children && !LEAVES.includes(name))
      throw new Error(`cannot count ${name}: teach it to instrument.ts`);
    let leaves = ["Break", "Switch", "Return", "Unreachable"].includes(name);
    let cost = FREE.has(name) ? 0 : 1;
    if (name === "LocalSet") cost = this.#costOfSet(expression);
    for (const child of children ?? []) {
      const inner = get(name, child, expression);
      if (inner === 0) continue;
      const visited = this.#visit(inner);
      set(name, child, expression, visited.expression);
      cost += visited.cost;
      leaves ||= visited.leaves;
    }
    return { expression, cost, leaves };
  }

  /** A result goes straight into the local; another local or a constant is copied, and so is what stays on the stack. */
  #costOfSet(expression: Expression): number {
    const { value, isTee } = binaryen.getExpressionInfo(expression) as unknown as {
      value: Expression;
      isTee: boolean;
    };
    return isTee || ["LocalGet", "Const"].includes(classOf(value)) ? 1 : 0;
  }

  #visitBlock(expression: Expression): Visited {
    const done: Expression[] = [];
    let group: Expression[] = [];
    let cost = 0;
    let first = -1;
    let leaves = false;
    const flush = () => {
      if (group.length === 0) return;
      if (first < 0) first = cost;
      else if (cost > 0) done.push(this.#add(this.#self, cost), this.#add(TOTAL, cost));
      done.push(...group);
      group = [];
      cost = 0;
    };
    for (const child of get<Expression[]>("Block", "Children", expression)) {
      const visited = this.#visit(child);
      group.push(visited.expression);
      cost += visited.cost;
      leaves ||= visited.leaves;
      // What stands behind a branch runs only where the branch was not taken.
      if (visited.leaves) flush();
    }
    flush();
    set("Block", "Children", expression, done);
    return { expression, cost: Math.max(first, 0), leaves };
  }

  #visitIf(expression: Expression): Visited {
    const condition = this.#visit(get("If", "Condition", expression));
    set("If", "Condition", expression, condition.expression);
    let leaves = condition.leaves;
    for (const arm of ["IfTrue", "IfFalse"]) {
      const inner = get("If", arm, expression);
      if (inner === 0) continue;
      const visited = this.#visit(inner);
      leaves ||= visited.leaves;
      set("If", arm, expression, this.#entered(visited));
    }
    return { expression, cost: condition.cost + 1, leaves };
  }

  #visitCall(expression: Expression): Visited {
    let cost = 1;
    let leaves = false;
    const operands = get<Expression[]>("Call", "Operands", expression);
    operands.forEach((operand, i) => {
      const visited = this.#visit(operand);
      access("Call", "setOperandAt", expression, i, visited.expression);
      cost += visited.cost;
      leaves ||= visited.leaves;
    });
    const stage = this.#stages.get(get<string>("Call", "Target", expression));
    const counted = this.#sequence([
      this.#add(CALLS, 1),
      stage === undefined ? expression : this.#staged(expression, stage),
    ]);
    return { expression: counted, cost, leaves };
  }

  /** The call with the operations until it returns added to its stage. */
  #staged(call: Expression, stage: string): Expression {
    const { global, i64, local } = this.#module;
    const type = binaryen.getExpressionType(call);
    const before = this.#temporary(binaryen.i64);
    const total = () => global.get(TOTAL, binaryen.i64);
    const spent = i64.sub(total(), local.get(before, binaryen.i64));
    const add = global.set(stage, i64.add(global.get(stage, binaryen.i64), spent));
    if (type === binaryen.none) return this.#sequence([local.set(before, total()), call, add]);
    const result = this.#temporary(type);
    return this.#sequence([
      local.set(before, total()),
      local.set(result, call),
      add,
      local.get(result, type),
    ]);
  }
}

/**
 * The module with exported i64 globals: `operations` and `calls` in all, `self:NAME` for each function by itself, and
 * the stages, each with all that it calls.
 *
 * @param module a module with names (`asc --debug`)
 * @param stages by name of function, as AssemblyScript names it (`filter/template/requestTemplate`)
 * @returns its bytes, and the names of those functions that are not there (inlined, or renamed)
 */
export function instrument(
  module: Uint8Array,
  stages: readonly string[],
): { module: Uint8Array; missing: string[] } {
  const parsed = binaryen.readBinary(module);
  try {
    // A binary does not say which features it uses, and counters are mutable globals that are exported.
    parsed.setFeatures(FEATURES?.All ?? 0);
    const functions: string[] = [];
    for (let i = 0; i < parsed.getNumFunctions(); i++) {
      const { name, module: from } = binaryen.getFunctionInfo(parsed.getFunctionByIndex(i));
      if (!from) functions.push(name);
    }
    const found = stages.filter((stage) => functions.includes(stage));
    const counters = [
      TOTAL,
      CALLS,
      ...functions.map((name) => `self:${name}`),
      ...found.map((s) => `stage:${s}`),
    ];
    for (const name of counters) parsed.addGlobal(name, binaryen.i64, true, parsed.i64.const(0 as never));
    const counter = new Counter(parsed, new Map(found.map((stage) => [stage, `stage:${stage}`])));
    for (const name of functions) counter.count(name);
    for (const name of counters) parsed.addGlobalExport(name, name);
    if (!parsed.validate()) throw new Error("the module with counters is not valid");
    return { module: parsed.emitBinary(), missing: stages.filter((stage) => !found.includes(stage)) };
  } finally {
    parsed.dispose();
  }
}
