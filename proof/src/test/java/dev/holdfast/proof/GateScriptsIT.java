package dev.holdfast.proof;

import dev.holdfast.stack.SharedStack;
import dev.holdfast.stack.Stack;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** The scripts on the stack's own Redis. */
@ExtendWith(SharedStack.class)
class GateScriptsIT extends GateScriptsContract {
    private GateKeys keys;
    private Path repository;

    @BeforeEach
    void open(Stack stack) {
        keys = GateKeys.of(stack);
        repository = stack.settings().repository();
    }

    @AfterEach
    void close() {
        keys.close();
    }

    @Override
    GateKeys keys() {
        return keys;
    }

    @Override
    Path repository() {
        return repository;
    }
}
