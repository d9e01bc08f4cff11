package dev.holdfast.stock.reservation;

import dev.holdfast.stockapi.Line;
import dev.holdfast.tcc.TccState;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.apache.ibatis.annotations.Delete;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;

/**
 * The SQL of the reserve table; every statement takes a whole batch. FORCE INDEX: an optimizer that comes by the index of
 * states reads, and locks, the reservations of everybody else.
 */
@Mapper
interface ReservationMapper {
    /** A stored reservation without its lines. */
    record Row(String reservationId, String xid, TccState state) {}

    /** One line with the reservation it belongs to. */
    record LineRow(String reservationId, long storeId, long skuId, int quantity) {
        Line line() {
            return new Line(storeId, skuId, quantity);
        }
    }

    /** Moves absent cells. @throws org.springframework.dao.DuplicateKeyException if one is not absent: then none moves */
    @Insert(
            """
            <script>
            INSERT INTO stock_reservation (reservation_id, xid, state, created_at, updated_at)
            VALUES
            <foreach collection="rows" item="row" separator=",">
              (#{row.id}, #{row.xid}, #{state}, #{now}, #{now})
            </foreach>
            </script>
            """)
    int insert(@Param("rows") List<Asked> rows, @Param("state") TccState state, @Param("now") Instant now);

    @Insert(
            """
            <script>
            INSERT INTO stock_reservation_line (reservation_id, store_id, sku_id, quantity)
            VALUES
            <foreach collection="lines" item="line" separator=",">
              (#{line.reservationId}, #{line.storeId}, #{line.skuId}, #{line.quantity})
            </foreach>
            </script>
            """)
    int insertLines(@Param("lines") List<LineRow> lines);

    /** Takes back inserts of the same transaction. */
    @Delete(
            """
            <script>
            DELETE FROM stock_reservation
             WHERE reservation_id IN <foreach collection="ids" item="id" open="(" separator="," close=")">#{id}</foreach>
            </script>
            """)
    int delete(@Param("ids") Collection<String> ids);

    /** The rows there are of these, locked until the transaction ends (at READ COMMITTED an absent one locks nothing). */
    @Select(
            """
            <script>
            SELECT reservation_id, xid, state
              FROM stock_reservation FORCE INDEX (PRIMARY)
             WHERE reservation_id IN <foreach collection="ids" item="id" open="(" separator="," close=")">#{id}</foreach>
             ORDER BY reservation_id
               FOR UPDATE
            </script>
            """)
    List<Row> lock(@Param("ids") Collection<String> ids);

    /** Those of these rows that can be locked without waiting, locked until the transaction ends. */
    @Select(
            """
            <script>
            SELECT reservation_id
              FROM stock_reservation FORCE INDEX (PRIMARY)
             WHERE reservation_id IN <foreach collection="ids" item="id" open="(" separator="," close=")">#{id}</foreach>
               FOR UPDATE SKIP LOCKED
            </script>
            """)
    List<String> lockFree(@Param("ids") Collection<String> ids);

    /** @return rows moved; one less than asked for is not what the caller decided on */
    @Update(
            """
            <script>
            UPDATE stock_reservation FORCE INDEX (PRIMARY)
               SET state = #{to}, updated_at = #{now}
             WHERE reservation_id IN <foreach collection="ids" item="id" open="(" separator="," close=")">#{id}</foreach>
               AND xid IN <foreach collection="xids" item="xid" open="(" separator="," close=")">#{xid}</foreach>
               AND state = #{from}
            </script>
            """)
    int move(
            @Param("ids") Collection<String> ids,
            @Param("xids") Collection<String> xids,
            @Param("from") TccState from,
            @Param("to") TccState to,
            @Param("now") Instant now);

    @Select(
            """
            <script>
            SELECT reservation_id, xid, state
              FROM stock_reservation
             WHERE reservation_id IN <foreach collection="ids" item="id" open="(" separator="," close=")">#{id}</foreach>
            </script>
            """)
    List<Row> find(@Param("ids") Collection<String> ids);

    /** Of each reservation in lock order. */
    @Select(
            """
            <script>
            SELECT reservation_id, store_id, sku_id, quantity
              FROM stock_reservation_line
             WHERE reservation_id IN <foreach collection="ids" item="id" open="(" separator="," close=")">#{id}</foreach>
             ORDER BY reservation_id, store_id, sku_id
            </script>
            """)
    List<LineRow> lines(@Param("ids") Collection<String> ids);

    /** A stored reservation without its lines, and when it last changed. */
    record ListedRow(String reservationId, String xid, TccState state, Instant updatedAt) {}

    /** Oldest first, behind (afterTime, afterId). */
    @Select(
            """
            SELECT reservation_id, xid, state, updated_at
              FROM stock_reservation
             WHERE state = #{state} AND updated_at <= #{before}
               AND updated_at >= #{afterTime} AND (updated_at > #{afterTime} OR reservation_id > #{afterId})
             ORDER BY updated_at, reservation_id
             LIMIT #{limit}
            """)
    List<ListedRow> list(
            @Param("state") TccState state,
            @Param("before") Instant before,
            @Param("afterTime") Instant afterTime,
            @Param("afterId") String afterId,
            @Param("limit") int limit);
}
