/** The template of a record, whatever its log type: of its request or of its text; found, counted, and noted in words. */
import { parsed } from "../parse/parsed";
import { fieldAt, fieldEnd, hasField } from "../record/fields";
import { Field } from "../schema/fields";
import { Kind } from "../schema/kinds";
import { Char } from "../text/char";
import { beginPattern, endPattern } from "./pattern-text";
import { passLine } from "./place-turns";
import { noteRequest, widenedRequest } from "./request-template";
import { requestTemplate } from "./target";
import { messageTemplate, widenedTemplate } from "./template";
import { countTemplate, isCounted } from "./template-frequency";
import { isToldRequest } from "./told-request";

/** Whether a record has the template of its text. */
function hasTextTemplate(kind: u32): bool {
  return kind != Kind.Web || isToldRequest();
}

/** Where a message's own text begins: behind its level, where a format takes the header for part of the message. */
function textAt(): usize {
  const at = parsed.messageAt;
  const behind = fieldEnd(Field.Level);
  if (!hasField(Field.Level) || behind <= at || behind >= parsed.messageEnd) return at;
  return load<u8>(behind) == Char.Space || load<u8>(behind) == Char.CloseBracket ? behind + 1 : at;
}

function textTemplate(kind: u32): u32 {
  return messageTemplate(kind, fieldAt(Field.Service), fieldEnd(Field.Service), textAt(), parsed.messageEnd);
}

/** Template fingerprint of the record that was parsed. */
export function eventTemplate(kind: u32): u32 {
  const request = kind == Kind.Web ? requestTemplate() : 0;
  return hasTextTemplate(kind) ? textTemplate(kind) : request;
}

/** Counts the template of the record that was parsed; a new one as what it is but for words that vary. */
export function countEventTemplate(kind: u32, template: u32): void {
  passLine();
  countTemplate(kind, isCounted(template) ? template : widened(kind, template));
}

function widened(kind: u32, template: u32): u32 {
  if (!hasTextTemplate(kind)) return widenedRequest(template);
  return widenedTemplate(
    template,
    kind,
    fieldAt(Field.Service),
    fieldEnd(Field.Service),
    textAt(),
    parsed.messageEnd,
  );
}

/** Notes the template that was found, in words (pattern-text.ts). */
export function notePattern(kind: u32): void {
  beginPattern();
  if (hasTextTemplate(kind)) textTemplate(kind);
  else noteRequest();
  endPattern();
}
