-- All that the gate knows of one stock row, at one instant.
--
-- KEYS[1]  stock:{storeId:skuId}:free      units that may still be taken; below zero after takes by force
-- KEYS[2]  stock:{storeId:skuId}:holders   reservationId -> "quantity:takenAtMillis"
-- Returns  milliseconds of Redis, free units (empty: not loaded), then id, "quantity:takenAtMillis", id, ...
-- Twice:   changes nothing.
local time = redis.call('TIME')
local answer = redis.call('HGETALL', KEYS[2])
table.insert(answer, 1, redis.call('GET', KEYS[1]) or '')
table.insert(answer, 1, string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000)))
return answer
