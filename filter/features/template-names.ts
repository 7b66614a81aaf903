/** Names of users, hosts and questions in a message, as clients chose them: masked where each would be a template of its own. */
import { fieldAt, fieldEnd, fieldLength, hasField } from "../record/fields";
import { Field } from "../schema/fields";
import { template } from "./template-state";
import { isOfToken } from "./template-token";

/** How far into a text names are masked, and how long they may be: each of its tokens is compared with them. */
export const NAMED_BYTES: usize = 2048;

/** Whether the field's text stands at `at` and ends there as a token would. */
function isFieldAt(field: u32, at: usize, end: usize): bool {
  const length: usize = fieldLength(field);
  if (length > NAMED_BYTES || at + length > end) return false;
  const name = fieldAt(field);
  // The field may reach over the text's end, where a zero stands meanwhile.
  const isOver = end - name < length;
  if (isOver) store<u8>(end, template.behind);
  const isSame = load<u8>(at) == load<u8>(name) && memory.compare(at, name, length) == 0;
  if (isOver) store<u8>(end, 0);
  return isSame && (at + length == end || !isOfToken(at + length));
}

/** Where the name of a user, host or question at `at` ends, or `at` where none begins there. */
export function nameEnd(at: usize, end: usize): usize {
  if (hasField(Field.User) && at == fieldAt(Field.User) && fieldEnd(Field.User) <= end)
    return fieldEnd(Field.User);
  if (hasField(Field.Qname) && isFieldAt(Field.Qname, at, end)) return at + fieldLength(Field.Qname);
  return hasField(Field.Ip) && at == fieldAt(Field.Ip) && fieldEnd(Field.Ip) <= end ? fieldEnd(Field.Ip) : at;
}
