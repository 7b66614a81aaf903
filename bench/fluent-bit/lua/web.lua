-- The web kind of the filter, as a filter in Lua for LuaJIT: the same parsing, features, model and scores. For the
-- comparison of run.ts, not for use: it takes access lines alone, gives others back as they are, and knows nothing of
-- records that are parsed already.
local ffi = require("ffi")
local bit = require("bit")
-- One line is a few dozen loops with branches: more and longer traces than LuaJIT keeps by default.
require("jit.opt").start("maxtrace=8000", "maxmcode=16384", "maxside=400", "maxsnap=1000")
local bytes = require("bytes")
local line = require("line")
local measure = require("measure")
local model = require("model")
local request = require("request")
local source = require("source")
local verdict = require("verdict")
local M, LINE, CLASS, HEX, text = bytes.M, bytes.LINE, bytes.CLASS, bytes.HEX, bytes.text
local e = line.event
local band, bxor, rshift, tohex = bit.band, bit.bxor, bit.rshift, bit.tohex

local web = {}
local VERSION, MAX_LONG_TEXT_BYTES, MAX_TEXT_BYTES = 1, 4096, 256
local OPEN_BRACE = 0x7b

local MIX = 0xd6e8feb86659fd93ULL
local pieces = ffi.cast("const uint64_t *", M + LINE)
local hash = ffi.new("uint64_t[1]")
local arrivals = 0

-- 64-bit hash of the line and its arrival, eight bytes at a time, as hex.
local function eventId(size)
  arrivals = arrivals + 1
  hash[0] = arrivals * MIX
  for i = 0, (size - size % 8) / 8 do
    local mixed = bxor(hash[0], pieces[i]) * MIX
    hash[0] = bxor(mixed, rshift(mixed, 32))
  end
  return tohex(hash[0])
end

-- A field's text, cut where it is too long; nil where it is missing.
local function field(at, stop, limit)
  if at == 0 then return nil end
  if stop - at > limit then
    stop = at + limit
    while stop > at and band(M[stop], 0xc0) == 0x80 do stop = stop - 1 end
  end
  return text(at, stop)
end

-- Whether it is an IPv4 address, or looks like one of IPv6.
local function isAddress(at, stop)
  local colons, dots, octet, isQuad = 0, 0, -1, true
  for p = at, stop - 1 do
    local byte = M[p]
    if byte == 0x3a then
      colons = colons + 1
    elseif byte == 0x2e then
      isQuad = isQuad and octet >= 0 and octet <= 255
      dots, octet = dots + 1, -1
    elseif HEX[byte] < 0 then
      return false
    else
      isQuad = isQuad and CLASS[byte] == 1
      octet = (octet < 0 and 0 or octet * 10) + HEX[byte]
    end
  end
  return colons > 1 or (isQuad and colons == 0 and dots == 3 and octet >= 0 and octet <= 255)
end

-- The event of the line at hand: one table, which Fluent Bit has read when the next line comes.
local event = { v = VERSION, kind = "web", model = model.id }

-- Scores a line; the event, valid until the next call, or nil where it is no access line.
function web.score(log)
  local size = #log
  if size > bytes.MAX_LINE or log:byte(1) == OPEN_BRACE then return nil end
  ffi.copy(M + LINE, log, size)
  ffi.fill(M + LINE + size, 8)
  local stop = LINE + size
  while stop > LINE and (M[stop - 1] == 0x0a or M[stop - 1] == 0x0d) do stop = stop - 1 end
  if not line.read(LINE, stop) then return nil end
  local method = field(e.method, e.methodEnd, MAX_TEXT_BYTES)
  local path = field(e.path, e.pathEnd, MAX_LONG_TEXT_BYTES)
  local ref = field(e.ref, e.refEnd, MAX_LONG_TEXT_BYTES)
  local ua = field(e.ua, e.uaEnd, MAX_LONG_TEXT_BYTES)
  local print = request.template(method, path)
  request.features(method, path, ref, ua, print)
  source.features()
  measure.event()
  verdict.judge()
  event.id = eventId(size)
  event.ts = e.time / 1000
  event.label = verdict.label
  event.severity = verdict.severity
  event.score = verdict.score
  event.bot = verdict.bot
  event.threat = verdict.threat
  event.anomaly = verdict.anomaly
  event.why = verdict.why
  event.tpl = tohex(print)
  event.ip = e.ip ~= 0 and isAddress(e.ip, e.ipEnd) and text(e.ip, e.ipEnd) or nil
  event.method = method
  event.path = path
  event.status = e.status
  event.bytes = e.size >= 0 and e.size or nil
  event.ua = ua
  event.ref = ref
  event.host = field(e.host, e.hostEnd, MAX_TEXT_BYTES)
  event.ms = e.micros >= 0 and e.micros / 1000 or nil
  event.user = field(e.user, e.userEnd, MAX_TEXT_BYTES)
  return event
end

-- What Fluent Bit calls for each record.
function web.filter(_, time, record)
  local scored = record.log and web.score(record.log)
  if not scored then return 0, time, record end
  record.smartlog = scored
  return 2, time, record
end

return web
