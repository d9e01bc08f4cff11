package dev.holdfast.stock.shelf;

import dev.holdfast.stockapi.StockKey;
import dev.holdfast.stockapi.StockLevel;
import java.time.Instant;
import java.util.List;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;

/**
 * The SQL of the stock rows; each update says again in its WHERE what must be true for it to happen. One statement changes
 * all rows of a batch; STRAIGHT_JOIN makes it come to them in the order of the list, which is the lock order.
 */
@Mapper
interface StockMapper {
    /** One row of the stock table as far as a Try needs it. */
    record Available(long storeId, long skuId, long available) {}

    /** @return rows that had enough, and whose units are held now; the others are short or unknown */
    @Update(
            """
            <script>
            UPDATE (
              <foreach collection="wanted" item="w" separator=" UNION ALL ">
              SELECT #{w.stock.storeId} AS store_id, #{w.stock.skuId} AS sku_id, #{w.units} AS units
              </foreach>
                   ) AS wanted
              STRAIGHT_JOIN stock ON stock.store_id = wanted.store_id AND stock.sku_id = wanted.sku_id
               SET stock.available  = stock.available - wanted.units,
                   stock.frozen     = stock.frozen    + wanted.units,
                   stock.updated_at = #{now}
             WHERE stock.available &gt;= wanted.units
            </script>
            """)
    int freeze(@Param("wanted") List<Units> wanted, @Param("now") Instant now);

    /** @return rows whose units were held, and are sold now */
    @Update(
            """
            <script>
            UPDATE (
              <foreach collection="held" item="h" separator=" UNION ALL ">
              SELECT #{h.stock.storeId} AS store_id, #{h.stock.skuId} AS sku_id, #{h.units} AS units
              </foreach>
                   ) AS held
              STRAIGHT_JOIN stock ON stock.store_id = held.store_id AND stock.sku_id = held.sku_id
               SET stock.frozen     = stock.frozen - held.units,
                   stock.sold       = stock.sold   + held.units,
                   stock.updated_at = #{now}
             WHERE stock.frozen &gt;= held.units
            </script>
            """)
    int sell(@Param("held") List<Units> held, @Param("now") Instant now);

    /** @return rows whose units were held, and are available now */
    @Update(
            """
            <script>
            UPDATE (
              <foreach collection="held" item="h" separator=" UNION ALL ">
              SELECT #{h.stock.storeId} AS store_id, #{h.stock.skuId} AS sku_id, #{h.units} AS units
              </foreach>
                   ) AS held
              STRAIGHT_JOIN stock ON stock.store_id = held.store_id AND stock.sku_id = held.sku_id
               SET stock.frozen     = stock.frozen    - held.units,
                   stock.available  = stock.available + held.units,
                   stock.updated_at = #{now}
             WHERE stock.frozen &gt;= held.units
            </script>
            """)
    int giveBack(@Param("held") List<Units> held, @Param("now") Instant now);

    /** The rows there are of these, locked until the transaction ends. */
    @Select(
            """
            <script>
            SELECT store_id, sku_id, available
              FROM stock
             WHERE <foreach collection="keys" item="key" separator=" OR ">
                   (store_id = #{key.storeId} AND sku_id = #{key.skuId})
                   </foreach>
             ORDER BY store_id, sku_id
               FOR UPDATE
            </script>
            """)
    List<Available> lock(@Param("keys") List<StockKey> keys);

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
