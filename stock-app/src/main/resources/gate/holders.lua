-- Who holds units of one stock row, and what time it is here.
--
-- KEYS[1]  stock:{storeId:skuId}:free      not touched
-- KEYS[2]  stock:{storeId:skuId}:holders   reservationId -> "quantity:takenAtMillis"
-- Returns  milliseconds of Redis, then id, "quantity:takenAtMillis", id, ...
-- Twice:   changes nothing.
local time = redis.call('TIME')
local answer = redis.call('HGETALL', KEYS[2])
table.insert(answer, 1, string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000)))
return answer
