-- Takes units of one stock row for many reservations, in the order given: a large one that does not fit is left out, and
-- smaller ones behind it still go through. By force every one is taken, and free may go below zero: the caller has read in
-- the database that there are units which this count does not know of.
--
-- KEYS[1]  stock:{storeId:skuId}:free      units that may still be taken; below zero after takes by force
-- KEYS[2]  stock:{storeId:skuId}:holders   reservationId -> "quantity:takenAtMillis"
-- KEYS[3]  stock:{storeId:skuId}:sold-out  the row's mark, see mark.lua: a take that meets it is counted in its `passed`
-- ARGV[1]  1 takes by force, 0 takes what fits
-- ARGV     id, quantity, id, quantity, ...; none at all only asks how many units are free
-- Returns  {} if the row is not loaded, else the units free afterwards and then one answer per reservation:
--          -1 taken now | -2 held since before | n >= 0 does not fit, n units are free
-- Twice:   a reservation that holds already is answered -2 and its units stay as they are, whatever quantity it asks for;
--          `passed` counts both calls.
-- Tells    nothing.
for i = 3, #ARGV, 2 do
  local quantity = tonumber(ARGV[i])
  if not quantity or quantity < 1 or quantity % 1 ~= 0 then
    return redis.error_reply('ERR no quantity: ' .. ARGV[i])
  end
end
if #ARGV > 1 and redis.call('EXISTS', KEYS[3]) == 1 then
  redis.call('HINCRBY', KEYS[3], 'passed', 1)
end
local free = tonumber(redis.call('GET', KEYS[1]) or '')
if not free then
  return {}
end
local force = ARGV[1] == '1'
local time = redis.call('TIME')
local now = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
local taken = 0
local answers = { 0 }
for i = 2, #ARGV, 2 do
  local quantity = tonumber(ARGV[i + 1])
  if redis.call('HEXISTS', KEYS[2], ARGV[i]) == 1 then
    answers[#answers + 1] = -2
  elseif force or quantity <= free - taken then
    redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 1] .. ':' .. now)
    taken = taken + quantity
    answers[#answers + 1] = -1
  else
    answers[#answers + 1] = math.max(free - taken, 0)
  end
end
if taken > 0 then
  redis.call('DECRBY', KEYS[1], string.format('%.0f', taken))
end
answers[1] = free - taken
return answers
