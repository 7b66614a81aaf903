/**
 * What container runtimes and their tools write in front of a line, at its very start and nowhere else:
 *
 * ```
 * 2026-11-21T06:19:00.123456789Z stdout F line         CRI (containerd, CRI-O, Podman); P for a part of a line
 * 2026-11-21T06:19:00.123456789Z line                  docker logs -t, kubectl logs --timestamps
 * web-1  | line                                        docker compose logs; a timestamp may follow
 * 2026-11-21T06:19:00.123456789Z web.1.x@node | line   docker service logs -t; 2026-11-21 06:19:00 web-1 | of Docker Desktop
 * [pod/shop-7cfd7/web] line                            kubectl logs --prefix; a timestamp may follow
 * ```
 *
 * (https://github.com/kubernetes/design-proposals-archive/blob/main/node/kubelet-cri-logging.md,
 * https://github.com/docker/compose cmd/formatter/logs.go, https://github.com/kubernetes/kubectl pkg/cmd/logs/logs.go.)
 */
import { ascii, findByte, isDigit, isDigits, isLetter, startsWith } from "../text/ascii";
import { Char, chars4 } from "../text/char";
import { NO_TIME, timeEnd } from "../text/clock";
import { isoTime } from "../text/time";
import { layTimeAside } from "./around";
import { behindName, behindPod } from "./container-name";

const STDOUT: usize = ascii("stdout ");
const STDERR: usize = ascii("stderr ");
/** `2026-11-21T06:19:00`, in front of a fraction. */
const SECONDS_BYTES: usize = 19;
/** `2026-11-21T06:19:00.123456789+01:00`. */
const MAX_STAMP_BYTES: usize = 35;
/** Digits of a fraction that tell a runtime's timestamp from a logger's: nanoseconds, maybe without zeros at the end. */
const MIN_NANO_DIGITS: u32 = 7;

/** Address of the timestamp that {@link unwrapped} went behind though a logger may have written it; 0 where there is none. */
let stamp: usize = 0;

/** Where the line begins if the timestamp in front is its own after all; 0 where that is no question. */
export function doubtfulStamp(): usize {
  return stamp;
}

/** Address behind a timestamp with a zone and the blank behind it, or `at`; its time is laid aside. */
export function behindStamp(at: usize, end: usize): usize {
  if (at + SECONDS_BYTES + 2 > end || load<u8>(at, 10) != Char.T || load<u8>(at, 4) != Char.Minus) return at;
  const time = isoTime(at, end);
  const stop = timeEnd();
  if (time == NO_TIME || stop >= end || load<u8>(stop) != Char.Space || isDigit(load<u8>(at, SECONDS_BYTES)))
    return at;
  // Without a zone the time ends in a digit of the clock.
  const hasZone = load<u8>(stop - 1) == Char.Z || findSign(at + SECONDS_BYTES, stop) < stop;
  if (!hasZone) return at;
  layTimeAside(time);
  return stop + 1;
}

/** Address of the sign of a zone in [at, end), or `end`. */
function findSign(at: usize, end: usize): usize {
  while (at < end && load<u8>(at) != Char.Plus && load<u8>(at) != Char.Minus) at++;
  return at;
}

/** Address behind CRI's `stdout F ` at `at`, or 0. A tag may have parts behind a colon. */
function behindStream(at: usize, end: usize): usize {
  if (!startsWith(at, end, STDOUT) && !startsWith(at, end, STDERR)) return 0;
  const tag = at + 7;
  const letter = tag < end ? <u32>load<u8>(tag) : 0;
  if (letter != Char.F && letter != Char.P) return 0;
  if (tag + 1 == end) return end;
  const next = <u32>load<u8>(tag, 1);
  if (next == Char.Space) return tag + 2;
  return next == Char.Colon ? min(findByte(tag, end, Char.Space) + 1, end) : 0;
}

/** Whether what stands behind a timestamp begins with a time of its own, or is JSON. */
function hasOwnStart(at: usize, end: usize): bool {
  const lead = <u32>load<u8>(at);
  return lead == Char.OpenBrace || (isDigit(lead) && isoTime(at, end) != NO_TIME);
}

/** Address behind `2026-11-21 06:19:00 web-1 | ` at `at`, or `at`; a logger may write so, too. */
function behindDesktop(at: usize, end: usize): usize {
  const name = at + SECONDS_BYTES + 1;
  if (name >= end || load<u8>(name - 1) != Char.Space) return at;
  const line = behindName(name, end);
  if (line == name) return at;
  const time = isoTime(at, name - 1);
  if (time == NO_TIME) return at;
  layTimeAside(time);
  stamp = at;
  return line;
}

/** Whether what stands at `at`, behind a time that a logger may have written, may be a wrapper's or a line of its own. */
function mayFollow(at: usize, end: usize): bool {
  const lead = <u32>load<u8>(at);
  if (!isLetter(lead)) return lead == Char.OpenBrace || isDigit(lead);
  const second = findByte(at, end, Char.Space) + 1;
  return (
    second < end &&
    (load<u8>(second) == Char.Space || load<u8>(second) == Char.Bar || behindStream(at, end) != 0)
  );
}

/** Address behind the timestamp at `at`, and CRI's stream or a name that may follow; `at` where it is the line's own. */
function behindTimed(at: usize, end: usize): usize {
  if (load<u8>(at, 10) == Char.Space) return behindDesktop(at, end);
  const next = findByte(at + SECONDS_BYTES, min(at + MAX_STAMP_BYTES, end), Char.Space) + 1;
  const isPrecise = isDigits(at + SECONDS_BYTES + 1, MIN_NANO_DIGITS);
  if (!isPrecise && !mayFollow(next, end)) return at;
  const rest = behindStamp(at, end);
  if (rest == at) return at;
  const stream = behindStream(rest, end);
  if (stream) return stream;
  const line = behindName(rest, end);
  if (line > rest || hasOwnStart(rest, end)) return line;
  if (!isPrecise) return at;
  stamp = at;
  return rest;
}

/** Whether a date in ISO 8601's form may begin at `at`. @inline */
function mayBeDated(at: usize, end: usize): bool {
  return at + SECONDS_BYTES < end && load<u8>(at, 4) == Char.Minus && load<u8>(at, 7) == Char.Minus;
}

/** Address behind the wrapper at `at`, or `at`. */
function behindWrapper(at: usize, end: usize): usize {
  if (at + 8 > end) return at;
  let p = at;
  if (load<u32>(at) == chars4(Char.OpenBracket, Char.p, Char.o, Char.d)) p = behindPod(at, end);
  else if (mayBeDated(at, end)) return behindTimed(at, end);
  else p = behindName(at, end);
  return p > at && mayBeDated(p, end) ? behindTimed(p, end) : p;
}

/** Address of the line in the wrappers at `at`, `most` at most; what they say is laid aside (around.ts). */
export function unwrapped(at: usize, end: usize, most: i32): usize {
  stamp = 0;
  for (; most > 0; most--) {
    const line = behindWrapper(at, end);
    if (line == at) break;
    at = line;
  }
  return at;
}
