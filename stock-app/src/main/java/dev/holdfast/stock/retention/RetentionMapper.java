package dev.holdfast.stock.retention;

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

/** The SQL of removing; every statement takes a whole batch and waits for nobody. No stock row is touched. */
@Mapper
interface RetentionMapper {
    /** A finished reservation, in the order in which they are removed. */
    record Finished(Instant finishedAt, String reservationId) {}

    /** The turn to remove those of {@code state}, until the transaction ends. @return 1, null if another has it */
    @Select("SELECT 1 FROM stock_retention WHERE state = #{state} FOR UPDATE SKIP LOCKED")
    Integer turn(@Param("state") TccState state);

    /** The next that are old enough by the database's clock, the oldest first; locks nothing. */
    @Select(
            """
            SELECT updated_at AS finished_at, reservation_id
              FROM stock_reservation FORCE INDEX (stock_reservation_by_state)
             WHERE state = #{state}
               AND updated_at >= #{after.finishedAt}
               AND (updated_at > #{after.finishedAt} OR reservation_id > #{after.reservationId})
               AND updated_at < UTC_TIMESTAMP(3) - INTERVAL #{keepSeconds} SECOND
             ORDER BY updated_at, reservation_id
             LIMIT #{most}
            """)
    List<Finished> old(
            @Param("state") TccState state,
            @Param("after") Finished after,
            @Param("keepSeconds") long keepSeconds,
            @Param("most") int most);

    /** Those of the ids that nobody else has locked, locked until the transaction ends, in everybody's lock order. */
    @Select(
            """
            <script>
            SELECT reservation_id
              FROM stock_reservation FORCE INDEX (PRIMARY)
             WHERE reservation_id IN <foreach collection="ids" item="id" open="(" separator="," close=")">#{id}</foreach>
               AND state = #{state}
             ORDER BY reservation_id
               FOR UPDATE SKIP LOCKED
            </script>
            """)
    List<String> lock(@Param("state") TccState state, @Param("ids") Collection<String> ids);

    /** Adds what those of them that are CONFIRMED sold to what is closed. Its own count says nothing: 1 made, 2 changed. */
    @Insert(
            """
            <script>
            INSERT INTO stock_closed (store_id, sku_id, sold)
            SELECT gone.store_id, gone.sku_id, gone.units
              FROM (SELECT line.store_id, line.sku_id, SUM(line.quantity) AS units
                      FROM stock_reservation_line AS line
                      JOIN stock_reservation AS reservation ON reservation.reservation_id = line.reservation_id
                     WHERE line.reservation_id IN <foreach collection="ids" item="id" open="(" separator="," close=")">#{id}</foreach>
                       AND reservation.state = 'CONFIRMED'
                     GROUP BY line.store_id, line.sku_id) AS gone
             ORDER BY gone.store_id, gone.sku_id
                ON DUPLICATE KEY UPDATE sold = stock_closed.sold + gone.units
            </script>
            """)
    int close(@Param("ids") Collection<String> ids);

    @Delete(
            """
            <script>
            DELETE FROM stock_reservation_line
             WHERE reservation_id IN <foreach collection="ids" item="id" open="(" separator="," close=")">#{id}</foreach>
            </script>
            """)
    int deleteLines(@Param("ids") Collection<String> ids);

    /** @return rows removed. FORCE INDEX, in the only form of DELETE that has it: by state, it would lock everybody's. */
    @Delete(
            """
            <script>
            DELETE stock_reservation
              FROM stock_reservation FORCE INDEX (PRIMARY)
             WHERE reservation_id IN <foreach collection="ids" item="id" open="(" separator="," close=")">#{id}</foreach>
               AND state = #{state}
            </script>
            """)
    int delete(@Param("state") TccState state, @Param("ids") Collection<String> ids);

    /** @return 1, or 0 if it says so already */
    @Update(
            """
            UPDATE stock_retention
               SET removed_to = #{to}
             WHERE state = #{state} AND removed_to < #{to}
            """)
    int removedTo(@Param("state") TccState state, @Param("to") Instant to);
}
