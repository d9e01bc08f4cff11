package dev.holdfast.order.ledger;

import dev.holdfast.order.ledger.OrderMapper.LineRow;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;

/** The SQL of looking at finished orders. */
@Mapper
interface FinishedOrdersMapper {
    /** By the clock of the database, which changed_at is by. */
    @Select("SELECT CURRENT_TIMESTAMP(3)")
    Instant now();

    @Select("SELECT compared_to FROM order_reconciliation WHERE id = 1")
    Instant comparedTo();

    @Update("UPDATE order_reconciliation SET compared_to = #{to} WHERE id = 1 AND compared_to < #{to}")
    int compared(@Param("to") Instant to);

    /** The next that were finished from {@code from} on and before {@code to}, behind {@code after}, the oldest first. */
    @Select(
            """
            SELECT order_no, buyer_id, request_fingerprint, xid, status, reason, NULL AS refusal, created_at,
                   changed_at AS updated_at
              FROM orders FORCE INDEX (orders_by_status)
             WHERE status = #{status}
               AND changed_at >= #{from} AND changed_at < #{to}
               AND (changed_at > #{from} OR order_no > #{after})
             ORDER BY changed_at, order_no
             LIMIT #{most}
            """)
    List<OrderMapper.Row> page(
            @Param("status") OrderStatus status,
            @Param("from") Instant from,
            @Param("after") String after,
            @Param("to") Instant to,
            @Param("most") int most);

    @Select(
            """
            <script>
            SELECT order_no, store_id, sku_id, quantity
              FROM order_line
             WHERE order_no IN <foreach collection="orderNos" item="orderNo" open="(" separator="," close=")">#{orderNo}</foreach>
             ORDER BY order_no, store_id, sku_id
            </script>
            """)
    List<LineRow> lines(@Param("orderNos") Collection<String> orderNos);
}
