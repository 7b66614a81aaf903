-- What the heads read besides text (filter/measure.ts and filter/model): bins and sums of their weights, isolation,
-- distances. Carried on from the event before: only what changed is looked up, taken off and added again.
local ffi = require("ffi")
local bit = require("bit")
local bytes = require("bytes")
local model = require("model")
local dense = require("target").dense
local band, bor, lshift, rshift = bit.band, bit.bor, bit.lshift, bit.rshift
local f32 = bytes.f32
local STAGE_ONE, DENSE_COUNT = model.STAGE_ONE, model.DENSE_COUNT

local measure = {}
local PERCENT = f32(100 / 127)
local LANE_BITS, LANES, STEP_WORDS = 21, 3, 4
local LANE_MASK = 2097151LL
local UNIT, BIAS = 127, 128

local EDGES = ffi.cast("const float *", ffi.cast("const char *", model.blob))
local firstEdge = ffi.new("int32_t[?]", DENSE_COUNT)
local edgeCount = ffi.new("int32_t[?]", DENSE_COUNT)
local firstBin = ffi.new("int32_t[?]", DENSE_COUNT)
local step = ffi.new("int32_t[?]", DENSE_COUNT)
for i = 0, DENSE_COUNT - 1 do
  firstEdge[i], edgeCount[i], firstBin[i] = model.edges[i] / 4, model.edgeCount[i], model.firstBin[i]
  step[i] = model.edgeCount[i] > 0 and math.floor(32512 / model.edgeCount[i]) or 0
end
local WEIGHTS = model.binWeights

-- Scalar products with all vectors, three in a word: ones, mean, components + 128, centres.
local components, centres = model.components, model.centres
local lanes = components + 2 + centres
local words = math.ceil(lanes / (LANES * STEP_WORDS)) * STEP_WORDS
local rows = ffi.new("int64_t[?]", words * STAGE_ONE)
local products = ffi.new("int64_t[?]", words)

local function setCoordinate(feature, lane, value)
  local word = feature * words + math.floor(lane / LANES)
  rows[word] = rows[word] + value * 2LL ^ (lane % LANES * LANE_BITS)
end

local meanSquare = 0
local meanAlong = ffi.new("int32_t[?]", components + 1)
local centreSquare = ffi.new("int32_t[?]", centres)
for i = 0, STAGE_ONE - 1 do
  local mean = model.mean[i]
  meanSquare = meanSquare + mean * mean
  setCoordinate(i, 0, 1)
  setCoordinate(i, 1, mean)
  for c = 0, components - 1 do
    local value = model.component[c * STAGE_ONE + i]
    meanAlong[c] = meanAlong[c] + mean * value
    setCoordinate(i, c + 2, value + BIAS)
  end
  for c = 0, centres - 1 do
    local value = model.centre[c * STAGE_ONE + i]
    centreSquare[c] = centreSquare[c] + value * value
    setCoordinate(i, components + 2 + c, value)
  end
end

local function productOf(lane)
  local word = (lane - lane % LANES) / LANES
  return tonumber(band(rshift(products[word], lane % LANES * LANE_BITS), LANE_MASK))
end

-- The forest: each tree's inner nodes { u8 feature, u8 bin } and leaves of u16, and for each leaf the features that are
-- asked on the way there, a bit each (feature modulo 64).
local TREES, DEPTH, FOREST = model.trees, model.depth, model.forest
local WIDTH = 2 ^ DEPTH
local TREE_BYTES = (WIDTH - 1) * 2 + WIDTH * 2
local ways = ffi.new("int32_t[?]", TREES * WIDTH * 2)
local leaves = ffi.new("int32_t[?]", TREES)
local function lengthOf(tree, leaf)
  local at = tree * TREE_BYTES + (WIDTH - 1) * 2 + leaf * 2
  return FOREST[at] + FOREST[at + 1] * 256
end
local pathSum = 0
for tree = 0, TREES - 1 do
  pathSum = pathSum + lengthOf(tree, 0)
  for leaf = 0, WIDTH - 1 do
    local node = WIDTH - 1 + leaf
    local way = (tree * WIDTH + leaf) * 2
    while node > 0 do
      node = rshift(node - 1, 1)
      local feature = band(FOREST[tree * TREE_BYTES + node * 2], 63)
      local half = way + rshift(feature, 5)
      ways[half] = bor(ways[half], lshift(1, feature))
    end
  end
end

