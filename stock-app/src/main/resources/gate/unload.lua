-- Forgets one stock row: it is cold, or the database has no such row.
--
-- KEYS[1]  stock:{storeId:skuId}:free      deleted
-- KEYS[2]  stock:{storeId:skuId}:holders   deleted
-- Returns  how many of the two there were
-- Twice:   finds nothing.
-- Tells    `back storeId:skuId` if it was sold out: nobody would renew that mark any more.
local free = redis.call('GET', KEYS[1])
local gone = redis.call('DEL', KEYS[1], KEYS[2])
if free == '0' then
  redis.call('PUBLISH', 'holdfast:sold-out', 'back ' .. string.match(KEYS[1], '{(.-)}'))
end
return gone
