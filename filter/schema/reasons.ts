/** Reasons of a verdict: those of single features (features.ts), then those that stand for several, below. */
import { ascii } from "../text/ascii";
import { list } from "../text/list";
import { DENSE_COUNT, FEATURE_REASONS } from "./features";
import { joined } from "./rows";

export const enum Reason {
  BruteForce = DENSE_COUNT,
  PasswordSpraying,
  DnsTunnel,
  NameFailures,
  PortScan,
  Enumeration,
  LdapInjection,
  XpathInjection,
  NosqlInjection,
  HeaderInjection,
  XmlEntity,
  Deserialization,
  FormatString,
  FileInclusion,
  OpenRedirect,
  Introspection,
  /** What a robot is to the site (score/client.ts). */
  BotWelcome,
  BotTool,
  BotHostile,
  /** A client that fails at one target again and again; the label is normal or anomaly. */
  ClientFailing,
  /** One of many sources that do one thing, each of them little. */
  SourceCrowd,
  /** A login that failed, and is none of many; the label is normal or anomaly. */
  LoginFirstFailure,
  /** A login that succeeded after guessing. */
  BreakIn,
  /** What broke (faults/). */
  FaultKernel,
  FaultCrash,
  FaultService,
  FaultMemory,
  FaultHardware,
  FaultPower,
  FaultDisk,
  FaultFilesystem,
  FaultStorage,
  FaultDiskFull,
  FaultDatabase,
  FaultCertificate,
  FaultMail,
  FaultClock,
  FaultContainer,
  FaultNetwork,
  FaultLimit,
  /** What people said of such lines (score/taught.ts); in the order of the labels. */
  TaughtNormal,
  TaughtBot,
  TaughtAttack,
  TaughtAnomaly,
  /** A step that ordinary sessions don't have, or not there (score/session.ts). */
  UnusualStep,
}

export const REASON_COUNT: u32 = Reason.UnusualStep + 1;
/** Stands for no reason. */
export const NO_REASON: u32 = 0xffff;

/** Names of all reasons, by number. */
export const REASON_NAMES: usize = list(
  joined(
    FEATURE_REASONS,
    ascii(
      `attack:brute-force,attack:password-spraying,attack:dns-tunnel,attack:name-failures,attack:port-scan,
      attack:enumeration,attack:ldap-injection,attack:xpath-injection,attack:nosql-injection,attack:header-injection,
      attack:xml-entity,attack:deserialization,attack:format-string,attack:file-inclusion,attack:open-redirect,
      attack:introspection,bot:welcome,bot:tool,bot:hostile,client:failing,source:crowd,login:first-failure,attack:break-in,
      fault:kernel,fault:crash,fault:service,fault:memory,fault:hardware,fault:power,fault:disk,fault:filesystem,fault:storage,
      fault:disk-full,fault:database,fault:certificate,fault:mail,fault:clock,fault:container,fault:network,fault:limit,
      taught:normal,taught:bot,taught:attack,taught:anomaly,session:unusual-step`,
    ),
  ),
);
