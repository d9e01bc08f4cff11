-- The time of the Redis node that has this row, and what is free of the row there. A mark begins with this: its end counts
-- from a time that was read before the database was.
--
-- KEYS[1]  stock:{storeId:skuId}:free      units that may still be taken
-- Returns  { milliseconds of Redis } if the row is not loaded, else { milliseconds of Redis, free }
-- Twice:   changes nothing.
-- Tells    nothing.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local free = tonumber(redis.call('GET', KEYS[1]) or '')
if not free then
  return { now }
end
return { now, free }
