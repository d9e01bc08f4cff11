package dev.holdfast.stock.shelf;

import dev.holdfast.stockapi.Line;
import dev.holdfast.stockapi.StockKey;
import dev.holdfast.stockapi.StockLevel;
import java.time.Instant;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;

/** The SQL of the stock rows; each update says again in its WHERE what must be true for it to happen. */
@Mapper
interface StockMapper {
    /** @return 1 held, 0 short or unknown */
    @Update(
            """
            UPDATE stock
               SET available  = available - #{line.quantity},
                   frozen     = frozen    + #{line.quantity},
                   updated_at = #{now}
             WHERE store_id = #{line.storeId} AND sku_id = #{line.skuId}
               AND available >= #{line.quantity}
            """)
    int freeze(@Param("line") Line line, @Param("now") Instant now);

    /** @return 1 sold, 0 not held */
    @Update(
            """
            UPDATE stock
               SET frozen     = frozen - #{line.quantity},
                   sold       = sold   + #{line.quantity},
                   updated_at = #{now}
             WHERE store_id = #{line.storeId} AND sku_id = #{line.skuId}
               AND frozen >= #{line.quantity}
            """)
    int sell(@Param("line") Line line, @Param("now") Instant now);

    /** @return 1 given back, 0 not held */
    @Update(
            """
            UPDATE stock
               SET frozen     = frozen    - #{line.quantity},
                   available  = available + #{line.quantity},
                   updated_at = #{now}
             WHERE store_id = #{line.storeId} AND sku_id = #{line.skuId}
               AND frozen >= #{line.quantity}
            """)
    int giveBack(@Param("line") Line line, @Param("now") Instant now);

    /** @return units available, null if there is no such row */
    @Select("SELECT available FROM stock WHERE store_id = #{storeId} AND sku_id = #{skuId}")
    Long available(StockKey key);

    /** @return the row, null if there is none */
    @Select(
            """
            SELECT sku_id, store_id, total, available, frozen, sold
              FROM stock
             WHERE store_id = #{storeId} AND sku_id = #{skuId}
            """)
    StockLevel level(StockKey key);

    /** Adds to the row, or makes it. Its own count says nothing: 1 made, 2 (or 1, by driver setting) changed. */
    @Insert(
            """
            INSERT INTO stock (store_id, sku_id, total, available, frozen, sold, updated_at)
            VALUES (#{key.storeId}, #{key.skuId}, #{quantity}, #{quantity}, 0, 0, #{now})
            ON DUPLICATE KEY UPDATE
                   total      = total     + #{quantity},
                   available  = available + #{quantity},
                   updated_at = #{now}
            """)
    int add(@Param("key") StockKey key, @Param("quantity") long quantity, @Param("now") Instant now);
}
