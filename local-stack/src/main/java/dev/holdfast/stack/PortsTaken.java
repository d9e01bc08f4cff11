package dev.holdfast.stack;

import dev.holdfast.stack.process.PortOwner;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Nothing was started, because ports the stack needs belong to somebody else. */
public final class PortsTaken extends StackFailure {

    private static final long serialVersionUID = 1L;

    private PortsTaken(String message) {
        super(message);
    }

    /** Looks at every port before anything starts, and names all that are taken. */
    static void check(Map<String, Integer> users) {
        List<String> taken = users.entrySet().stream()
                .filter(use -> PortOwner.taken(use.getValue()))
                .map(use -> "port " + use.getValue() + ", needed for " + use.getKey() + ", is taken by "
                        + PortOwner.of(use.getValue()).map(PortOwner::toString).orElse("another process"))
                .toList();
        if (!taken.isEmpty()) {
            throw new PortsTaken(taken.stream().collect(Collectors.joining("\n"))
                    + "\nNothing was started. Each port has an option (--help), and --port-offset moves all.");
        }
    }
}
