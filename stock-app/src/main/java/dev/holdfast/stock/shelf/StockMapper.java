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

    /** The stock rows of a batch, each beside the units asked of it. */
    String ASKED =
            """
            (<foreach collection="asked" item="a" separator=" UNION ALL ">
              SELECT #{a.stock.storeId} AS store_id, #{a.stock.skuId} AS sku_id, #{a.units} AS units
             </foreach>) AS asked
              STRAIGHT_JOIN stock ON stock.store_id = asked.store_id AND stock.sku_id = asked.sku_id
            """;

    /** @return rows that had enough, and whose units are held now; the others are short or unknown */
    @Update(
            "<script> UPDATE " + ASKED
                    + """
               SET stock.available  = stock.available - asked.units,
                   stock.frozen     = stock.frozen    + asked.units,
                   stock.updated_at = #{now}
             WHERE stock.available &gt;= asked.units
            </script>
            """)
    int freeze(@Param("asked") List<Units> asked, @Param("now") Instant now);

    /** @return rows whose units were held, and are sold now */
    @Update(
            "<script> UPDATE " + ASKED
                    + """
               SET stock.frozen     = stock.frozen - asked.units,
                   stock.sold       = stock.sold   + asked.units,
                   stock.updated_at = #{now}
             WHERE stock.frozen &gt;= asked.units
            </script>
            """)
    int sell(@Param("asked") List<Units> asked, @Param("now") Instant now);

    /** @return rows whose units were held, and are available now */
    @Update(
            "<script> UPDATE " + ASKED
                    + """
               SET stock.frozen     = stock.frozen    - asked.units,
                   stock.available  = stock.available + asked.units,
                   stock.updated_at = #{now}
             WHERE stock.frozen &gt;= asked.units
            </script>
            """)
    int giveBack(@Param("asked") List<Units> asked, @Param("now") Instant now);

    /** The stock rows of a list, found one by one by primary key: whatever else is read would be locked as well. */
    String LISTED =
            """
            (<foreach collection="keys" item="key" separator=" UNION ALL ">
              SELECT #{key.storeId} AS store_id, #{key.skuId} AS sku_id
             </foreach>) AS listed
              STRAIGHT_JOIN stock ON stock.store_id = listed.store_id AND stock.sku_id = listed.sku_id
            """;

    /** The rows there are of these, locked until the transaction ends, in the order of the list. */
    @Select("<script> SELECT stock.store_id, stock.sku_id, stock.available FROM " + LISTED + " FOR UPDATE </script>")
    List<Available> lock(@Param("keys") List<StockKey> keys);

    /** The rows there are of these; locks nothing. */
    @Select("<script> SELECT stock.store_id, stock.sku_id, stock.available FROM " + LISTED + " </script>")
    List<Available> available(@Param("keys") List<StockKey> keys);

    /** Those of these rows that can be locked without waiting, locked until the transaction ends. */
    @Select("<script> SELECT stock.store_id, stock.sku_id FROM " + LISTED + " FOR UPDATE SKIP LOCKED </script>")
    List<StockKey> lockFree(@Param("keys") List<StockKey> keys);

    /** Those of these rows that exist, locked or not. */
    @Select("<script> SELECT stock.store_id, stock.sku_id FROM " + LISTED + " </script>")
    List<StockKey> existing(@Param("keys") List<StockKey> keys);

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
