package dev.holdfast.stock.reconciler;

import dev.holdfast.stockapi.StockKey;
import java.util.List;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;

/** The SQL of comparing. It locks nothing and writes nothing. */
@Mapper
interface BooksMapper {
    /** @return the id of the last reservation of the next page, null if what is left fills none */
    @Select(
            """
            SELECT reservation_id
              FROM stock_reservation
             WHERE reservation_id > #{after}
             ORDER BY reservation_id
             LIMIT 1 OFFSET #{others}
            """)
    String endOfPage(@Param("after") String after, @Param("others") int others);

    /** What reservations say of one stock row. @param stray units in lines without a reservation */
    record Sums(long storeId, long skuId, long tried, long confirmed, long stray) {
        Sums plus(Sums other) {
            return new Sums(storeId, skuId, tried + other.tried, confirmed + other.confirmed, stray + other.stray);
        }
    }

    /** The sums of one page. @param last null: to the end */
    @Select(
            """
            <script>
            SELECT line.store_id, line.sku_id,
                   SUM(CASE WHEN reservation.state = 'TRIED'     THEN line.quantity ELSE 0 END) AS tried,
                   SUM(CASE WHEN reservation.state = 'CONFIRMED' THEN line.quantity ELSE 0 END) AS confirmed,
                   SUM(CASE WHEN reservation.state IS NULL       THEN line.quantity ELSE 0 END) AS stray
              FROM stock_reservation_line AS line
              LEFT JOIN stock_reservation AS reservation ON reservation.reservation_id = line.reservation_id
             WHERE line.reservation_id &gt; #{after}
             <if test="last != null">AND line.reservation_id &lt;= #{last}</if>
             GROUP BY line.store_id, line.sku_id
            </script>
            """)
    List<Sums> sums(@Param("after") String after, @Param("last") String last);

    /** A stock row, and what removed reservations sold of it. */
    record StockRow(long storeId, long skuId, long total, long available, long frozen, long sold, long closed) {
        StockKey key() {
            return new StockKey(storeId, skuId);
        }
    }

    /** The next {@code most} by key. */
    @Select(
            """
            SELECT stock.store_id, stock.sku_id, stock.total, stock.available, stock.frozen, stock.sold,
                   COALESCE(closed.sold, 0) AS closed
              FROM stock
              LEFT JOIN stock_closed AS closed ON closed.store_id = stock.store_id AND closed.sku_id = stock.sku_id
             WHERE stock.store_id > #{storeId} OR (stock.store_id = #{storeId} AND stock.sku_id > #{skuId})
             ORDER BY stock.store_id, stock.sku_id
             LIMIT #{most}
            """)
    List<StockRow> stockRows(@Param("storeId") long storeId, @Param("skuId") long skuId, @Param("most") int most);
}
