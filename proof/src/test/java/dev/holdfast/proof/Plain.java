package dev.holdfast.proof;

import dev.holdfast.stack.SharedStack;
import dev.holdfast.stack.Stack;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The class runs with the gate and batching switched off. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith({SharedStack.class, Plain.Switch.class})
@interface Plain {
    final class Switch implements BeforeAllCallback, AfterAllCallback {
        private static final String OFF =
                "\nholdfast.batching.enabled: false\nserver.tomcat.threads.max: 200\nholdfast.gate.enabled: false\n";

        private final Map<String, String> published = new LinkedHashMap<>();

        @Override
        public void beforeAll(ExtensionContext context) {
            Stack stack = SharedStack.of(context);
            for (String app : new String[] {"stock-app.yaml", "order-app.yaml"}) {
                published.put(app, stack.published(app));
                stack.publish(app, published.get(app) + OFF);
            }
            restart(stack);
        }

        @Override
        public void afterAll(ExtensionContext context) {
            Stack stack = SharedStack.of(context);
            published.forEach(stack::publish);
            restart(stack);
        }

        /** What is switched here is read when an app starts. */
        private static void restart(Stack stack) {
            stack.orderApp().stop();
            stack.stockApp().stop();
            stack.stockApp().start();
            stack.orderApp().start();
        }
    }
}
