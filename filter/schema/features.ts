/**
 * The dense features: the numbers that the learners see. The place of a feature is its number in the model; name and
 * reason stand in the row of the same place. The value -1: the feature does not apply.
 *
 * A reason may also be given by its number as the category of an attack (score/attack-category.ts): those of the words_…
 * features in a web line are given in no other way.
 */
import { ascii } from "../text/ascii";
import { list } from "../text/list";
import { column } from "./rows";

export const enum Feature {
  Kind,
  Method,
  Status,
  Bytes,
  HttpVersion,
  /** Bits of the length in bytes. */
  TargetLength,
  PathDepth,
  QueryLength,
  Parameters,
  Encoded,
  DoubleEncoded,
  Specials,
  SpecialShare,
  Quotes,
  LongestWord,
  DigitShare,
  UpperShare,
  Controls,
  NonAscii,
  Climbs,
  Dotfile,
  Extension,
  AbsoluteTarget,
  Referer,
  UaLength,
  UaWords,
  UaContact,
  UaShape,
  User,
  Duration,
  Level,
  Length,
  Words,
  /** How often the template was seen before, bits. */
  TemplateSeen,
  /** From here on: what the source did lately (source-state.ts). */
  SourceRecent,
  SourceEvents,
  SourceErrors,
  SourceErrorShare,
  SourceSuspicious,
  SourceSuspiciousShare,
  SourceTargets,
  SourcePageShare,
  SourceRefererShare,
  SourceClients,
  SourceRobots,
  /** Eighths of its events that asked for a target once more: a client that polls, not one that looks around. */
  SourceRepeats,
  /** Refused logins with nothing done in between, bits of their number. */
  SourceLogins,
  /** What its requests say for a robot, nats above the most that speaks for a person (sequential-test.ts). */
  SourceEvidence,
  /** The outcome of a login, a look-up or a packet: 0 it went through, 1 it did not. */
  Failed,
  /** Of a name that is looked up: letters of the longest label, share of digits in it, labels. */
  LabelLength,
  LabelDigits,
  Labels,
  /** Destination port, by what lives there. */
  Port,
  /** Surprisal of the template: -log2 of its share among the kind's events so far, and that less the usual. */
  Surprise,
  SurpriseExcess,
  /** Names with an opening parenthesis right behind: calls of functions. */
  Calls,
  /** Substrings of robots' names in the user agent. */
  UaFragments,
  /** From here on: words of each family of the dictionary that the request or message has. */
  WordsSqli,
  WordsXss,
  WordsFiles,
  WordsCommand,
  WordsCode,
  WordsTemplate,
  WordsSsrf,
  WordsJndi,
  WordsProbe,
  WordsWebshell,
  WordsFault,
  /** From here on: words that are looked for in user agents only. */
  UaSearchEngine,
  UaCrawler,
  UaLibrary,
  UaHeadless,
  UaScanner,
  UaMonitor,
  UaBrowser,
  /** From here on: distances that the model measures. Isolation in the isolation forest, percent. */
  Isolation,
  /** Distance to the nearest centroid of k-means, percent of the longest side. */
  CentreDistance,
  /** Reconstruction error of the principal components, likewise. */
  ReconstructionError,
}

/** Features that are read from the event; the rest are distances that the model measures in their space. */
export const STAGE_ONE_COUNT: u32 = Feature.Isolation;
export const DENSE_COUNT: u32 = Feature.ReconstructionError + 1;
/** The same up to a whole pair: loops read two features at once. */
export const DENSE_SLOTS: u32 = (DENSE_COUNT + 1) & ~1;

/** Families of the dictionary are numbered as their features are, from this one on. */
export const FIRST_FAMILY: u32 = Feature.WordsSqli;
export const FAMILY_COUNT: u32 = STAGE_ONE_COUNT - FIRST_FAMILY;
/** First family that is looked for in user agents only. */
export const FIRST_CLIENT_FAMILY: u32 = Feature.UaSearchEngine - Feature.WordsSqli;

/**
 * `name=reason` of each feature, in the order of {@link Feature}. A reason is `topic:detail`; it is empty where the
 * feature explains nothing to a person by itself, and several features may share one.
 */
const ROWS: usize = ascii(
  `
    kind=,
    method=request:method,
    status=response:status,
    bytes=response:size,
    http_version=request:http-version,
    target_length=request:length,
    path_depth=request:depth,
    query_length=request:query,
    parameters=request:parameters,
    encoded=request:encoding,
    double_encoded=request:double-encoding,
    specials=request:special-characters,
    special_share=request:special-characters,
    quotes=request:quotes,
    longest_word=request:long-word,
    digit_share=request:digits,
    upper_share=request:upper-case,
    controls=request:control-characters,
    non_ascii=request:non-ascii,
    climbs=attack:traversal,
    dotfile=probe:dotfile,
    extension=probe:extension,
    absolute_target=request:absolute-target,
    referer=request:no-referer,
    ua_length=ua:length,
    ua_words=ua:words,
    ua_contact=ua:contact,
    ua_shape=ua:unusual,
    user=request:user,
    duration=response:duration,
    level=level:high,
    length=message:length,
    words=message:words,
    template_seen=template:new,
    source_recent=source:rate,
    source_events=source:busy,
    source_errors=source:errors,
    source_error_share=source:error-share,
    source_suspicious=source:probing,
    source_suspicious_share=source:probing,
    source_targets=source:many-targets,
    source_page_share=source:pages-only,
    source_referer_share=source:no-referer,
    source_clients=source:many-clients,
    source_robots=source:robots-txt,
    source_repeats=source:repeats,
    source_logins=source:refused-logins,
    source_evidence=source:unlike-people,
    failed=outcome:failed,
    label_length=name:long-label,
    label_digits=name:digits,
    labels=name:labels,
    port=port:unusual,
    surprise=template:rare,
    surprise_excess=template:unusual,
    calls=request:function-calls,
    ua_fragments=ua:robot-words,
    words_sqli=attack:sql-injection,
    words_xss=attack:xss,
    words_files=attack:file-access,
    words_command=attack:command-injection,
    words_code=attack:code-injection,
    words_template=attack:template-injection,
    words_ssrf=attack:ssrf,
    words_jndi=attack:jndi-lookup,
    words_probe=probe:known-target,
    words_webshell=attack:webshell,
    words_fault=message:fault-words,
    ua_search_engine=ua:search-engine,
    ua_crawler=ua:crawler,
    ua_library=ua:http-library,
    ua_headless=ua:headless-browser,
    ua_scanner=ua:scanner,
    ua_monitor=ua:monitor,
    ua_browser=ua:browser,
    isolation=values:isolated,
    centre_distance=values:far-from-usual,
    reconstruction_error=values:unusual-together`,
);

/** Names of the features, as the model's schema and `explain` have them. */
export const FEATURE_NAMES: usize = list(column(ROWS, 0));
/** Reasons of the features, joined by commas. */
export const FEATURE_REASONS: usize = column(ROWS, 1);
