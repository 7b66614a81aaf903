/**
 * Puts the field aliases, settings, words and names of robots of the base into the default model (`npm run names:default`), and leaves
 * its weights: nothing is learnt from fields' names, nor from the way that words lie in their table. Takes a blob of the format's
 * version before, too, and one that was made for other fields; after a change of features or log types: `npm run train:default`.
 * Writes trainer/default/model.blob.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { Filter } from "../host/filter.ts";
import { baseModel } from "./default/base.ts";
import { checkModel } from "./model/check.ts";
import { embedModel } from "./model/embed.ts";
import { encodeModel } from "./model/encode.ts";
import { ModelError } from "./model/error.ts";
import { featuresHash } from "./model/hash.ts";
import { blobOf, metaOf, SCHEMA_AT, splitSections, VERSION_AT } from "./model/sections.ts";
import { DEFAULT_BLOB, UNWEIGHTED_MODULE } from "./paths.ts";

const unweighted = readFileSync(UNWEIGHTED_MODULE);
const { schema } = Filter.load(unweighted);
const committed = readFileSync(DEFAULT_BLOB);
const base = splitSections(encodeModel(baseModel(schema), schema));
const sections = splitSections(committed, committed.readUInt32LE(VERSION_AT));
const meta = metaOf(sections);
const features = featuresHash(schema);
if (committed.readUInt32LE(SCHEMA_AT) !== schema.hash && (meta.features ?? features) !== features)
  throw new ModelError("the default model was made for other features: make it with npm run train:default");
sections.set("META", Buffer.from(JSON.stringify({ ...meta, features })));
/** What every model begins with, and nothing is learnt from. */
const OF_BASE = ["SETT", "NAME", "DICT", "ROBO"];
const inOrder = [...base].map(
  ([name, body]) => [name, OF_BASE.includes(name) ? body : (sections.get(name) ?? body)] as const,
);
const blob = blobOf(new Map(inOrder), schema);
checkModel(embedModel(unweighted, blob));
writeFileSync(DEFAULT_BLOB, blob);
