-- SKUs 1001 to 1040 in stores 1 and 2, 300 units each; a row that is already there is left as it is.
INSERT INTO stock (store_id, sku_id, total, available, frozen, sold, updated_at)
SELECT store.id, 1001 + tens.n * 10 + ones.n, 300, 300, 0, 0, UTC_TIMESTAMP(3)
  FROM (SELECT 1 AS id UNION ALL SELECT 2) AS store
 CROSS JOIN (SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3) AS tens
 CROSS JOIN (SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL
             SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9) AS ones
 WHERE NOT EXISTS (SELECT 1
                     FROM stock AS present
                    WHERE present.store_id = store.id
                      AND present.sku_id = 1001 + tens.n * 10 + ones.n);
