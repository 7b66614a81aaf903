/** From what a pattern read to an event's fields. */
import { formatAt, inFormats } from "../../model/formats";
import { hasField, setField, setText, TYPE_NUMBER } from "../../record/fields";
import { Field } from "../../schema/fields";
import { findByte, isDigit, parseUnsigned } from "../../text/ascii";
import { Char } from "../../text/char";
import { NO_TIME } from "../../text/clock";
import { timeAt } from "../../text/time-at";
import { duration, scaled } from "../duration";
import { setPort, takeEndpoint } from "../endpoint";
import { LogLevel, levelOfName, levelOfNumber } from "../level";
import { parsed } from "../parsed";
import { requestLine } from "../request-line";
import { joinQuery } from "../web-record";
import { setForwarded } from "./captured-headers";
import { Capture, captureAt, captureCount } from "./captures";
import { setDecoded } from "./encoded";
import { constantsOf } from "./match";
import { Op, Type } from "./operations";
import { setUrl } from "./url";
import { foundWord, foundWordEnd, Meaning, meaningOf } from "./values";

/** Microseconds of a number in a unit, or -1. */
function inMicroseconds(type: u32, at: usize, end: usize): i64 {
  switch (type) {
    case Type.Duration:
      return duration(at, end);
    case Type.Seconds:
      return scaled(at, end, 1_000_000);
    case Type.Microseconds:
      return scaled(at, end, 1);
    case Type.Nanoseconds: {
      const nanos = scaled(at, end, 1);
      return nanos < 0 ? -1 : nanos / 1000;
    }
    default:
      return scaled(at, end, 1000);
  }
}

/** Sets the level by the format's own words, else by name or number. */
function commitLevel(format: u32, at: usize, end: usize): void {
  if (meaningOf(format, Field.Level, at, end) == Meaning.Known) {
    parsed.setLevel(levelOfName(foundWord(), foundWordEnd()), foundWord(), foundWordEnd());
    return;
  }
  const number = parseUnsigned(at, end);
  const logLevel = number >= 0 ? levelOfNumber(number) : levelOfName(at, end);
  if (logLevel != LogLevel.None) parsed.setLevel(logLevel, at, end);
}

/** Sets a field to a value of a type. */
export function commitValue(format: u32, field: u32, type: u32, at: usize, end: usize, now: i64): void {
  switch (field) {
    case Field.Time: {
      const time = timeAt(at, end, now);
      if (time != NO_TIME) parsed.time = time;
      return;
    }
    case Field.Level:
      commitLevel(format, at, end);
      return;
    case Field.Ms:
      parsed.setDuration(inMicroseconds(type, at, end));
      return;
    case Field.Request:
      requestLine(at, end);
      return;
    case Field.Message:
      parsed.setMessage(at, end);
      return;
    case Field.Status:
    case Field.Bytes:
      if (at < end && isDigit(load<u8>(at))) setField(field, at, end, TYPE_NUMBER, 0);
      return;
    case Field.Sport:
    case Field.Dport:
      setPort(field, at, end);
      return;
    case Field.Path:
      if (type == Type.Url) setUrl(at, end);
      else setText(field, at, end);
      return;
    case Field.Outcome:
    case Field.Action:
      commitWord(format, field, at, end);
      return;
    case Field.Proto:
    case Field.Rcode:
      if (meaningOf(format, field, at, end) == Meaning.Known) setText(field, foundWord(), foundWordEnd());
      else setText(field, at, end);
      return;
    case Field.Ip:
    case Field.Dst:
      // Values of keys are not taken apart yet.
      if (type == Type.Endpoint) takeEndpoint(at, end, field, field == Field.Ip ? Field.Sport : Field.Dport);
      else setText(field, at, type == Type.Forwarded ? findByte(at, end, Char.Comma) : end);
      return;
    case Field.Forwarded:
      setForwarded(at, end);
      return;
    default:
      if (type == Type.Encoded) setDecoded(field, at, end);
      else setText(field, at, end);
  }
}

/** Sets outcome or action; a word that the format does not know says nothing. */
function commitWord(format: u32, field: u32, at: usize, end: usize): void {
  const meaning = meaningOf(format, field, at, end);
  if (meaning == Meaning.Known) setText(field, foundWord(), foundWordEnd());
  else if (meaning == Meaning.Free) setText(field, at, end);
}

/** Sets the constants behind a pattern's operations. */
function commitConstants(): void {
  for (let op = constantsOf(); load<u8>(op) == Op.Set; ) {
    const field = <u32>load<u8>(op, 1);
    const text = op + 3;
    const end = text + load<u8>(op, 2);
    if (field == Field.Level) parsed.setLevel(levelOfName(text, end), text, end);
    else setText(field, text, end);
    op = end;
  }
}

/** Sets the service that a format names, where the line names none. */
export function commitService(format: u32): void {
  const service = formatAt(format).service;
  if (service == 0 || hasField(Field.Service)) return;
  const text = inFormats(service);
  setText(Field.Service, text + 1, text + 1 + load<u8>(text));
}

/** The line that a wrapper's pattern holds; null where the pattern is none. */
export function capturedLine(): Capture | null {
  for (let i: u32 = 0; i < captureCount(); i++) if (captureAt(i).field == Field.Line) return captureAt(i);
  return null;
}

function hasCaptured(field: u32): bool {
  for (let i: u32 = 0; i < captureCount(); i++) if (captureAt(i).field == field) return true;
  return false;
}

/** Says of a web line whether its pattern has a referer and a user agent. */
export function noteClientTexts(): void {
  parsed.setClientTexts(hasCaptured(Field.Ref), hasCaptured(Field.Ua));
}

/** Sets the fields that the pattern read, and its constants. */
export function commit(format: u32, now: i64): void {
  for (let i: u32 = 0; i < captureCount(); i++) {
    const value = captureAt(i);
    if (value.field != Field.Line && !value.isDropped)
      commitValue(format, value.field, value.type, value.at, value.end, now);
  }
  commitConstants();
  commitService(format);
  joinQuery();
}
