package dev.holdfast.order.ledger;

import dev.holdfast.stockapi.Line;
import java.time.Instant;
import java.util.List;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;

/** The SQL of orders; each move says again in its WHERE what must be true for it to happen. */
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

    /** @throws org.springframework.dao.DuplicateKeyException if the buyer's key is claimed */
    @Insert(
            """
            INSERT INTO orders (order_no, buyer_id, idempotency_key, request_fingerprint, status, created_at, updated_at)
            VALUES (#{o.orderNo}, #{o.buyerId}, #{key}, #{o.requestFingerprint}, #{o.status}, #{o.createdAt}, #{o.updatedAt})
            """)
    int insert(@Param("o") Order order, @Param("key") String key);

    @Insert(
            """
            <script>
            INSERT INTO order_line (order_no, store_id, sku_id, quantity)
            VALUES
            <foreach collection="lines" item="line" separator=",">
              (#{orderNo}, #{line.storeId}, #{line.skuId}, #{line.quantity})
            </foreach>
            </script>
            """)
    int insertLines(@Param("orderNo") String orderNo, @Param("lines") List<Line> lines);

    /** @return 1 moved, 0 it is no longer NEW */
    @Update(
            """
            UPDATE orders
               SET status = 'TRIED', xid = #{xid}, updated_at = #{now}
             WHERE order_no = #{orderNo} AND status = 'NEW'
            """)
    int moveToTried(@Param("orderNo") String orderNo, @Param("xid") String xid, @Param("now") Instant now);

    /** @return 1 moved, 0 it is not TRIED under this xid */
    @Update(
            """
            UPDATE orders
               SET status = 'CONFIRMED', updated_at = #{now}
             WHERE order_no = #{orderNo} AND status = 'TRIED' AND xid = #{xid}
            """)
    int moveToConfirmed(@Param("orderNo") String orderNo, @Param("xid") String xid, @Param("now") Instant now);

    /** @return 1 moved, 0 it is final, or TRIED under another xid */
    @Update(
            """
            UPDATE orders
               SET status = 'CANCELLED', xid = #{xid}, reason = #{reason}, updated_at = #{now}
             WHERE order_no = #{orderNo} AND (status = 'NEW' OR (status = 'TRIED' AND xid = #{xid}))
            """)
    int moveToCancelled(
            @Param("orderNo") String orderNo,
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

    /** @return the row, null if there is none */
    @Select(
            """
            SELECT order_no, buyer_id, request_fingerprint, xid, status, reason, refusal, created_at, updated_at
              FROM orders
             WHERE order_no = #{orderNo}
            """)
    Row find(@Param("orderNo") String orderNo);

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
