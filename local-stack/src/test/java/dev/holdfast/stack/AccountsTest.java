package dev.holdfast.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.stack.Accounts.Account;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class AccountsTest {

    private final Path repository = StackSettings.repositoryAround(Path.of(""));

    @Test
    void the_database_admits_the_accounts_the_apps_are_told() throws IOException {
        String sql = Files.readString(repository.resolve("sql/databases.sql"));

        assertThat(sql)
                .contains(
                        created(Accounts.ORDER_DATABASE),
                        created(Accounts.STOCK_DATABASE),
                        created(Accounts.SEATA_DATABASE));
    }

    @Test
    void seata_started_by_hand_logs_in_with_the_same_accounts() throws IOException {
        String configuration = Files.readString(repository.resolve("seata-config/application.yml"));

        assertThat(configuration)
                .contains(
                        "${SEATA_CONSOLE_USERNAME:" + Accounts.SEATA_CONSOLE.name() + "}",
                        "${SEATA_CONSOLE_PASSWORD:" + Accounts.SEATA_CONSOLE.password() + "}",
                        "${SPRING_CLOUD_NACOS_USERNAME:" + Accounts.NACOS_APPS.name() + "}",
                        "${SPRING_CLOUD_NACOS_PASSWORD:" + Accounts.NACOS_APPS.password() + "}",
                        "${HOLDFAST_SEATA_DB_PASSWORD:" + Accounts.SEATA_DATABASE.password() + "}");
    }

    private static String created(Account account) {
        return "CREATE USER IF NOT EXISTS '" + account.name() + "'@'%' IDENTIFIED BY '" + account.password() + "'";
    }
}
