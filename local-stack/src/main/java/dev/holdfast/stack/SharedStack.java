package dev.holdfast.stack;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a {@link Stack} to whoever asks for one as a parameter: the same to all, started by the first who asks and
 * stopped at the end of the launcher session. Settings: {@link StackSettings#ofTests}.
 */
public final class SharedStack implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(SharedStack.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Stack.class;
    }

    @Override
    public Stack resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return of(context);
    }

    /** The stack, for other extensions. */
    public static Stack of(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(Held.class, key -> Held.start(), Held.class)
                .outcome();
    }

    /**
     * The stack or why there is none: a second test class must not wait for the same failure again.
     */
    private record Held(Stack stack, RuntimeException failure) implements Store.CloseableResource {

        static Held start() {
            try {
                Path repository = StackSettings.repositoryAround(Path.of(""));
                return new Held(Stack.start(StackSettings.ofTests(repository)), null);
            } catch (RuntimeException e) {
                return new Held(null, e);
            }
        }

        Stack outcome() {
            if (failure != null) {
                throw new StackFailure("the shared stack did not start: " + failure.getMessage(), failure);
            }
            return stack;
        }

        @Override
        public void close() {
            if (stack != null) {
                stack.close();
            }
        }
    }
}
