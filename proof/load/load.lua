-- wrk script of ./prove --bench: orders through the gateway, each under a key of its own.
--   wrk ... -s load.lua http://gateway -- MODE RUN [BUDGET]
-- MODE    which requests, see `modes` below
-- RUN     makes the keys of this run differ from those of any other
-- BUDGET  flash only: so many requests per thread, not one more
-- At its end it prints one `bench.<name> <value>` per line; times are microseconds.
local UNIFORM, SKUS = 60000, 256
local HOT, SOLD_OUT = 61000, 61001

local threads = {}

function setup(thread)
  thread:set("id", #threads)
  table.insert(threads, thread)
end

local headers = { ["Content-Type"] = "application/json" }
local count, key = 0, nil
local path = "/orders"

local function line(sku)
  return '{"storeId":1,"skuId":' .. sku .. ',"quantity":1}'
end

local function post(body)
  headers["Idempotency-Key"] = key
  return wrk.format("POST", path, headers, body)
end

local function order(lines)
  count = count + 1
  key = run .. "-" .. id .. "-" .. count
  return post('{"buyerId":"wrk","lines":[' .. lines .. "]}")
end

local function anySku()
  return UNIFORM + math.random(0, SKUS - 1)
end

-- Mixed: what was asked lately, to ask it again under the same key; long enough ago that most of it is finished.
local REMEMBERED = 512
local asked, place, lastOrder = {}, 0, nil

local function remember(lines)
  local request = order(lines)
  place = place % REMEMBERED + 1
  asked[place] = request
  return request
end

local function mixed()
  local die = math.random(100)
  if die <= 60 then return remember(line(anySku())) end
  if die <= 75 then return remember(line(HOT)) end
  if die <= 80 then return order(line(SOLD_OUT)) end
  if die <= 85 then return remember(line(anySku()) .. "," .. line(anySku()) .. "," .. line(HOT)) end
  if die <= 90 then return asked[place % REMEMBERED + 1] or remember(line(anySku())) end
  if die <= 95 and lastOrder then return wrk.format("GET", lastOrder) end
  return wrk.format("GET", "/stock/" .. anySku() .. "?storeId=1")
end

local modes = {
  uniform = function() return order(line(anySku())) end,
  hot = function() return order(line(HOT)) end,
  ["sold-out"] = function() return order(line(SOLD_OUT)) end,
  flash = function() return order(line(flashSku)) end,
  echo = function() return order(line(HOT)) end,
  mixed = mixed,
}

function init(args)
  local mode = args[1]
  run = args[2]
  request = modes[mode] or error("no such mode: " .. tostring(mode))
  math.randomseed(os.time() * 31 + id)
  if mode == "echo" then path = "/echo" end
  if mode == "flash" then flash(tonumber(args[3]), tonumber(args[4])) end
end

local names = {}
for status = 100, 599 do
  names[status] = "status" .. status
end

function response(status, answer)
  local name = names[status]
  _G[name] = (_G[name] or 0) + 1
  if status == 201 and path == "/orders" then lastOrder = answer["Location"] or lastOrder end
end

-- wrk asks delay() before each request: a connection that gets no part of the budget sleeps for the rest of the run.
function flash(budget, sku)
  flashSku = sku
  local given, answered, counted = 0, 0, response
  function delay()
    given = given + 1
    return given <= budget and 0 or 3600000
  end
  function response(status, answer)
    counted(status, answer)
    answered = answered + 1
    if answered == budget then
      -- wrk itself sleeps until the end of its duration: whoever started it reads this and interrupts it.
      io.write("bench.thread_finished 1\n")
      io.flush()
      wrk.thread:stop()
    end
  end
end

function done(summary, latency, requests)
  local function say(name, value)
    io.write(string.format("bench.%s %.0f\n", name, value))
  end
  say("duration", summary.duration)
  say("p50", latency:percentile(50))
  say("p95", latency:percentile(95))
  say("p99", latency:percentile(99))
  say("p99.9", latency:percentile(99.9))
  say("broken", summary.errors.connect + summary.errors.read + summary.errors.write)
  say("timeouts", summary.errors.timeout)
  for status = 100, 599 do
    local answers = 0
    for _, thread in ipairs(threads) do
      answers = answers + (thread:get(names[status]) or 0)
    end
    if answers > 0 then say("status." .. status, answers) end
  end
end
