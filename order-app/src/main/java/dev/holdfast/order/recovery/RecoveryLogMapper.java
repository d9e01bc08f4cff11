package dev.holdfast.order.recovery;

import java.util.List;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;

/** The SQL of what was settled: added to, never changed. */
@Mapper
interface RecoveryLogMapper {
    @Insert(
            """
            <script>
            INSERT INTO recovery_log (subject, subject_id, xid, act, before_state, after_state, done_by, why)
            VALUES
            <foreach collection="ids" item="id" separator=",">
              (#{subject}, #{id}, #{xid}, #{doing.act}, #{before}, #{after}, #{doing.by}, #{doing.why})
            </foreach>
            </script>
            """)
    int insert(
            @Param("subject") String subject,
            @Param("ids") List<String> ids,
            @Param("xid") String xid,
            @Param("before") String before,
            @Param("after") String after,
            @Param("doing") Doing doing);

    /** First to last. */
    @Select(
            """
            SELECT subject, subject_id, xid, act, before_state AS `before`, after_state AS `after`, done_by AS `by`, why,
                   done_at AS `at`
              FROM recovery_log
             WHERE subject_id = #{id}
             ORDER BY id
            """)
    List<LogEntry> of(@Param("id") String id);
}
