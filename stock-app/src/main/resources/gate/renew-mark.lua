-- Says again that a row is sold out, for those who missed it and those who forget a mark that is not renewed.
--
-- KEYS[1]  stock:{storeId:skuId}:free      units that may still be taken
-- Returns  1 if it is loaded and sold out, else 0
-- Twice:   says it again.
-- Tells    `sold-out storeId:skuId` if it is so.
if redis.call('GET', KEYS[1]) ~= '0' then
  return 0
end
redis.call('PUBLISH', 'holdfast:sold-out', 'sold-out ' .. string.match(KEYS[1], '{(.-)}'))
return 1
