package dev.holdfast.order;

import com.alibaba.cloud.seata.web.SeataHandlerInterceptorConfiguration;
import com.github.f4b6a3.ulid.UlidCreator;
import dev.holdfast.order.ledger.OrderNumbers;
import java.time.Clock;
import javax.sql.DataSource;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.provider.jdbctemplate.JdbcTemplateLockProvider;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;

/** Starts order-app. A global transaction begins here and nowhere else: an xid that a request brings is never joined. */
@SpringBootApplication(exclude = SeataHandlerInterceptorConfiguration.class)
public class OrderApplication {
    public static void main(String[] args) {
        // Seata's own client of Nacos has no setting for it: while Nacos is away, the servers it last knew of.
        System.setProperty("namingLoadCacheAtStart", System.getProperty("namingLoadCacheAtStart", "true"));
        SpringApplication.run(OrderApplication.class, args);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** Who does what one instance at a time does, by the clock of the database. */
    @Bean
    LockProvider lockProvider(DataSource database) {
        return new JdbcTemplateLockProvider(JdbcTemplateLockProvider.Configuration.builder()
                .withJdbcTemplate(new JdbcTemplate(database))
                .usingDbTime()
                .build());
    }

    /** Ordered by time, so that new rows land at the end of the primary key. */
    @Bean
    OrderNumbers orderNumbers() {
        return () -> UlidCreator.getMonotonicUlid().toString();
    }
}
