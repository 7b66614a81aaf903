/**
 * A step of the filter's compiler: `ascii("…")` with a literal becomes the data that it would make at start-up, u32 length |
 * the bytes. The compiler would else lay the literal into the module as UTF-16, with a header, and the code that packs it
 * beside it.
 */
import { Node, NodeKind } from "assemblyscript";
import { Transform } from "assemblyscript/transform";

const FUNCTION = "ascii";
/** Of the length before the bytes. */
const ALIGNMENT = 4;
/** Line breaks and the blanks behind are layout of the source, as in text/ascii.ts. */
const LAYOUT = /\n *(?:\n *)*/g;

export default class Literals extends Transform {
  afterParse({ sources }) {
    for (const source of sources) for (const statement of source.statements) visit(statement);
  }
}

/** Calls of a literal in a node and below. */
function visit(node) {
  if (node.kind === NodeKind.Call && node.expression.text === FUNCTION) replace(node);
  for (const [name, value] of Object.entries(node)) {
    // A range leads to its source, and so back up.
    if (name === "range") continue;
    for (const child of Array.isArray(value) ? value : [value]) if (child instanceof Node) visit(child);
  }
}

/** Makes the call one of `memory.data<u8>([…], 4)`; of anything but one literal it stays. */
function replace(call) {
  const [literal] = call.args;
  if (!literal || literal.kind !== NodeKind.Literal || typeof literal.value !== "string") return;
  const { range } = call;
  const bytes = Buffer.from(literal.value.replace(LAYOUT, ""), "latin1");
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  const integer = (value) => Node.createIntegerLiteralExpression(i64_new(value), range);
  const name = (text) => Node.createIdentifierExpression(text, range);
  call.expression = Node.createPropertyAccessExpression(name("memory"), name("data"), range);
  call.typeArguments = [Node.createNamedType(Node.createSimpleTypeName("u8", range), null, false, range)];
  call.args = [
    Node.createArrayLiteralExpression([...length, ...bytes].map(integer), range),
    integer(ALIGNMENT),
  ];
}
