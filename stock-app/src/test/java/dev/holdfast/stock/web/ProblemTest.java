package dev.holdfast.stock.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.stockapi.StockProblem;
import java.sql.SQLException;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mybatis.spring.MyBatisSystemException;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ProblemDetail;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.web.ErrorResponseException;

/** "Nothing was done" is said only where that is sure: whoever hears it lets the order's key go. */
class ProblemTest {
    static Stream<RuntimeException> nothing_can_have_been_done() {
        return Stream.of(
                new CannotAcquireLockException("row"),
                new CannotCreateTransactionException("no connection"),
                new MyBatisSystemException(
                        "no connection",
                        new IllegalStateException(new CannotGetJdbcConnectionException("no connection"))));
    }

    static Stream<RuntimeException> it_may_have_been_done() {
        return Stream.of(
                new DataAccessResourceFailureException("lost at commit"),
                new TransactionSystemException("could not commit"),
                new RecoverableDataAccessException("link failure"),
                new QueryTimeoutException("took too long"),
                new UncategorizedSQLException("commit", null, new SQLException("lost", "08S01", 0)),
                new UncategorizedSQLException("insert", null, new SQLException("table is full", "HY000", 1114)));
    }

    static Stream<RuntimeException> a_mistake_of_ours() {
        return Stream.of(
                new IllegalStateException("rows changed, must be all"),
                new NullPointerException(),
                new BadSqlGrammarException("try", "SELEC", new SQLException("no such table", "42S02", 1146)),
                new DataIntegrityViolationException("check", new SQLException("stock_available", "23000", 3819)));
    }

    private static void assertIs(StockProblem problem, ProblemDetail body) {
        assertThat(body.getType()).isEqualTo(problem.type());
        assertThat(body.getStatus()).isEqualTo(503);
    }

    @ParameterizedTest
    @MethodSource("nothing_can_have_been_done")
    void a_sure_no_is_busy(RuntimeException failure) {
        assertIs(StockProblem.STOCK_BUSY, Problem.of(failure));
        assertIs(StockProblem.STOCK_BUSY, Problem.of(new CompletionException(failure)));
    }

    @ParameterizedTest
    @MethodSource("it_may_have_been_done")
    void a_database_that_did_not_answer_leaves_the_outcome_unknown(RuntimeException failure) {
        assertIs(StockProblem.OUTCOME_UNKNOWN, Problem.of(failure));
        assertIs(StockProblem.OUTCOME_UNKNOWN, Problem.of(new CompletionException(failure)));
    }

    @ParameterizedTest
    @MethodSource("a_mistake_of_ours")
    void anything_else_is_no_outage(RuntimeException failure) {
        assertThat(Problem.of(failure).getStatus()).isEqualTo(500);
    }

    @Test
    void a_read_that_fails_has_done_nothing_however_it_failed() {
        assertThatThrownBy(() -> Problem.ofRead(() -> {
                    throw new DataAccessResourceFailureException("lost while reading");
                }))
                .isInstanceOfSatisfying(ErrorResponseException.class, error -> {
                    assertIs(StockProblem.STOCK_BUSY, error.getBody());
                    assertThat(error.getHeaders().getFirst(HttpHeaders.RETRY_AFTER))
                            .isEqualTo("1");
                });
    }
}
