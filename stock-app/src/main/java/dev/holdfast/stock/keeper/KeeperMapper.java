package dev.holdfast.stock.keeper;

import dev.holdfast.stockapi.StockKey;
import dev.holdfast.tcc.TccState;
import java.util.Collection;
import java.util.List;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;

/** What the keeper reads. It writes nothing. */
@Mapper
interface KeeperMapper {
    /** Locks the row until the transaction ends. @return units available, null if there is no such row */
    @Select(
            """
            SELECT available
              FROM stock
             WHERE store_id = #{storeId} AND sku_id = #{skuId}
               FOR UPDATE
            """)
    Long lockAvailable(StockKey row);

    /** Locks nothing. @return units available, null if there is no such row */
    @Select("SELECT available FROM stock WHERE store_id = #{storeId} AND sku_id = #{skuId}")
    Long available(StockKey row);

    /** The key of a stock row. */
    record Name(long storeId, long skuId) {}

    /** Those of the stock rows that there are; locks nothing. */
    @Select(
            """
            <script>
            SELECT store_id, sku_id
              FROM stock
             WHERE (store_id, sku_id) IN
            <foreach collection="rows" item="row" open="(" separator="," close=")">
              (#{row.storeId}, #{row.skuId})
            </foreach>
            </script>
            """)
    List<Name> existing(@Param("rows") Collection<StockKey> rows);

    /** One stock row as far as a mark needs it. */
    record Available(long storeId, long skuId, long available) {}

    /** Those of the rows that there are; locks nothing. @param rows 1 or more */
    @Select(
            """
            <script>
            SELECT store_id, sku_id, available
              FROM stock
             WHERE <foreach collection="rows" item="row" separator=" OR ">
                   (store_id = #{row.storeId} AND sku_id = #{row.skuId})
                   </foreach>
            </script>
            """)
    List<Available> availables(@Param("rows") List<StockKey> rows);

    /** A reservation and how it stands. */
    record Standing(String reservationId, TccState state) {}

    /** Those of the ids that there are; locks nothing. */
    @Select(
            """
            <script>
            SELECT reservation_id, state
              FROM stock_reservation
             WHERE reservation_id IN
            <foreach collection="ids" item="id" open="(" separator="," close=")">#{id}</foreach>
            </script>
            """)
    List<Standing> standings(@Param("ids") List<String> ids);
}
