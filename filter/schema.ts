/**
 * The names of everything that the learners see, in the order of their numbers. Their hash is the feature-schema hash:
 * a model made for other names is refused.
 */
import { ascii, bytesOf, lengthOf } from "./text/ascii";
import { FNV_OFFSET, fnv } from "./text/hash";
import { list, literalOf } from "./text/list";

/** Kinds, numbered. */
export const WEB: u32 = 0;
export const AUTH: u32 = 1;
export const DNS: u32 = 2;
export const FIREWALL: u32 = 3;
export const APP: u32 = 4;
export const SYSLOG: u32 = 5;
export const UNKNOWN: u32 = 6;
export const KIND_COUNT: u32 = 7;
export const KIND_NAMES: usize = list(ascii("web,auth,dns,firewall,app,syslog,unknown"));

/** Dense features, numbered. -1 is "does not apply". */
export const D_KIND: u32 = 0;
export const D_METHOD: u32 = 1;
export const D_STATUS: u32 = 2;
export const D_BYTES: u32 = 3;
export const D_VERSION: u32 = 4;
export const D_TARGET_LENGTH: u32 = 5;
export const D_DEPTH: u32 = 6;
export const D_QUERY_LENGTH: u32 = 7;
export const D_PARAMETERS: u32 = 8;
export const D_ENCODED: u32 = 9;
export const D_DOUBLE_ENCODED: u32 = 10;
export const D_SPECIALS: u32 = 11;
export const D_SPECIAL_SHARE: u32 = 12;
export const D_QUOTES: u32 = 13;
export const D_LONGEST_WORD: u32 = 14;
export const D_DIGIT_SHARE: u32 = 15;
export const D_UPPER_SHARE: u32 = 16;
export const D_CONTROLS: u32 = 17;
export const D_NON_ASCII: u32 = 18;
export const D_CLIMBS: u32 = 19;
export const D_DOTFILE: u32 = 20;
export const D_EXTENSION: u32 = 21;
export const D_ABSOLUTE: u32 = 22;
export const D_REFERER: u32 = 23;
export const D_UA_LENGTH: u32 = 24;
export const D_UA_WORDS: u32 = 25;
export const D_UA_CONTACT: u32 = 26;
export const D_UA_SHAPE: u32 = 27;
export const D_USER: u32 = 28;
export const D_DURATION: u32 = 29;
export const D_LEVEL: u32 = 30;
export const D_LENGTH: u32 = 31;
export const D_WORDS: u32 = 32;
/** How often the template was seen before. */
export const D_TEMPLATE_SEEN: u32 = 33;
/** What the source did lately (behaviour.ts). */
export const D_SOURCE_RECENT: u32 = 34;
export const D_SOURCE_EVENTS: u32 = 35;
export const D_SOURCE_ERRORS: u32 = 36;
export const D_SOURCE_ERROR_SHARE: u32 = 37;
export const D_SOURCE_SUSPICIOUS: u32 = 38;
export const D_SOURCE_SUSPICIOUS_SHARE: u32 = 39;
export const D_SOURCE_TARGETS: u32 = 40;
export const D_SOURCE_PAGE_SHARE: u32 = 41;
export const D_SOURCE_REFERER_SHARE: u32 = 42;
export const D_SOURCE_CLIENTS: u32 = 43;
export const D_SOURCE_ROBOTS: u32 = 44;
/** The outcome of a login, a look-up or a packet: 0 it went through, 1 it did not. */
export const D_FAILED: u32 = 45;
/** What is asked of a name server: letters of the longest label, share of digits in it, labels. */
export const D_LABEL_LENGTH: u32 = 46;
export const D_LABEL_DIGITS: u32 = 47;
export const D_LABELS: u32 = 48;
/** Port that a packet or request is for, by what lives there. */
export const D_PORT: u32 = 49;
/** How much the template surprises: -log2 of its share among the kind's events so far, and that less the usual. */
export const D_SURPRISE: u32 = 50;
export const D_SURPRISE_EXCESS: u32 = 51;
/** Names with an opening parenthesis right behind: calls of functions. */
export const D_CALLS: u32 = 52;
/** Pieces of robots' names in the user agent. */
export const D_UA_FRAGMENTS: u32 = 53;
/** One for each family of the dictionary: how many of its words the request or message has. */
export const D_FAMILIES: u32 = 54;

/** Families of the dictionary, numbered. Those of attacks are counted in what is asked for, those of clients in the user agent. */
export const F_SQLI: u32 = 0;
export const F_XSS: u32 = 1;
export const F_FILES: u32 = 2;
export const F_COMMAND: u32 = 3;
export const F_CODE: u32 = 4;
export const F_TEMPLATE: u32 = 5;
export const F_SSRF: u32 = 6;
export const F_JNDI: u32 = 7;
export const F_PROBE: u32 = 8;
export const F_WEBSHELL: u32 = 9;
export const F_FAULT: u32 = 10;
/** First family that is looked for in user agents only. */
export const FIRST_CLIENT_FAMILY: u32 = 11;
export const F_SEARCH_ENGINE: u32 = 11;
export const F_CRAWLER: u32 = 12;
export const F_LIBRARY: u32 = 13;
export const F_HEADLESS: u32 = 14;
export const F_SCANNER: u32 = 15;
export const F_MONITOR: u32 = 16;
export const F_BROWSER: u32 = 17;
export const FAMILY_COUNT: u32 = 18;

