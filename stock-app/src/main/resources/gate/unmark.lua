-- Deletes the mark of one stock row: orders for the row may have gone on without being counted in its `passed`.
--
-- KEYS[1]  stock:{storeId:skuId}:sold-out  the mark, see mark.lua
-- Returns  1 if there was one, else 0
-- Twice:   finds nothing.
-- Tells    `back storeId:skuId` if there was one.
local marked = redis.call('DEL', KEYS[1])
if marked == 1 then
  redis.call('PUBLISH', 'holdfast:sold-out', 'back ' .. string.match(KEYS[1], '{(.-)}'))
end
return marked
