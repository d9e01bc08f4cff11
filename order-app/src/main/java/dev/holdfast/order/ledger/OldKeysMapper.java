package dev.holdfast.order.ledger;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;

/** The SQL of letting old keys go; every statement takes a whole batch and waits for nobody. */
@Mapper
interface OldKeysMapper {
    /** A finished order, in the order in which their keys are let go. */
    record Finished(Instant finishedAt, String orderNo) {}

    /** How far it has come, locked until the transaction ends. @return null if another is at it */
    @Select(
            """
            SELECT finished_at, order_no
              FROM order_key_retention
             WHERE status = #{status}
               FOR UPDATE SKIP LOCKED
            """)
    Finished turn(@Param("status") OrderStatus status);

    /** The next that are old enough by the database's clock, the oldest first; locks nothing. */
    @Select(
            """
            SELECT changed_at AS finished_at, order_no
              FROM orders FORCE INDEX (orders_by_status)
             WHERE status = #{status}
               AND changed_at >= #{after.finishedAt}
               AND (changed_at > #{after.finishedAt} OR order_no > #{after.orderNo})
               AND changed_at < CURRENT_TIMESTAMP(3) - INTERVAL #{keepSeconds} SECOND
             ORDER BY changed_at, order_no
             LIMIT #{most}
            """)
    List<Finished> old(
            @Param("status") OrderStatus status,
            @Param("after") Finished after,
            @Param("keepSeconds") long keepSeconds,
            @Param("most") int most);

    /** Those of the orders that nobody else has locked, locked until the transaction ends. */
    @Select(
            """
            <script>
            SELECT order_no
              FROM orders FORCE INDEX (PRIMARY)
             WHERE order_no IN <foreach collection="orderNos" item="orderNo" open="(" separator="," close=")">#{orderNo}</foreach>
               AND status = #{status}
             ORDER BY order_no
               FOR UPDATE SKIP LOCKED
            </script>
            """)
    List<String> lock(@Param("status") OrderStatus status, @Param("orderNos") Collection<String> orderNos);

    /** @return orders that had a key until now; that they were finished when they were is not changed */
    @Update(
            """
            <script>
            UPDATE orders FORCE INDEX (PRIMARY)
               SET idempotency_key = NULL, refusal = NULL, changed_at = changed_at
             WHERE order_no IN <foreach collection="orderNos" item="orderNo" open="(" separator="," close=")">#{orderNo}</foreach>
               AND status = #{status}
               AND idempotency_key IS NOT NULL
            </script>
            """)
    int letGo(@Param("status") OrderStatus status, @Param("orderNos") Collection<String> orderNos);

    /** @return 1 */
    @Update(
            """
            UPDATE order_key_retention
               SET finished_at = #{to.finishedAt}, order_no = #{to.orderNo}
             WHERE status = #{status}
            """)
    int come(@Param("status") OrderStatus status, @Param("to") Finished to);
}