local before = ffi.new("float[?]", STAGE_ONE, 0 / 0)
local bins = ffi.new("uint8_t[?]", DENSE_COUNT)
local sums = ffi.new("struct { int32_t threat, bot, anomaly, square; }")
measure.bins, measure.sums = bins, sums
for feature = 0, (model.on.anomaly and DENSE_COUNT or STAGE_ONE) - 1 do
  local at = firstBin[feature] * 4
  sums.threat = sums.threat + WEIGHTS[at]
  sums.bot = sums.bot + WEIGHTS[at + 1]
  sums.anomaly = sums.anomaly + WEIGHTS[at + 2]
end

-- Bin of a value, searched for from one that it may be near.
local function binNear(feature, value, bin)
  local edge, count = firstEdge[feature], edgeCount[feature]
  while bin < count and EDGES[edge + bin] <= value do bin = bin + 1 end
  while bin > 0 and EDGES[edge + bin - 1] > value do bin = bin - 1 end
  return bin
end

local function move(feature, from, to)
  local old, new = (firstBin[feature] + from) * 4, (firstBin[feature] + to) * 4
  sums.threat = sums.threat + WEIGHTS[new] - WEIGHTS[old]
  sums.bot = sums.bot + WEIGHTS[new + 1] - WEIGHTS[old + 1]
  sums.anomaly = sums.anomaly + WEIGHTS[new + 2] - WEIGHTS[old + 2]
  bins[feature] = to
end

-- Walks the trees on whose ways something changed. Nodes counted from one, their children are 2n and 2n + 1; without
-- a branch, since nobody could foretell it.
local function follow(low, high)
  for tree = 0, TREES - 1 do
    local leaf = leaves[tree]
    local way = (tree * WIDTH + leaf) * 2
    if bor(band(ways[way], low), band(ways[way + 1], high)) ~= 0 then
      local splits = tree * TREE_BYTES - 2
      local node = 1
      for _ = 1, DEPTH do
        local split = splits + node * 2
        node = node * 2 + rshift(FOREST[split + 1] - bins[FOREST[split]], 31)
      end
      node = band(node, WIDTH - 1)
      pathSum = pathSum + lengthOf(tree, node) - lengthOf(tree, leaf)
      leaves[tree] = node
    end
  end
end

local D = model.dense
local found = ffi.new("float[3]")

local function setDistance(feature, value)
  found[feature - STAGE_ONE] = value
  local from = bins[feature]
  local to = binNear(feature, found[feature - STAGE_ONE], from)
  if to ~= from then move(feature, from, to) end
end

local function distances()
  setDistance(D.isolation, f32(1 - f32(f32(pathSum / (TREES * 256)) / model.normal)) * 100)
  local least = 2147483647
  for c = 0, centres - 1 do
    local beyond = centreSquare[c] - 2 * productOf(components + 2 + c)
    if beyond < least then least = beyond end
  end
  setDistance(D.centre_distance, f32(math.sqrt(f32(f32(sums.square + least) / STAGE_ONE))) * PERCENT)
  local left = f32(sums.square - 2 * productOf(1) + meanSquare)
  local shift = BIAS * productOf(0)
  for c = 0, components - 1 do
    local projected = f32(f32(productOf(c + 2) - shift - meanAlong[c]) / UNIT)
    left = f32(left - f32(projected * projected))
  end
  if left < 0 then left = 0 end
  setDistance(D.reconstruction_error, f32(math.sqrt(f32(left / STAGE_ONE))) * PERCENT)
end

-- Measures the event whose dense features are computed, and sets those of them that are distances.
function measure.event()
  local low, high = 0, 0
  for feature = 0, STAGE_ONE - 1 do
    local value = dense[feature]
    if value ~= before[feature] then
      before[feature] = value
      local from = bins[feature]
      local to = binNear(feature, value, from)
      if to ~= from then
        move(feature, from, to)
        if band(feature, 32) == 0 then low = bor(low, lshift(1, feature))
        else high = bor(high, lshift(1, feature)) end
        local a = rshift(from * step[feature], 8)
        local b = rshift(to * step[feature], 8)
        sums.square = sums.square + (b - a) * (b + a)
        local row, change = feature * words, b - a
        for word = 0, words - 1 do products[word] = products[word] + change * rows[row + word] end
      end
    end
  end
  if not model.on.anomaly then return end
  if low ~= 0 or high ~= 0 then
    follow(low, high)
    distances()
  end
  for i = 0, 2 do dense[STAGE_ONE + i] = found[i] end
end

return measure
