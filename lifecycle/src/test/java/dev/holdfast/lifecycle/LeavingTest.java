package dev.holdfast.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.serviceregistry.AbstractAutoServiceRegistration;
import org.springframework.cloud.client.serviceregistry.AutoServiceRegistrationProperties;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.cloud.client.serviceregistry.ServiceRegistry;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.GenericApplicationContext;

/** What happens when an app is told to stop, and in which order. */
class LeavingTest {
    private final List<String> told = new ArrayList<>();
    private final GenericApplicationContext app = new GenericApplicationContext();
    private final Book book = new Book();
    private final Entry entry = new Entry();
    private Duration serveOn = Duration.ofMillis(50);

    /** A registry that notes what it is told. */
    private final class Book implements ServiceRegistry<Registration> {
        @Override
        public void register(Registration registration) {
            told.add("registered");
        }

        @Override
        public void deregister(Registration registration) {
            told.add("left");
        }

        @Override
        public void close() {
            told.add("registry closed");
        }

        @Override
        public void setStatus(Registration registration, String status) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> T getStatus(Registration registration) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class Self extends DefaultServiceInstance implements Registration {
        Self() {
            super("i", "an-app", "127.0.0.1", 1, false);
        }
    }

    private final class Entry extends AbstractAutoServiceRegistration<Registration> {
        Entry() {
            super(book, new AutoServiceRegistrationProperties());
        }

        void isRegistered() {
            getRunning().set(true);
        }

        @Override
        @Deprecated
        protected Object getConfiguration() {
            return null;
        }

        @Override
        protected boolean isEnabled() {
            return true;
        }

        @Override
        protected Registration getRegistration() {
            return new Self();
        }

        @Override
        protected Registration getManagementRegistration() {
            return null;
        }
    }

    private final class Server implements SmartLifecycle {
        private boolean running;

        @Override
        public void start() {
            running = true;
        }

        @Override
        public void stop() {
            running = false;
            told.add("server stopped");
        }

        @Override
        public boolean isRunning() {
            return running;
        }
    }

    private Leaving run() {
        Leaving leaving = new Leaving(app, entry, book, new Self(), () -> serveOn, () -> told.add("goodbye"));
        app.registerBean(Leaving.class, () -> leaving);
        app.registerBean(Server.class, Server::new);
        app.addApplicationListener((ApplicationListener<ContextClosedEvent>) closed -> told.add("others hear"));
        app.refresh();
        entry.setApplicationContext(app);
        return leaving;
    }

    @Test
    void it_leaves_first_serves_on_and_only_then_everything_stops() {
        Leaving leaving = run();
        entry.isRegistered();
        long begun = System.nanoTime();
        assertThat(leaving.begun()).isFalse();
        app.close();
        assertThat(leaving.begun()).isTrue();
        assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(serveOn.toNanos());
        assertThat(told).containsExactly("goodbye", "left", "others hear", "server stopped");
    }

    @Test
    void the_end_of_a_context_within_it_is_not_its_own() {
        Leaving leaving = run();
        entry.isRegistered();
        GenericApplicationContext within = new GenericApplicationContext(app);
        within.refresh();
        within.close();
        assertThat(leaving.begun()).isFalse();
        assertThat(told).containsExactly("others hear");
        app.close();
    }

    @Test
    void who_was_never_registered_keeps_nobody_waiting() {
        serveOn = Duration.ofMinutes(5);
        run();
        app.close();
        assertThat(told).containsExactly("others hear", "server stopped");
    }

    @Test
    void a_time_that_makes_no_sense_is_refused() {
        for (Duration time : List.of(Duration.ofMillis(-1), Duration.ofMinutes(6))) {
            assertThatThrownBy(() -> new LeavingSettings(time))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("serve-on");
        }
    }
}