/** Features that are read from the event; the rest are distances that the model measures in their space. */
export const STAGE_ONE_COUNT: u32 = D_FAMILIES + FAMILY_COUNT;
/** How isolated the event is in the isolation forest, percent. */
export const D_ISOLATION: u32 = STAGE_ONE_COUNT;
/** Distance to the nearest centre of k-means, percent of the longest side. */
export const D_CENTRE_DISTANCE: u32 = STAGE_ONE_COUNT + 1;
/** Reconstruction error of the principal components, likewise. */
export const D_RECONSTRUCTION: u32 = STAGE_ONE_COUNT + 2;
export const DENSE_COUNT: u32 = STAGE_ONE_COUNT + 3;
/** The same up to a whole pair: loops read two features at once. */
export const DENSE_SLOTS: u32 = (DENSE_COUNT + 1) & ~1;

export const DENSE_NAMES: usize = list(
  ascii(
    `kind,method,status,bytes,http_version,target_length,path_depth,query_length,parameters,encoded,double_encoded,
    specials,special_share,quotes,longest_word,digit_share,upper_share,controls,non_ascii,climbs,dotfile,extension,
    absolute_target,referer,ua_length,ua_words,ua_contact,ua_shape,user,duration,level,length,words,
    template_seen,source_recent,source_events,source_errors,source_error_share,source_suspicious,
    source_suspicious_share,source_targets,source_page_share,source_referer_share,source_clients,source_robots,
    failed,label_length,label_digits,labels,port,surprise,surprise_excess,calls,ua_fragments,
    words_sqli,words_xss,words_files,words_command,words_code,words_template,words_ssrf,words_jndi,words_probe,
    words_webshell,words_fault,ua_search_engine,ua_crawler,ua_library,ua_headless,ua_scanner,ua_monitor,ua_browser,isolation,
    centre_distance,reconstruction_error`,
  ),
);

/**
 * What a dense feature is called where it is a reason for a verdict (`topic:detail`); empty where it explains nothing
 * to a person by itself. At the end those that stand for several.
 */
export const REASON_NAMES: usize = list(
  ascii(
    `,
    request:method,response:status,response:size,request:http-version,request:length,request:depth,request:query,
    request:parameters,request:encoding,request:double-encoding,request:special-characters,
    request:special-characters,request:quotes,request:long-word,request:digits,request:upper-case,
    request:control-characters,request:non-ascii,attack:traversal,probe:dotfile,probe:extension,
    request:absolute-target,request:no-referer,ua:length,ua:words,ua:contact,ua:unusual,request:user,
    response:duration,level:high,message:length,message:words,
    template:new,source:rate,source:busy,source:errors,source:error-share,source:probing,source:probing,
    source:many-targets,source:pages-only,source:no-referer,source:many-clients,source:robots-txt,
    outcome:failed,name:long-label,name:digits,name:labels,port:unusual,template:rare,template:unusual,request:function-calls,
    ua:robot-words,
    attack:sql-injection,attack:xss,attack:file-access,attack:command-injection,attack:code-injection,
    attack:template-injection,attack:ssrf,attack:jndi-lookup,probe:known-target,attack:webshell,message:fault-words,
    ua:search-engine,ua:crawler,ua:http-library,ua:headless-browser,ua:scanner,ua:monitor,ua:browser,values:isolated,
    values:far-from-usual,values:unusual-together,
    attack:brute-force,attack:password-spraying,attack:dns-tunnel,attack:name-failures,attack:port-scan,
    attack:enumeration`,
  ),
);

/** Reasons that are no single feature's, after those that are. */
export const R_BRUTE_FORCE: u32 = DENSE_COUNT;
export const R_SPRAYING: u32 = DENSE_COUNT + 1;
export const R_TUNNEL: u32 = DENSE_COUNT + 2;
export const R_NAME_FAILURES: u32 = DENSE_COUNT + 3;
export const R_PORT_SCAN: u32 = DENSE_COUNT + 4;
export const R_ENUMERATION: u32 = DENSE_COUNT + 5;
export const REASON_COUNT: u32 = DENSE_COUNT + 6;

/** Field names of the event contract, in the order of fields.ts. */
export const FIELD_NAMES: usize = list(
  ascii(
    `ip,method,path,status,bytes,ua,ref,host,service,level,ms,user,outcome,qname,qtype,rcode,action,proto,dst,sport,
    dport,iface,line,file,offset,request,query,version,time,seconds,priority,message,nanoseconds,ident`,
  ),
);

/** FNV-1a of a list's names, continued from `hash`. */
function hashNames(names: usize, hash: u32): u32 {
  const literal = literalOf(names);
  return fnv(bytesOf(literal), bytesOf(literal) + lengthOf(literal), hash);
}

/** The feature-schema hash of blob.ts. */
export function schemaHash(): u32 {
  return hashNames(KIND_NAMES, hashNames(FIELD_NAMES, hashNames(DENSE_NAMES, FNV_OFFSET)));
}
