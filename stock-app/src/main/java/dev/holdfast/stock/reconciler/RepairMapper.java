package dev.holdfast.stock.reconciler;

import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;

/** The SQL of what was repaired; by the database's clock. */
@Mapper
interface RepairMapper {
    @Insert(
            """
            INSERT INTO reconciliation_log (repaired_at, what, store_id, sku_id, units_before, units_after)
            VALUES (UTC_TIMESTAMP(3), #{repair.kind}, #{repair.storeId}, #{repair.skuId}, #{repair.before}, #{repair.after})
            """)
    int log(@Param("repair") Repair repair);
}
