package dev.holdfast.lifecycle;

import java.sql.SQLTransientConnectionException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.Environment;

/** Says in a line why an app that has waited for its database in vain (spring.flyway.connect-retries) does not start. */
class DatabaseAway extends AbstractFailureAnalyzer<SQLTransientConnectionException> {
    private final Environment environment;

    DatabaseAway(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable failure, SQLTransientConnectionException cause) {
        String url = environment.getProperty("spring.datasource.url", "").replaceFirst("\\?.*", "");
        String reason = NestedExceptionUtils.getMostSpecificCause(cause).getMessage();
        return new FailureAnalysis(
                "The database %s gives %s no connection: %s"
                        .formatted(url, environment.getProperty("spring.datasource.username"), reason),
                "Start it, or set right where it is and how to log in.",
                cause);
    }
}
