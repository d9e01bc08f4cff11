-- wrk script: places orders of one unit, each under a key of its own.
-- wrk ... -s orders.lua http://gateway -- SKUS RUN: spread over SKUs 60000 to 60000+SKUS-1; RUN makes the keys of this run differ.
local threads = 0

function setup(thread)
  thread:set("id", threads)
  threads = threads + 1
end

function init(args)
  skus = tonumber(args[1])
  run = args[2]
  count = 0
  math.randomseed(os.time() * 31 + id)
end

function request()
  count = count + 1
  local headers = {
    ["Content-Type"] = "application/json",
    ["Idempotency-Key"] = run .. "-" .. id .. "-" .. count,
  }
  local sku = 60000 + math.random(0, skus - 1)
  local body = '{"buyerId":"wrk","lines":[{"storeId":1,"skuId":' .. sku .. ',"quantity":1}]}'
  return wrk.format("POST", "/orders", headers, body)
end
