package dev.holdfast.stock.shelf;

import java.time.Instant;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;

/** The SQL of replenishments; the primary key is what makes each count once. */
@Mapper
interface ReplenishmentMapper {
    /** @throws org.springframework.dao.DuplicateKeyException if the id was used before */
    @Insert(
            """
            INSERT INTO stock_replenishment (replenishment_id, store_id, sku_id, quantity, created_at)
            VALUES (#{r.replenishmentId}, #{r.storeId}, #{r.skuId}, #{r.quantity}, #{now})
            """)
    int insert(@Param("r") Replenishment replenishment, @Param("now") Instant now);

    @Select(
            """
            SELECT replenishment_id, store_id, sku_id, quantity
              FROM stock_replenishment
             WHERE replenishment_id = #{id}
            """)
    Replenishment find(@Param("id") String id);
}
