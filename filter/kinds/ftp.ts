/** FTP servers: vsftpd, ProFTPD, Pure-FTPd. (BSD's and wu-ftpd's shouted forms are login.ts's.) */
import { IP, setText, USER } from "../fields";
import { ascii, find, findByte, startsWith } from "../text/ascii";
import { loginMessage } from "./login";
import { failed, succeeded } from "./outcome";
import { pamMessage } from "./pam";
import { after, findAfter, findLast, hostEnd, takeName, trimmedEnd, wordEnd } from "./words";

const CLIENT: usize = ascii('Client "');
const OK_LOGIN: usize = ascii("OK LOGIN");
const FAIL_LOGIN: usize = ascii("FAIL LOGIN");
const PURE_OPEN: usize = ascii("(?@");
const PURE_FAILED: usize = ascii("Authentication failed for user ");
const PURE_IN: usize = ascii(" is now logged in");
const MARK_END: usize = ascii("] ");
const PRO_MARK: usize = ascii(") - ");
const PRO_USER: usize = ascii("USER ");
const PRO_ANONYMOUS: usize = ascii("ANON ");
const PRO_SUCCESS: usize = ascii("Login successful");
const PRO_NO_USER: usize = ascii("no such user found");
const PRO_FAILED: usize = ascii("(Login failed)");
const PRO_INCORRECT: usize = ascii("Incorrect password");
const COLON: usize = ascii(": ");
const PAREN: usize = ascii(" (");

/** `[pid 2] [ada] FAIL LOGIN: Client "192.0.2.1"`; the client's name comes first, so its address is the last. */
function vsftpd(at: usize, end: usize): bool {
  const client = findLast(at, end, CLIENT);
  if (client == 0) return false;
  const address = client + 8;
  setText(IP, address, findByte(address, end, 0x22));
  const isOk = find(at, client, OK_LOGIN);
  const verdict = isOk ? isOk : find(at, client, FAIL_LOGIN);
  if (verdict == 0) return true;
  const close = verdict - 2;
  const open = findLast(at, close, MARK_END);
  const name = open ? open + 2 : at;
  if (name < close && load<u8>(name) == 0x5b) setText(USER, name + 1, close);
  if (isOk) succeeded();
  else failed();
  return true;
}

/** `(?@192.0.2.1) [WARNING] Authentication failed for user [ada]`. */
function pureFtpd(at: usize, end: usize): bool {
  if (at >= end || load<u8>(at) != 0x28) return false;
  const sign = findByte(at, end, 0x40);
  const close = findByte(sign, end, 0x29);
  if (close >= end) return false;
  setText(IP, sign + 1, hostEnd(sign + 1, close));
  if (!startsWith(at, end, PURE_OPEN)) setText(USER, at + 1, sign);
  const name = findAfter(close, end, PURE_FAILED);
  if (name) {
    takeName(USER, name, end);
    failed();
    return true;
  }
  const logged = find(close, end, PURE_IN);
  const mark = logged ? findAfter(close, logged, MARK_END) : 0;
  if (mark) {
    setText(USER, mark, logged);
    succeeded();
  }
  return true;
}

/** `server (host[192.0.2.1]) - USER ada (Login failed): Incorrect password.` */
function proFtpd(at: usize, end: usize): bool {
  const mark = find(at, end, PRO_MARK);
  if (mark == 0 || mark == at || load<u8>(mark - 1) != 0x5d) return false;
  const open = findAfter(at, mark, PAREN);
  const box = open ? findByte(open, mark, 0x5b) : mark;
  if (box < mark) setText(IP, box + 1, mark - 1);
  const said = mark + 4;
  let name = after(said, end, PRO_USER);
  if (name == 0) name = after(said, end, PRO_ANONYMOUS);
  if (name == 0) return true;
  let stop = findLast(name, end, PRO_FAILED);
  if (stop == 0) stop = findLast(name, end, COLON);
  setText(USER, name, trimmedEnd(name, stop ? stop : wordEnd(name, end)));
  if (find(said, end, PRO_SUCCESS)) succeeded();
  else if (find(said, end, PRO_FAILED) || find(said, end, PRO_NO_USER) || find(said, end, PRO_INCORRECT))
    failed();
  return true;
}

/** Reads a message of an FTP server. */
export function ftpMessage(at: usize, end: usize): void {
  end = trimmedEnd(at, end);
  if (pamMessage(at, end) || vsftpd(at, end) || pureFtpd(at, end) || proFtpd(at, end)) return;
  loginMessage(at, end);
}
