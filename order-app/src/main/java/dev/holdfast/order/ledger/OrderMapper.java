package dev.holdfast.order.ledger;

import dev.holdfast.stockapi.Line;
import dev.holdfast.stockapi.StockKey;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;

/**
 * The SQL of orders; each move says again in its WHERE what must be true for it to happen. FORCE INDEX: few rows are NEW or
 * TRIED, and an optimizer that comes by the index of states reads, and locks, those of everybody else.
 */
@Mapper
interface OrderMapper {
    /** An order without its lines. */
    record Row(
            String orderNo,
            String buyerId,
            String requestFingerprint,
            String xid,
            OrderStatus status,
            String reason,
            String refusal,
            Instant createdAt,
            Instant updatedAt) {}

    /** A line with the order it belongs to. */
    record LineRow(String orderNo, long storeId, long skuId, int quantity) {
        Line line() {
            return new Line(storeId, skuId, quantity);
        }
    }

    /** @throws org.springframework.dao.DuplicateKeyException if a buyer's key is claimed; then none is inserted */
    @Insert(
            """
            <script>
            INSERT INTO orders (order_no, buyer_id, idempotency_key, request_fingerprint, status, created_at, updated_at)
            VALUES
            <foreach collection="fresh" item="f" separator=",">
              (#{f.order.orderNo}, #{f.order.buyerId}, #{f.key}, #{f.order.requestFingerprint}, #{f.order.status},
               #{f.order.createdAt}, #{f.order.updatedAt})
            </foreach>
            </script>
            """)
    int insert(@Param("fresh") List<Fresh> fresh);

    @Insert(
            """
            <script>
            INSERT INTO order_line (order_no, store_id, sku_id, quantity)
            VALUES
            <foreach collection="lines" item="line" separator=",">
              (#{line.orderNo}, #{line.storeId}, #{line.skuId}, #{line.quantity})
            </foreach>
            </script>
            """)
    int insertLines(@Param("lines") List<LineRow> lines);

    /** @return rows moved; the others are no longer NEW */
    @Update(
            """
            <script>
            UPDATE orders FORCE INDEX (PRIMARY)
               SET status = 'TRIED', xid = #{xid}, updated_at = #{now}
             WHERE order_no IN <foreach collection="orderNos" item="orderNo" open="(" separator="," close=")">#{orderNo}</foreach>
               AND status = 'NEW'
            </script>
            """)
    int moveToTried(
            @Param("orderNos") Collection<String> orderNos, @Param("xid") String xid, @Param("now") Instant now);

    /** @return rows moved; the others are not TRIED under this xid */
    @Update(
            """
            <script>
            UPDATE orders FORCE INDEX (PRIMARY)
               SET status = 'CONFIRMED', updated_at = #{now}
             WHERE order_no IN <foreach collection="orderNos" item="orderNo" open="(" separator="," close=")">#{orderNo}</foreach>
               AND status = 'TRIED' AND xid = #{xid}
            </script>
            """)
    int moveToConfirmed(
            @Param("orderNos") Collection<String> orderNos, @Param("xid") String xid, @Param("now") Instant now);

    /** @return rows moved; the others are final, or TRIED under another xid */
    @Update(
            """
            <script>
            UPDATE orders FORCE INDEX (PRIMARY)
               SET status = 'CANCELLED', xid = #{xid}, reason = #{reason}, updated_at = #{now}
             WHERE order_no IN <foreach collection="orderNos" item="orderNo" open="(" separator="," close=")">#{orderNo}</foreach>
               AND (status = 'NEW' OR (status = 'TRIED' AND xid = #{xid}))
            </script>
            """)
    int moveToCancelled(
            @Param("orderNos") Collection<String> orderNos,
            @Param("xid") String xid,
            @Param("reason") String reason,
            @Param("now") Instant now);

    /** @return rows moved; the others are no longer NEW */
    @Update(
            """
            <script>
            UPDATE orders FORCE INDEX (PRIMARY)
               SET status = 'CANCELLED', xid = #{xid}, reason = #{reason}, updated_at = #{now}
             WHERE order_no IN <foreach collection="orderNos" item="orderNo" open="(" separator="," close=")">#{orderNo}</foreach>
               AND status = 'NEW'
            </script>
            """)
    int moveNewToCancelled(
            @Param("orderNos") Collection<String> orderNos,
            @Param("xid") String xid,
            @Param("reason") String reason,
            @Param("now") Instant now);

    /** @return 1 moved, 0 it is no longer NEW */
    @Update(
            """
            UPDATE orders
               SET status = 'REJECTED', xid = #{xid}, reason = #{reason}, refusal = #{refusal}, updated_at = #{now}
             WHERE order_no = #{orderNo} AND status = 'NEW'
            """)
    int moveToRejected(
            @Param("orderNo") String orderNo,
            @Param("xid") String xid,
            @Param("reason") String reason,
            @Param("refusal") String refusal,
            @Param("now") Instant now);

    /** @return 1 moved and its key is free, 0 it is no longer NEW */
    @Update(
            """
            UPDATE orders
               SET status = 'REJECTED', idempotency_key = NULL, xid = #{xid}, reason = #{reason}, updated_at = #{now}
             WHERE order_no = #{orderNo} AND status = 'NEW'
            """)
    int letGo(
            @Param("orderNo") String orderNo,
            @Param("xid") String xid,
            @Param("reason") String reason,
            @Param("now") Instant now);

