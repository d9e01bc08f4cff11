package dev.holdfast.stock.reservation;

import dev.holdfast.stockapi.Line;
import dev.holdfast.tcc.TccState;
import java.time.Instant;
import java.util.List;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;

/** The SQL of the reserve table. */
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

    /** Moves an absent cell. @throws org.springframework.dao.DuplicateKeyException if it is not absent */
    @Insert(
            """
            INSERT INTO stock_reservation (reservation_id, xid, state, created_at, updated_at)
            VALUES (#{id}, #{xid}, #{state}, #{now}, #{now})
            """)
    int insert(
            @Param("id") String id,
            @Param("xid") String xid,
            @Param("state") TccState state,
            @Param("now") Instant now);

    @Insert(
            """
            <script>
            INSERT INTO stock_reservation_line (reservation_id, store_id, sku_id, quantity)
            VALUES
            <foreach collection="lines" item="line" separator=",">
              (#{id}, #{line.storeId}, #{line.skuId}, #{line.quantity})
            </foreach>
            </script>
            """)
    int insertLines(@Param("id") String id, @Param("lines") List<Line> lines);

    /** The row, locked until the transaction ends; null if there is none (at READ COMMITTED that locks nothing). */
    @Select(
            """
            SELECT reservation_id, xid, state
              FROM stock_reservation
             WHERE reservation_id = #{id}
               FOR UPDATE
            """)
    Row lock(@Param("id") String id);

    /** @return 1 moved, 0 the row is not what the caller decided on */
    @Update(
            """
            UPDATE stock_reservation
               SET state = #{to}, updated_at = #{now}
             WHERE reservation_id = #{id} AND xid = #{xid} AND state = #{from}
            """)
    int move(
            @Param("id") String id,
            @Param("xid") String xid,
            @Param("from") TccState from,
            @Param("to") TccState to,
            @Param("now") Instant now);

    @Select(
            """
            SELECT reservation_id, xid, state
              FROM stock_reservation
             WHERE reservation_id = #{id}
            """)
    Row find(@Param("id") String id);

    /** In lock order. */
    @Select(
            """
            SELECT reservation_id, store_id, sku_id, quantity
              FROM stock_reservation_line
             WHERE reservation_id = #{id}
             ORDER BY store_id, sku_id
            """)
    List<LineRow> lines(@Param("id") String id);

    /** Oldest first. */
    @Select(
            """
            SELECT reservation_id, xid, state
              FROM stock_reservation
             WHERE state = #{state} AND updated_at <= #{before}
             ORDER BY updated_at, reservation_id
             LIMIT #{limit}
            """)
    List<Row> list(@Param("state") TccState state, @Param("before") Instant before, @Param("limit") int limit);

    @Select(
            """
            <script>
            SELECT reservation_id, store_id, sku_id, quantity
              FROM stock_reservation_line
             WHERE reservation_id IN
             <foreach collection="ids" item="id" open="(" separator="," close=")">#{id}</foreach>
             ORDER BY reservation_id, store_id, sku_id
            </script>
            """)
    List<LineRow> linesOf(@Param("ids") List<String> ids);
}
