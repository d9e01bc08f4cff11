package dev.holdfast.stock.gate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** One Lua file of resources/gate. Its head says what goes in and what comes out. */
record Script(String name, String text) {
    static Script named(String name) {
        try (InputStream file = Script.class.getResourceAsStream("/gate/" + name + ".lua")) {
            if (file == null) {
                throw new IllegalStateException("gate/" + name + ".lua is not on the class path");
            }
            return new Script(name, new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
