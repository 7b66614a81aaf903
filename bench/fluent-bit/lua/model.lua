-- The model's sections, read in place out of the blob that the filter carries (layouts: filter/model/*.ts), and the
-- schema's names. `SMARTLOG` says which: { blob = path, kinds = "web,...", dense = "...", reasons = "..." }.
local ffi = require("ffi")

local given = assert(SMARTLOG, "set SMARTLOG = { blob, kinds, dense, reasons } before this is loaded")
local file = assert(io.open(given.blob, "rb"))
local blob = file:read("*a")
file:close()
local base = ffi.cast("const uint8_t *", blob)

local model = { blob = blob }

local function u16(at) return ffi.cast("const uint16_t *", base + at)[0] end
local function u32(at) return ffi.cast("const uint32_t *", base + at)[0] end
local function f32(at) return ffi.cast("const float *", base + at)[0] end

local sections = {}
for i = 0, u32(20) - 1 do
  local entry = 24 + i * 12
  sections[blob:sub(entry + 1, entry + 4)] = { at = u32(entry + 4), size = u32(entry + 8) }
end

local function pointerTo(type, at) return ffi.cast(ffi.typeof("const " .. type .. " *"), base + at) end

local function split(text)
  local list = {}
  for name in (text .. ","):gmatch("([^,]*),") do list[#list + 1] = name end
  return list
end

-- Numbers of the dense features by name, from 0.
model.dense = {}
local dense = split(given.dense)
for number, name in ipairs(dense) do model.dense[name] = number - 1 end
model.DENSE_COUNT = #dense
model.STAGE_ONE = model.dense.isolation
model.FAMILIES = model.dense.words_sqli
model.FAMILY_COUNT = model.STAGE_ONE - model.FAMILIES
-- What a feature is called as a reason, by its number; the last ones stand for several features.
model.reasons = {}
for number, name in ipairs(split(given.reasons)) do model.reasons[number - 1] = name end
for number, kind in ipairs(split(given.kinds)) do
  if kind == "web" then model.WEB = number - 1 end
end
model.KINDS = #split(given.kinds)

model.id = blob:sub(sections.MDID.at + 1, sections.MDID.at + sections.MDID.size)

local settings = sections.SETT.at
model.thresholds = { threat = f32(settings), bot = f32(settings + 4), anomaly = f32(settings + 8) }
local switches = u32(settings + 12)
model.on = {
  threat = switches % 2 >= 1, bot = switches % 4 >= 2, anomaly = switches % 8 >= 4,
}
model.zoneMinutes = pointerTo("int32_t", settings + 16)[0]

-- Words: slots of { i32 hash, u16 family, u16 }.
model.words = pointerTo("int32_t", sections.DICT.at + 4)
model.wordSlots = u32(sections.DICT.at)

model.fragments = base + sections.FRAG.at

-- Bins: edges of each dense feature.
model.edges, model.edgeCount, model.firstBin = {}, {}, {}
local bins = 0
for i = 0, model.DENSE_COUNT - 1 do
  local row = sections.BINS.at + i * 4
  model.edges[i] = sections.BINS.at + model.DENSE_COUNT * 4 + u16(row) * 4
  model.edgeCount[i] = u16(row + 2)
  model.firstBin[i] = bins
  bins = bins + u16(row + 2) + 1
end
model.pointerTo = pointerTo

local linear = sections.LINW.at
model.scale = { threat = f32(linear), bot = f32(linear + 8), anomaly = f32(linear + 16) }
model.bias = { threat = f32(linear + 4), bot = f32(linear + 12), anomaly = f32(linear + 20) }
-- { i16 threat, i16 bot, i16 anomaly, i16 0 } for each bin.
model.binWeights = pointerTo("int16_t", linear + 32)

-- Hashed features, { threat, bot } of each: first the n of what is asked for, then n / 2 of what clients say.
local log2 = u32(linear + 24)
local asked = 2 ^ log2
local threat = pointerTo("int8_t", linear + 32 + bins * 8)
local bot = threat + asked
local said = bot + asked / 4
local hashed = ffi.new("int8_t[?]", asked * 3)
for i = 0, asked - 1 do
  hashed[2 * i], hashed[2 * i + 1] = threat[i], bot[math.floor(i / 4)]
end
ffi.copy(hashed + 2 * asked, said, asked)
model.hashed = hashed
model.asked = asked
model.askedShift = 32 - log2

local forest = sections.IFOR.at
model.trees, model.depth, model.normal = u16(forest), u16(forest + 2), f32(forest + 4)
model.forest = base + forest + 8

-- Vectors of one kind: centres of k-means (u8), mean (u8) and principal components (i8).
local kind = model.WEB
model.centres = u16(sections.KMNS.at + 4)
model.centre = base + sections.KMNS.at + 8 + kind * model.centres * model.STAGE_ONE
model.components = u16(sections.PCAR.at + 4)
model.mean = base + sections.PCAR.at + 8 + kind * (model.components + 1) * model.STAGE_ONE
model.component = ffi.cast("const int8_t *", model.mean + model.STAGE_ONE)

-- Knots of the calibration: { count, raw scores, probabilities }.
model.knots = {}
local at = sections.CALI.at
for _, head in ipairs({ "threat", "bot", "anomaly" }) do
  local count = u32(at)
  model.knots[head] = {
    count = count, raw = pointerTo("float", at + 4), probability = pointerTo("float", at + 4 + count * 4),
  }
  at = at + 4 + count * 8
end

-- Templates that are known from the start.
model.templates = {}
if sections.TPLS then
  for i = 1, u32(sections.TPLS.at) do model.templates[i] = pointerTo("int32_t", sections.TPLS.at + i * 4)[0] end
end

-- Addresses whose behaviour does not count, and beginnings of such.
model.exempt, model.exemptBeginnings = {}, {}
if sections.EXMP then
  for entry in blob:sub(sections.EXMP.at + 1, sections.EXMP.at + sections.EXMP.size):gmatch("[^\n]+") do
    if entry:find("[.:]$") then table.insert(model.exemptBeginnings, entry)
    else model.exempt[entry] = true end
  end
end

return model
