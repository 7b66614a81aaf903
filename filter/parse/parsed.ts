/** What parsers find of an event besides its fields. */
import { setText } from "../record/fields";
import { Field } from "../schema/fields";
import { NO_TIME } from "../text/clock";
import { LogLevel } from "./level";

/** What the format of a web line may not say. */
const enum Unknown {
  Referer = 1,
  Agent = 2,
}

/** Stands for a rule that speaks of no attack by itself. */
export const MINOR_RULE: u32 = u32.MAX_VALUE;

@unmanaged
class Parsed {
  /** Event time, milliseconds since the epoch; {@link NO_TIME} where the line has none. */
  time: i64;
  /** Duration in microseconds, -1 without one. */
  duration: i64;
  /** Message: the text that says what happened, without the header before it; empty at 0 where there is none. */
  messageAt: usize;
  messageEnd: usize;
  /** Where the program's process id stands in a syslog header; 0 without one. */
  process: usize;
  level: LogLevel;
  /** Whether method and path are those of a request that a message is about: it is judged besides the message. */
  hasRequest: bool;
  /** How often the event before came again, of a line that says nothing else; 0 of any other line. */
  repeats: u32;
  /** {@link Unknown} bits of a web line. */
  unknown: u8;
  /** Whether the connection of a web line ended before a request, `"-" 400`. */
  isClosed: bool;
  /** Whether a client connected as those do that guess passwords, and no login was tried. */
  isProbe: bool;
  /**
   * Rule by which a web application firewall calls the request an attack, numbered as those of OWASP's Core Rule Set;
   * 0 for none, {@link MINOR_RULE} for one that refused nothing and is not critical.
   */
  attackRule: u32;

  /** Forgets the record before. */
  clear(): void {
    this.time = NO_TIME;
    this.duration = -1;
    this.messageAt = 0;
    this.messageEnd = 0;
    this.process = 0;
    this.level = LogLevel.None;
    this.hasRequest = false;
    this.repeats = 0;
    this.unknown = 0;
    this.isClosed = false;
    this.isProbe = false;
    this.attackRule = 0;
  }

  /** Sets the level, and the field to the level's text. */
  setLevel(level: LogLevel, at: usize, end: usize): void {
    this.level = level;
    setText(Field.Level, at, end);
  }

  /** Says whether the format of a web line has a referer and a user agent. */
  setClientTexts(hasReferer: bool, hasAgent: bool): void {
    this.unknown = (hasReferer ? 0 : <u8>Unknown.Referer) | (hasAgent ? 0 : <u8>Unknown.Agent);
  }

  /** Whether the line's format has no user agent, or may have one that is not read: not the same as none sent. */
  isAgentUnknown(): bool {
    return (this.unknown & Unknown.Agent) != 0;
  }

  /** The same of the referer. */
  isRefererUnknown(): bool {
    return (this.unknown & Unknown.Referer) != 0;
  }

  setMessage(at: usize, end: usize): void {
    this.messageAt = at;
    this.messageEnd = end;
  }

  /** Sets the duration where none was found before: the first is the request's own. */
  setDuration(microseconds: i64): void {
    if (this.duration < 0) this.duration = microseconds;
  }
}

/** Of the record at hand. */
export const parsed: Parsed = changetype<Parsed>(memory.data(offsetof<Parsed>(), 8));
