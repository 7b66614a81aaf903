-- The dense features of a request (filter/features/dense.ts, decode.ts, extension.ts).
local ffi = require("ffi")
local bit = require("bit")
local agent = require("agent")
local bytes = require("bytes")
local known = require("known")
local model = require("model")
local ngrams = require("ngrams")
local template = require("template")
local e = require("line").event
local M, CLASS, HEX, find, findByte, width = bytes.M, bytes.CLASS, bytes.HEX, bytes.find, bytes.findByte, bytes.width
local tobit, band, bor, bxor, lshift, rshift = bit.tobit, bit.band, bit.bor, bit.bxor, bit.lshift, bit.rshift
local PRIME, FNV_OFFSET = bytes.PRIME, bytes.FNV_OFFSET
local addText, TARGET, REFERER = ngrams.addText, ngrams.TARGET, ngrams.REFERER
local sums = ngrams.sums
local floor = math.floor

local request = { SECRET = 5, ASSET = 1 }
local DECODED, AGAIN = bytes.DECODED, bytes.AGAIN
local MAX_TARGET_BYTES = 4096
local D = model.dense

-- f32 value of each dense feature; -1 is "does not apply".
local dense = ffi.new("float[?]", model.DENSE_COUNT)
local NOTHING = ffi.new("float[?]", model.DENSE_COUNT, -1)
local DENSE_BYTES = model.DENSE_COUNT * 4
request.dense = dense

-- Bytes that decoding looks at: % + ? \.
local CODED = ffi.new("uint8_t[256]")
for _, byte in ipairs({ 0x25, 0x2b, 0x3f, 0x5c }) do CODED[byte] = 1 end

local function hexPair(at, stop)
  if at + 2 > stop then return -1 end
  local high, low = HEX[M[at]], HEX[M[at + 1]]
  if high < 0 or low < 0 then return -1 end
  return high * 16 + low
end

-- Decodes once from [at, stop) to `to`; returns the place after the last byte, and how many bytes were encoded.
local function decodeOnce(at, stop, to, isFirst)
  local encoded, inQuery = 0, false
  while at < stop do
    local byte = M[at]
    at = at + 1
    if CODED[byte] ~= 0 then
      if byte == 0x25 then
        local value = hexPair(at, stop)
        if value >= 0 then
          byte = value
          at = at + 2
          encoded = encoded + 1
        elseif at + 5 <= stop and bor(M[at], 0x20) == 0x75 then
          local high, low = hexPair(at + 1, stop), hexPair(at + 3, stop)
          if high >= 0 and low >= 0 then
            byte = high == 0 and low or high == 0xff and band(low + 0x20, 0x7f) or 0x80
            at = at + 5
            encoded = encoded + 1
          end
        end
      elseif isFirst then
        if byte == 0x5c then
          if at < stop then
            local following = M[at]
            local value = following == 0x78 and hexPair(at + 1, stop) or -1
            if value >= 0 then
              byte = value
              at = at + 3
            elseif following == 0x22 or following == 0x5c then
              byte = following
              at = at + 1
            end
          end
        elseif byte == 0x3f then inQuery = true
        elseif inQuery then byte = 0x20 end
      end
    end
    M[to] = byte
    to = to + 1
  end
  return to, encoded
end

-- Decodes [at, stop) to DECODED, twice where that leaves percent signs; returns the end and both counts.
local function decodeTarget(at, stop)
  local to, encoded = decodeOnce(at, stop, DECODED, true)
  if findByte(DECODED, to, 0x25) + 2 >= to then return to, encoded, 0 end
  local again, doubled = decodeOnce(DECODED, to, AGAIN, false)
  ffi.copy(M + DECODED, M + AGAIN, again - AGAIN)
  return DECODED + again - AGAIN, encoded, doubled
end

-- Where each byte counts, ten bits for each count: specials, quotes, digits; and upper case, controls, not ASCII.
local LOW = ffi.new("int32_t[256]")
local HIGH = ffi.new("int32_t[256]")
local SPECIALS = "!$()*;<>[\\]^{|}~\127"
for byte = 0, 255 do
  local char = string.char(byte)
  if CLASS[byte] == 1 then LOW[byte] = 2 ^ 20
  elseif byte >= 0x41 and byte <= 0x5a then HIGH[byte] = 1
  elseif byte >= 0x80 then HIGH[byte] = 2 ^ 20
  elseif byte < 0x20 then HIGH[byte] = 2 ^ 10
  elseif char:find("[\"'`]") then LOW[byte] = 2 ^ 10
  elseif SPECIALS:find(char, 1, true) then LOW[byte] = 1 end
end
local MAX_COUNTED = 1020

-- How many names have an opening parenthesis right behind.
local function calls(at, stop)
  local count = 0
  local open = findByte(at, stop, 0x28)
  while open < stop do
    if open > at and (CLASS[M[open - 1]] ~= 0 or M[open - 1] == 0x5f) then count = count + 1 end
    open = findByte(open + 1, stop, 0x28)
  end
  return count
end

local CALLS, SPECIAL_COUNT, QUOTES, CONTROLS, NON_ASCII = D.calls, D.specials, D.quotes, D.controls, D.non_ascii
local SPECIAL_SHARE, DIGIT_SHARE, UPPER_SHARE = D.special_share, D.digit_share, D.upper_share

