/** Logins and accounts: sends what a program said to the reader that knows the program. */

import { accountMessage } from "./account";
import { ftpMessage } from "./ftp";
import { loginMessage } from "./login";
import { mailMessage } from "./mail";
import { isPamMessage, pamMessage } from "./pam";
import { ACCOUNT, FTP, LOGIN, MAIL, SSHD, SU, SUDO } from "./programs";
import { sshdMessage } from "./sshd";
import { sudoMessage, suMessage } from "./su";

/**
 * Reads a message about a login, an account or a session.
 *
 * @param reader of programs.ts
 * @param isPam whether the header names a PAM module
 * @returns false where it is none
 */
export function authMessage(reader: u32, isPam: bool, at: usize, end: usize): bool {
  switch (reader) {
    case SSHD:
      sshdMessage(at, end);
      return true;
    case SU:
      suMessage(at, end);
      return true;
    case SUDO:
      sudoMessage(at, end);
      return true;
    case ACCOUNT:
      accountMessage(at, end);
      return true;
    case LOGIN:
      loginMessage(at, end);
      return true;
    case FTP:
      ftpMessage(at, end);
      return true;
    case MAIL:
      return mailMessage(at, end);
    default:
      if (!isPam && !isPamMessage(at, end)) return false;
      pamMessage(at, end);
      return true;
  }
}
