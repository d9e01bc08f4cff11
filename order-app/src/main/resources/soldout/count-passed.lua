-- Counts at the sold-out mark of one stock row, if there is one, that orders for the row have been placed beside it.
--
-- KEYS[1]  stock:{storeId:skuId}:sold-out   a hash: end, since, passed; stock-app's mark.lua says what they are
-- Returns  1 if there is a mark, else 0
-- Twice:   counts twice, which costs every order-app one more look for new keys and nothing else.
if redis.call('EXISTS', KEYS[1]) == 0 then
  return 0
end
redis.call('HINCRBY', KEYS[1], 'passed', 1)
return 1
