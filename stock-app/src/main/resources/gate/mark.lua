-- Marks one stock row as sold out until an end of its own, or renews its mark. The mark is a lease: whoever makes it has read
-- the time here first (clock.lua), then `available` = 0 in the database; so until the end the database was without units
-- at most one lease ago, however late this call arrives. Nothing else makes or extends a mark.
--
-- KEYS[1]  stock:{storeId:skuId}:free      units that may still be taken
-- KEYS[2]  stock:{storeId:skuId}:sold-out  the mark, a hash that expires at its end:
--          end     the millisecond of Redis at which it ends
--          since   the millisecond of Redis at which it began, kept by a renewal
--          passed  how many takes have met it, see take.lua
-- ARGV[1]  the millisecond of Redis that was read before the database
-- ARGV[2]  the lease in milliseconds
-- ARGV[3]  1 makes a mark if there is none, 0 only renews
-- Returns  the end of the mark; 0 if none was made or renewed: the end would have passed, the row is not loaded, or it has
--          free units
-- Twice:   the same again; a mark never ends earlier than before.
-- Tells    `sold-out storeId:skuId` if it was made or renewed: a hint to look at the key, nothing more.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local ends = tonumber(ARGV[1]) + tonumber(ARGV[2])
local free = tonumber(redis.call('GET', KEYS[1]) or '')
if ends <= now or not free or free > 0 then
  return 0
end
local before = tonumber(redis.call('HGET', KEYS[2], 'end') or '')
if not before and ARGV[3] ~= '1' then
  return 0
end
ends = math.max(ends, before or 0)
local text = string.format('%.0f', ends)
if not before then
  redis.call('HSET', KEYS[2], 'since', string.format('%.0f', now), 'passed', '0')
end
redis.call('HSET', KEYS[2], 'end', text)
redis.call('PEXPIREAT', KEYS[2], text)
redis.call('PUBLISH', 'holdfast:sold-out', 'sold-out ' .. string.match(KEYS[1], '{(.-)}'))
return ends
