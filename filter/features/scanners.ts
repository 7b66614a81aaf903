/**
 * Names of tools that nothing but scans and attacks is done with. Fixed, so that they don't move with the weights: one of
 * them in a user agent decides, whatever a browser's words around it say. No word that a device, an app or a browser has.
 */
import { ascii } from "../text/ascii";
import { addWords, SLOT_BYTES, valueOf } from "../text/hash-table";

/** As ngrams.ts folds words: in lower case, each run of digits as `0` or `00`. (A blank ends each line: ascii() joins them.) */
const NAMES: usize = ascii(
  `sqlmap nikto nmap masscan zgrab nuclei gobuster dirbuster dirb ffuf fuzz wfuzz feroxbuster wpscan acunetix nessus openvas 
  arachni wapiti w0af havij zap zaproxy owasp_zap burp burpsuite censysinspect censys shodan expanse l0explore l0tcpid 
  modatscanner leakix whatweb hydra skipfish commix jaeles httprobe dirsearch xray cgichk netsparker invicti qualys 
  detectify appscan webinspect xsstrike dalfox xsser joomscan cmsmap droopescan sqlninja fimap dotdotpwn wafw00f 
  metasploit morfeus zmeu jorgee muhstik gospider hakrawler`,
);

const SLOTS: u32 = 256;
const TABLE: usize = memory.data(SLOTS * SLOT_BYTES, 8);

addWords(TABLE, SLOTS - 1, NAMES, 1);

/** Whether the word with this hash is one of them. */
export function isScanner(word: u32): bool {
  return valueOf(TABLE, SLOTS - 1, word) >= 0;
}
