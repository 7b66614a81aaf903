-- The dense features of a request (filter/features/dense.ts) but for those of its source.
local ffi = require("ffi")
local bit = require("bit")
local agent = require("agent")
local bytes = require("bytes")
local decode = require("decode")
local known = require("known")
local model = require("model")
local ngrams = require("ngrams")
local target = require("target")
local template = require("template")
local e = require("line").event
local M, find, findByte, width = bytes.M, bytes.find, bytes.findByte, bytes.width
local tobit, bxor, lshift = bit.tobit, bit.bxor, bit.lshift
local floor = math.floor
local FNV_OFFSET, DECODED = bytes.FNV_OFFSET, bytes.DECODED
local addStretch, REFERER, sums = require("stretch"), ngrams.REFERER, ngrams.sums

local request = {}
local D = model.dense
local dense = target.dense
-- -1 is "does not apply".
local NOTHING = ffi.new("float[?]", model.DENSE_COUNT, -1)
local DENSE_BYTES = model.DENSE_COUNT * 4
local CALLS, TARGET_LENGTH, EXTENSION, QUERY_LENGTH = D.calls, D.target_length, D.extension, D.query_length

-- Longest text that is known when it comes again, and how many.
local MAX_KNOWN_BYTES, MAX_TARGETS, MAX_REFERERS = 168, 256, 128
local targets, referers = known.new(MAX_TARGETS), known.new(MAX_REFERERS)
-- The dense features that a target has, one after the other, and `calls`.
local OF_TARGET = D.absolute_target - TARGET_LENGTH + 1
local features = ffi.typeof("float[?]")

-- The known target of the request at hand, or nil.
local found

-- Template of the request at hand; to be asked for before its features.
function request.template(method, path)
  found = path and known.get(targets, path)
  if found and found.method == method then return found.template end
  local print = template.fingerprint()
  if found then found.method, found.template = method, print end
  return print
end

local function addTarget(method, path, print)
  local at, stop = e.path, e.pathEnd
  if at == 0 then
    dense[TARGET_LENGTH] = 0
    return
  end
  if found then
    known.add(found)
    ffi.copy(dense + TARGET_LENGTH, found.dense, OF_TARGET * 4)
    dense[CALLS] = found.calls
    request.pathHash, request.isRobots = found.pathHash, found.isRobots
    return
  end
  known.begin()
  target.read(at, stop)
  local part = known.finish()
  local pathEnd = findByte(at, stop, 0x3f)
  request.pathHash = bytes.fnv(at, pathEnd, FNV_OFFSET)
  request.isRobots = find(at, pathEnd, "/robots.txt") ~= nil
  if stop - at > MAX_KNOWN_BYTES then return end
  part.method, part.template = method, print
  part.dense, part.calls = features(OF_TARGET), dense[CALLS]
  ffi.copy(part.dense, dense + TARGET_LENGTH, OF_TARGET * 4)
  part.pathHash, part.isRobots = request.pathHash, request.isRobots
  known.put(targets, path, part)
end

local function addReferer(text)
  local at, stop = e.ref, e.refEnd
  dense[D.referer] = at ~= 0 and 1 or 0
  if at == 0 then return end
  local part = known.get(referers, text)
  if part then
    known.add(part)
    return
  end
  known.begin()
  local from = at
  local scheme = find(at, stop, "://")
  if scheme then from = findByte(scheme + 3, stop, 0x2f) end
  addStretch(DECODED, (decode(from, stop)), REFERER)
  part = known.finish()
  if e.refEnd - at <= MAX_KNOWN_BYTES then known.put(referers, text, part) end
end

local METHODS = { GET = 1, PUT = 4, HEAD = 2, POST = 3, PATCH = 4, DELETE = 4, OPTIONS = 5 }
local function methodClass(method)
  if not method then return 0 end
  return METHODS[method] or 6
end

local function versionNumber()
  local at = e.version
  if at == 0 then return 0 end
  local major = M[at] - 0x30
  local minor = e.versionEnd - at >= 3 and M[at + 2] - 0x30 or 0
  if major < 0 or major > 9 or minor < 0 or minor > 9 then return 0 end
  return major * 10 + minor
end

local SHAPE_SALT = 0x3c6ef372
local GOLDEN = 0x9e3779b1LL

-- What kind of thing was asked for, how, and whether it was there, as one feature.
local function shape()
  if e.path == 0 then return end
  local parts = dense[EXTENSION] + lshift(dense[D.method], 4) + lshift(floor(dense[D.status] / 100), 8)
    + lshift(dense[D.referer], 12) + (dense[QUERY_LENGTH] > 0 and 8192 or 0)
  ngrams.addSaid(bxor(tobit(parts * GOLDEN), SHAPE_SALT))
end

local FAMILIES, LAST_FAMILY = model.FAMILIES, model.FAMILY_COUNT - 1

-- Computes the dense features of the request at hand but for those of its source, and the sums of its hashed ones.
-- `path`, `ref` and `ua` are their texts, or nil.
function request.features(method, path, ref, ua, print)
  local seen, surprise, excess = template.count(print)
  ffi.copy(dense, NOTHING, DENSE_BYTES)
  ngrams.clear()
  dense[D.kind] = model.WEB
  dense[D.duration] = e.micros < 0 and -1 or width(e.micros)
  dense[D.user] = e.user ~= 0 and 1 or 0
  dense[D.template_seen] = width(seen)
  dense[D.surprise], dense[D.surprise_excess] = surprise, excess
  dense[D.method] = methodClass(method)
  dense[D.http_version] = versionNumber()
  dense[D.status] = e.status
  dense[D.bytes] = e.size < 0 and -1 or width(e.size)
  addTarget(method, path, print)
  addReferer(ref)
  agent.features(ua, dense)
  shape()
  dense[D.words] = width(sums.words)
  dense[D.longest_word] = sums.longest
  for family = 0, LAST_FAMILY do dense[FAMILIES + family] = sums.families[family] end
end

return request