-- Counts what a text is made of.
local function composition(at, stop)
  local specials, quotes, digits, uppers, controls, others = 0, 0, 0, 0, 0, 0
  local from = at
  while from < stop do
    local part = math.min(stop, from + MAX_COUNTED)
    local low, high = 0, 0
    for p = from, part - 1 do
      local byte = M[p]
      low, high = low + LOW[byte], high + HIGH[byte]
    end
    from = part
    specials, uppers = specials + band(low, 1023), uppers + band(high, 1023)
    quotes, controls = quotes + band(rshift(low, 10), 1023), controls + band(rshift(high, 10), 1023)
    digits, others = digits + rshift(low, 20), others + rshift(high, 20)
  end
  dense[CALLS] = specials > 0 and calls(at, stop) or 0
  dense[SPECIAL_COUNT], dense[QUOTES], dense[CONTROLS] = specials, quotes, controls
  dense[NON_ASCII] = width(others)
  local length = stop - at
  if length > 0 then
    dense[SPECIAL_SHARE] = (specials + quotes) * 100 / length
    dense[DIGIT_SHARE] = digits * 100 / length
    dense[UPPER_SHARE] = uppers * 100 / length
  end
end

local DEPTH, DOTFILE, CLIMBS = D.path_depth, D.dotfile, D.climbs

local function pathShape(at, mark, stop)
  local depth, dotfile, climbs = 0, 0, 0
  for p = at, mark - 1 do
    local byte = M[p]
    if byte == 0x2f or byte == 0x5c then
      depth = depth + 1
      if M[p + 1] == 0x2e and p + 2 < mark and M[p + 2] ~= 0x2e and M[p + 2] ~= 0x2f then dotfile = dotfile + 1 end
    end
  end
  local from = find(at, stop, "..")
  while from do
    climbs = climbs + 1
    from = find(from + 2, stop, "..")
  end
  dense[DEPTH], dense[DOTFILE], dense[CLIMBS] = depth, dotfile, climbs
end

local EXTENSIONS = {}
for class, list in ipairs({
  "css js mjs map png jpg jpeg gif svg ico webp avif woff woff2 ttf eot mp4 mp3 webm ogg ts m3u8 wasm",
  "htm html xhtml shtml md",
  "php php3 php5 php7 phtml asp aspx asmx ashx jsp jspx do action cgi pl py rb sh dll exe cfm",
  "json xml rss atom txt pdf csv xls xlsx doc docx ics rdf",
  "bak old orig save swp sql db sqlite zip gz tar tgz rar 7z bz2 log ini conf cfg config yml yaml toml env pem key "
    .. "p12 lock dump mdb inc properties",
}) do
  for extension in list:gmatch("%S+") do
    local hash = FNV_OFFSET
    for i = 1, #extension do hash = tobit(bxor(hash, extension:byte(i)) * PRIME) end
    EXTENSIONS[hash] = class
  end
end
local NONE, SECRET, OTHER, MAX_LETTERS = 0, request.SECRET, 6, 8

-- What kind of thing a path's extension says it is.
local function extensionClass(at, stop)
  local dot = stop
  while dot > at and stop - dot <= MAX_LETTERS do
    local byte = M[dot - 1]
    if byte == 0x2e then break end
    if CLASS[byte] == 0 then return byte == 0x7e and SECRET or byte == 0x2f and NONE or OTHER end
    dot = dot - 1
  end
  if dot == at or stop - dot > MAX_LETTERS then return NONE end
  local hash = FNV_OFFSET
  for p = dot, stop - 1 do
    local byte = M[p]
    hash = tobit(bxor(hash, CLASS[byte] == 1 and byte or bor(byte, 0x20)) * PRIME)
  end
  return EXTENSIONS[hash] or OTHER
end

local TARGET_LENGTH, ENCODED, DOUBLE_ENCODED = D.target_length, D.encoded, D.double_encoded
local EXTENSION, ABSOLUTE, QUERY_LENGTH, PARAMETERS = D.extension, D.absolute_target, D.query_length, D.parameters

local function readTarget(at, stop)
  dense[TARGET_LENGTH] = width(stop - at)
  if stop - at > MAX_TARGET_BYTES then stop = at + MAX_TARGET_BYTES end
  local decodedEnd, encoded, doubled = decodeTarget(at, stop)
  dense[ENCODED], dense[DOUBLE_ENCODED] = width(encoded), width(doubled)
  addText(DECODED, decodedEnd, TARGET)
  composition(DECODED, decodedEnd)
  pathShape(DECODED, findByte(DECODED, decodedEnd, 0x3f), decodedEnd)
  local mark = findByte(at, stop, 0x3f)
  dense[EXTENSION] = extensionClass(at, mark)
  dense[ABSOLUTE] = M[at] == 0x2f and 0 or find(at, mark, "://") and 1 or 2
  local parameters = 0
  if mark < stop then
    parameters = 1
    local p = findByte(mark, stop, 0x26)
    while p < stop do
      parameters = parameters + 1
      p = findByte(p + 1, stop, 0x26)
    end
  end
  dense[QUERY_LENGTH] = width(stop - mark)
  dense[PARAMETERS] = parameters
end

-- Longest text that is known when it comes again, and how many.
local MAX_KNOWN_BYTES, MAX_TARGETS, MAX_REFERERS = 168, 256, 128
local targets, referers = known.new(MAX_TARGETS), known.new(MAX_REFERERS)
-- The dense features that a target has, one after the other, and `calls`.
local OF_TARGET = D.absolute_target - D.target_length + 1
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

local function target(method, path, print)
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
  readTarget(at, stop)
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

local function referer(text)
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
  if stop - from > MAX_TARGET_BYTES then stop = from + MAX_TARGET_BYTES end
  addText(DECODED, (decodeTarget(from, stop)), REFERER)
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
  target(method, path, print)
  referer(ref)
  agent.features(ua, dense)
  shape()
  dense[D.words] = width(sums.words)
  dense[D.longest_word] = sums.longest
  for family = 0, LAST_FAMILY do dense[FAMILIES + family] = sums.families[family] end
end

return request
