package dev.holdfast.proof.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.stack.SharedStack;
import dev.holdfast.stack.Stack;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The migrations of both services, in one database: a new one may name a table that the other has too. */
@ExtendWith(SharedStack.class)
class LimitTablesIT {
    @Test
    void the_tables_of_both_services_are_made_and_made_anew(Stack stack) throws Exception {
        LimitTables tables = new LimitTables(stack, stack.settings().repository(), new Ledger(stack));
        try {
            tables.make();
            tables.make();
            assertThat(tables.broken()).isEmpty();
        } finally {
            try (Connection connection = stack.rootConnection("");
                    Statement statement = connection.createStatement()) {
                statement.execute("DROP DATABASE IF EXISTS " + LimitTables.DATABASE);
            }
        }
    }
}
