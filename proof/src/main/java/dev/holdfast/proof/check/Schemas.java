package dev.holdfast.proof.check;

import java.util.regex.Pattern;

/**
 * Where the tables are: two databases on one server, since one snapshot of both is what lets orders be compared with
 * reservations while orders go on.
 */
public record Schemas(String order, String stock) {
    private static final Pattern NAME = Pattern.compile("\\w{1,64}");

    public static final Schemas DEFAULT = new Schemas("holdfast_order", "holdfast_stock");

    public Schemas {
        requireName(order);
        requireName(stock);
    }

    static String requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' is not the name of a database");
        }
        return name;
    }

    /** The SQL of this room is written, and may be pasted, with the default names. */
    String in(String sql) {
        return sql.replace("holdfast_order.", order + ".").replace("holdfast_stock.", stock + ".");
    }
}
