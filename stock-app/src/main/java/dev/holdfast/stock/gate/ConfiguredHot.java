package dev.holdfast.stock.gate;

import dev.holdfast.stockapi.StockKey;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** The rows that {@code holdfast.gate.hot} lists, as it is now: Nacos changes it while the app runs. */
@Component
class ConfiguredHot {
    private static final Logger LOG = LoggerFactory.getLogger(ConfiguredHot.class);
    private static final String SETTING = "holdfast.gate.hot";

    private final Environment environment;
    private volatile Set<StockKey> rows = Set.of();

    ConfiguredHot(Environment environment) {
        this.environment = environment;
        read();
    }

    Set<StockKey> rows() {
        return rows;
    }

    /** Reads it again; one malformed entry, and the last good list stays as a whole. */
    void read() {
        try {
            rows = Binder.get(environment).bind(SETTING, Bindable.listOf(String.class)).orElse(List.of()).stream()
                    .map(RowName::parse)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (RuntimeException e) {
            LOG.error("{} is ignored, {} stays: {}", SETTING, rows, e.getMessage());
        }
    }
}
