/**
 * Puts the field aliases, settings and names of robots of the base into the default model (`npm run names:default`), and leaves its weights:
 * nothing is learnt from them. Takes a blob of the format's version before, too. Writes trainer/default/model.blob.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { Filter } from "../host/filter.ts";
import { baseModel } from "./default/base.ts";
import { checkModel } from "./model/check.ts";
import { embedModel } from "./model/embed.ts";
import { blobOf, encodeModel } from "./model/encode.ts";
import { ModelError } from "./model/error.ts";
import { SCHEMA_AT, splitSections, VERSION_AT } from "./model/sections.ts";
import { DEFAULT_BLOB, UNWEIGHTED_MODULE } from "./paths.ts";

const unweighted = readFileSync(UNWEIGHTED_MODULE);
const { schema } = Filter.load(unweighted);
const committed = readFileSync(DEFAULT_BLOB);
if (committed.readUInt32LE(SCHEMA_AT) !== schema.hash)
  throw new ModelError("the default model was made for other features: make it with npm run train:default");
const base = splitSections(encodeModel(baseModel(schema), schema));
const sections = splitSections(committed, committed.readUInt32LE(VERSION_AT));
/** What every model begins with, and nothing is learnt from. */
const OF_BASE = ["SETT", "NAME", "ROBO"];
const inOrder = [...base].map(
  ([name, body]) => [name, OF_BASE.includes(name) ? body : (sections.get(name) ?? body)] as const,
);
const blob = blobOf(new Map(inOrder), schema);
checkModel(embedModel(unweighted, blob));
writeFileSync(DEFAULT_BLOB, blob);
