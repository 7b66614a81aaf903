-- The heads' scores, and the label, severity and reasons that follow (filter/heads.ts, verdict.ts, culprit.ts).
local agent = require("agent")
local bytes = require("bytes")
local measure = require("measure")
local model = require("model")
local ngrams = require("ngrams")
local target = require("target")
local f32, nearest = bytes.f32, bytes.nearest
local dense, bins = target.dense, measure.bins
local D, REASONS, FIRST_BIN, WEIGHTS = model.dense, model.reasons, model.firstBin, model.binWeights
local sums, binSums = ngrams.sums, measure.sums
local scale, bias, knots, on, thresholds = model.scale, model.bias, model.knots, model.on, model.thresholds

local verdict = { threat = 0, bot = 0, anomaly = 0 }
local MAX_REASONS = 3

local function calibrated(of, raw)
  local x, p, count = of.raw, of.probability, of.count
  if not (raw > x[0]) then return p[0] end
  local i = 1
  while i < count and x[i] < raw do i = i + 1 end
  if i == count then return p[count - 1] end
  local x0, p0 = x[i - 1], p[i - 1]
  return f32(p0 + f32(f32(f32(p[i] - p0) * f32(raw - x0)) / f32(x[i] - x0)))
end

local function score(head, sum)
  if not on[head] then return 0 end
  return calibrated(knots[head], f32(bias[head] + f32(scale[head] * sum)))
end

-- A share with four decimals.
local function share(value)
  return nearest(value * 10000) / 10000
end

local FAMILIES = model.FAMILIES
local MANY_ERRORS, MANY_TARGETS = 5, 4
local NAMED_SCANNER = f32(0.95)

local function webAttack()
  local best, most
  for feature = D.words_sqli, D.words_webshell do
    if dense[feature] > (most or 0) then best, most = feature, dense[feature] end
  end
  if dense[D.climbs] > 1 then return D.climbs end
  if best and best ~= D.words_probe then return best end
  if dense[D.dotfile] > 0 then return D.dotfile end
  if best then return best end
  if dense[D.extension] == target.SECRET then return D.extension end
  -- The last of the names: attack:enumeration.
  return dense[D.source_errors] >= MANY_ERRORS and dense[D.source_targets] >= MANY_TARGETS and #REASONS or nil
end

local CLIENTS = { D.ua_scanner, D.ua_headless, D.ua_search_engine, D.ua_monitor, D.ua_crawler, D.ua_library }

local function clientKind()
  if agent.namesScanner then return D.ua_scanner end
  for i = 1, #CLIENTS do
    if dense[CLIENTS[i]] > 0 then return CLIENTS[i] end
  end
end

local function isTelling(feature, value)
  if feature == D.referer then return value == 0 end
  if feature == D.source_referer_share then return value >= 0 and value < 0.5 end
  if feature == D.ua_length then return value >= 0 end
  return value > 0
end

-- Which of { threat, bot, anomaly, 0 } of a bin's weights a label goes by.
local COLUMN = { attack = 0, bot = 1, anomaly = 2 }

local function reasonsFor(label)
  local reasons = {}
  local first
  if label == "attack" then first = webAttack() elseif label == "bot" then first = clientKind() end
  if first then reasons[1] = REASONS[first] end
  local column = COLUMN[label]
  while #reasons < MAX_REASONS do
    local best, bestWeight = nil, 0
    for feature = 0, model.DENSE_COUNT - 1 do
      local weight = WEIGHTS[(FIRST_BIN[feature] + bins[feature]) * 4 + column]
      if weight > bestWeight and isTelling(feature, dense[feature]) then
        local name = REASONS[feature]
        if name ~= "" and name ~= reasons[1] and name ~= reasons[2] then best, bestWeight = name, weight end
      end
    end
    if not best then break end
    reasons[#reasons + 1] = best
  end
  return reasons
end

local NONE = {}

-- Scores the event whose features are computed, into `verdict`.
function verdict.judge()
  local threat = score("threat", sums.threat + binSums.threat)
  local bot = score("bot", sums.bot + binSums.bot)
  if on.bot and agent.namesScanner then bot = math.max(bot, NAMED_SCANNER) end
  local anomaly = score("anomaly", binSums.anomaly)
  verdict.threat, verdict.bot, verdict.anomaly = share(threat), share(bot), share(anomaly)
  local label, severity, sure = "normal", "none", math.max(threat, bot, anomaly)
  if on.threat and threat >= thresholds.threat then
    label, sure = "attack", threat
    severity = sure >= 0.99 and "critical" or sure >= 0.8 and "high" or "medium"
  elseif on.bot and bot >= thresholds.bot then
    label, sure = "bot", bot
    severity = sure >= 0.9 and "medium" or "low"
  elseif on.anomaly and anomaly >= thresholds.anomaly then
    label, sure = "anomaly", anomaly
    severity = sure >= 0.98 and "high" or sure >= 0.9 and "medium" or "low"
  end
  verdict.label, verdict.severity, verdict.score = label, severity, share(sure)
  verdict.why = label == "normal" and NONE or reasonsFor(label)
end

return verdict
