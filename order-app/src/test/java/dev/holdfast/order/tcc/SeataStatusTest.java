package dev.holdfast.order.tcc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.order.tcc.SeataStatus.Said;
import org.apache.seata.core.model.GlobalStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SeataStatusTest {
    @ParameterizedTest
    @EnumSource(
            names = {
                "UnKnown",
                "Begin",
                "Committing",
                "CommitRetrying",
                "Rollbacking",
                "RollbackRetrying",
                "TimeoutRollbacking",
                "TimeoutRollbackRetrying",
                "AsyncCommitting",
                "Deleting",
                "StopCommitOrCommitRetry",
                "StopRollbackOrRollbackRetry"
            })
    void while_seata_may_still_call_a_door_it_is_not_over(GlobalStatus status) {
        assertThat(SeataStatus.said(status)).isEqualTo(new Said(status.name(), false));
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "Committed",
                "CommitFailed",
                "CommitRetryTimeout",
                "Rollbacked",
                "RollbackFailed",
                "RollbackRetryTimeout",
                "TimeoutRollbacked",
                "TimeoutRollbackFailed",
                "Finished"
            })
    void what_never_changes_any_more_is_over(GlobalStatus status) {
        assertThat(SeataStatus.said(status)).isEqualTo(new Said(status.name(), true));
    }

    @Test
    void no_status_is_no_answer() {
        assertThat(SeataStatus.said(null)).isEqualTo(Said.NOTHING);
    }
}
