package dev.holdfast.stock.reconciler;

import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Update;

/** The SQL of whose turn it is, and of what was repaired; by the database's clock. */
@Mapper
interface RepairMapper {
    /** @return 1 if a round is due and is now the caller's, 0 if not */
    @Update(
            """
            UPDATE reconciliation_round
               SET due_at = UTC_TIMESTAMP(3) + INTERVAL #{periodSeconds} SECOND
             WHERE id = 1 AND due_at <= UTC_TIMESTAMP(3)
            """)
    int turn(@Param("periodSeconds") long periodSeconds);

    @Insert(
            """
            INSERT INTO reconciliation_log (repaired_at, what, store_id, sku_id, units_before, units_after)
            VALUES (UTC_TIMESTAMP(3), #{repair.kind}, #{repair.storeId}, #{repair.skuId}, #{repair.before}, #{repair.after})
            """)
    int log(@Param("repair") Repair repair);
}
