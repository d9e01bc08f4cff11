package dev.holdfast.stack;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Which database engine the stack runs. */
public enum Database {
    MARIADB,
    MYSQL;

    public static Database named(String name) {
        return Arrays.stream(values())
                .filter(each -> each.label().equals(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown database " + name + ": one of "
                        + Arrays.stream(values()).map(Database::label).collect(Collectors.joining(", "))));
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
