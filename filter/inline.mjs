/**
 * A step of the filter's compiler (`--transform`; asconfig.json can't name a file beside it): functions whose comment ends
 * in `@inline` are compiled into their callers. AssemblyScript's own decorator for it is no TypeScript, so neither
 * formatter nor editor would read it.
 */
import { Node, NodeKind } from "assemblyscript";
import { Transform } from "assemblyscript/transform";

const ENDS_IN_TAG = /@inline\s*\*\/\s*$/;

export default class Inline extends Transform {
  afterParse({ sources }) {
    for (const { statements, text } of sources) {
      for (const statement of statements) {
        if (statement.kind !== NodeKind.FunctionDeclaration) continue;
        const { range } = statement;
        if (!ENDS_IN_TAG.test(text.slice(Math.max(0, range.start - 32), range.start))) continue;
        const name = Node.createIdentifierExpression("inline", range);
        statement.decorators = [Node.createDecorator(name, null, range)];
      }
    }
  }
}
