-- Takes units of one stock row for many reservations, in the order given: a large one that does not fit is left out, and
-- smaller ones behind it still go through.
--
-- KEYS[1]  stock:{storeId:skuId}:free      units that may still be taken
-- KEYS[2]  stock:{storeId:skuId}:holders   reservationId -> "quantity:takenAtMillis"
-- ARGV     id, quantity, id, quantity, ...; none at all only asks how many units are free
-- Returns  {} if the row is not loaded, else the units free afterwards and then one answer per reservation:
--          -1 taken now | -2 held since before | n >= 0 does not fit, n units are free
-- Twice:   a reservation that holds already is answered -2 and nothing changes, whatever quantity it asks for.
-- Tells    `sold-out storeId:skuId` when the last unit is taken.
for i = 2, #ARGV, 2 do
  local quantity = tonumber(ARGV[i])
  if not quantity or quantity < 1 or quantity % 1 ~= 0 then
    return redis.error_reply('ERR no quantity: ' .. ARGV[i])
  end
end
local free = tonumber(redis.call('GET', KEYS[1]) or '')
if not free then
  return {}
end
local time = redis.call('TIME')
local now = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
local taken = 0
local answers = { 0 }
for i = 1, #ARGV, 2 do
  local quantity = tonumber(ARGV[i + 1])
  if redis.call('HEXISTS', KEYS[2], ARGV[i]) == 1 then
    answers[#answers + 1] = -2
  elseif quantity <= free - taken then
    redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 1] .. ':' .. now)
    taken = taken + quantity
    answers[#answers + 1] = -1
  else
    answers[#answers + 1] = math.max(free - taken, 0)
  end
end
if taken > 0 then
  redis.call('DECRBY', KEYS[1], string.format('%.0f', taken))
  if taken == free then
    redis.call('PUBLISH', 'holdfast:sold-out', 'sold-out ' .. string.match(KEYS[1], '{(.-)}'))
  end
end
answers[1] = math.max(free - taken, 0)
return answers