    /** Of these, the ones that a Confirm of this xid is about. */
    @Select(
            """
            <script>
            SELECT order_no
              FROM orders FORCE INDEX (PRIMARY)
             WHERE order_no IN <foreach collection="orderNos" item="orderNo" open="(" separator="," close=")">#{orderNo}</foreach>
               AND xid = #{xid} AND status IN ('TRIED', 'CONFIRMED')
            </script>
            """)
    List<String> triedUnder(@Param("orderNos") Collection<String> orderNos, @Param("xid") String xid);

    /** Of these, the ones that are TRIED under this xid. */
    @Select(
            """
            <script>
            SELECT order_no
              FROM orders FORCE INDEX (PRIMARY)
             WHERE order_no IN <foreach collection="orderNos" item="orderNo" open="(" separator="," close=")">#{orderNo}</foreach>
               AND xid = #{xid} AND status = 'TRIED'
            </script>
            """)
    List<String> heldUnder(@Param("orderNos") Collection<String> orderNos, @Param("xid") String xid);

    /** The rows there are of these. */
    @Select(
            """
            <script>
            SELECT order_no, buyer_id, request_fingerprint, xid, status, reason, refusal, created_at, updated_at
              FROM orders
             WHERE order_no IN <foreach collection="orderNos" item="orderNo" open="(" separator="," close=")">#{orderNo}</foreach>
            </script>
            """)
    List<Row> find(@Param("orderNos") Collection<String> orderNos);

    /** @return 1 moved, 0 it is not TRIED under this xid */
    @Update(
            """
            UPDATE orders
               SET status = 'CANCELLED', reason = #{reason}, updated_at = #{now}
             WHERE order_no = #{orderNo} AND status = 'TRIED' AND xid = #{xid}
            """)
    int moveTriedToCancelled(
            @Param("orderNo") String orderNo,
            @Param("xid") String xid,
            @Param("reason") String reason,
            @Param("now") Instant now);

    /** @return null if it is not TRIED under this xid */
    @Select(
            """
            SELECT order_no
              FROM orders
             WHERE order_no = #{orderNo} AND status = 'TRIED' AND xid = #{xid}
               FOR UPDATE
            """)
    String lockTried(@Param("orderNo") String orderNo, @Param("xid") String xid);

    /** Oldest first, behind (afterTime, afterNo). Ages are those of the database's clock, which is everybody's. */
    @Select(
            """
            <script>
            SELECT order_no, status, xid, changed_at,
                   TIMESTAMPDIFF(SECOND, changed_at, CURRENT_TIMESTAMP(3)) AS age_seconds
              FROM orders
             WHERE status IN <foreach collection="statuses" item="status" open="(" separator="," close=")">#{status}</foreach>
               AND changed_at &lt;= CURRENT_TIMESTAMP(3) - INTERVAL #{age} SECOND
               AND changed_at &gt;= #{afterTime} AND (changed_at &gt; #{afterTime} OR order_no &gt; #{afterNo})
             ORDER BY changed_at, order_no
             LIMIT #{limit}
            </script>
            """)
    List<OpenOrder> open(
            @Param("statuses") Collection<OrderStatus> statuses,
            @Param("age") long ageSeconds,
            @Param("afterTime") Instant afterTime,
            @Param("afterNo") String afterNo,
            @Param("limit") int limit);

    /** A key and the buyer it belongs to. */
    record Claimed(String buyerId, String idempotencyKey) {}

    @Select("SELECT CURRENT_TIMESTAMP(3)")
    Instant now();

    /** Claims of orders for one stock row behind a position, from the index alone; two ranges of it, not a filter. */
    @Select(
            """
            SELECT claimed_at, order_no
              FROM order_line FORCE INDEX (order_line_by_sku)
             WHERE store_id = #{stock.storeId} AND sku_id = #{stock.skuId}
               AND ((claimed_at = #{after.claimedAt} AND order_no > #{after.orderNo}) OR claimed_at > #{after.claimedAt})
             ORDER BY claimed_at, order_no
             LIMIT #{most}
            """)
    List<ClaimedKeys.Position> claims(
            @Param("stock") StockKey stock, @Param("after") ClaimedKeys.Position after, @Param("most") int most);

    /** The keys that these orders hold; none of one that has let its key go. */
    @Select(
            """
            <script>
            SELECT buyer_id, idempotency_key
              FROM orders FORCE INDEX (PRIMARY)
             WHERE order_no IN <foreach collection="orderNos" item="orderNo" open="(" separator="," close=")">#{orderNo}</foreach>
               AND idempotency_key IS NOT NULL
            </script>
            """)
    List<Claimed> keys(@Param("orderNos") Collection<String> orderNos);

    /** @return the row that holds the key, null if none does */
    @Select(
            """
            SELECT order_no, buyer_id, request_fingerprint, xid, status, reason, refusal, created_at, updated_at
              FROM orders
             WHERE buyer_id = #{buyerId} AND idempotency_key = #{key}
            """)
    Row findByKey(@Param("buyerId") String buyerId, @Param("key") String key);

    /** In lock order. */
    @Select(
            """
            SELECT store_id, sku_id, quantity
              FROM order_line
             WHERE order_no = #{orderNo}
             ORDER BY store_id, sku_id
            """)
    List<Line> lines(@Param("orderNo") String orderNo);
}
