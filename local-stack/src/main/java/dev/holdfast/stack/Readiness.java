package dev.holdfast.stack;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** When each server counts as ready, whatever it runs in. */
record Readiness(StackSettings settings, DatabaseAccess access, NacosAdmin admin) {

    private static final Duration BETWEEN_PROBES = Duration.ofMillis(100);

    Probe database() {
        return access::answers;
    }

    Probe redis() {
        return Probe.redis(settings.ports().redis());
    }

    Probe nacos() {
        return admin::login;
    }

    Probe seata() {
        Ports ports = settings.ports();
        return Probe.seataConsole(ports.seataConsole()).and(() -> admin.registered("seata-server", ports.seata()));
    }

    /** @param door the port it registers: its own, or that of what stands before it */
    Probe registeredApp(String service, int managementPort, int door) {
        return app(managementPort).and(() -> admin.registered(service, door));
    }

    Probe app(int managementPort) {
        return Probe.http(URI.create("http://127.0.0.1:" + managementPort + "/actuator/health/readiness"));
    }

    /** @param trouble what went wrong for good, null while there is hope */
    void await(Server server, Probe probe, Supplier<String> trouble) throws InterruptedException {
        Instant end = Instant.now().plus(settings.deadline());
        String last = "no answer";
        while (Instant.now().isBefore(end)) {
            String wrong = trouble.get();
            if (wrong != null) {
                throw new StackFailure(server.name() + " " + wrong + "\n" + LogTail.of(server.log()));
            }
            try {
                if (probe.ready()) {
                    return;
                }
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                last = e.toString();
            }
            Thread.sleep(BETWEEN_PROBES.toMillis());
        }
        throw new StackFailure(server.name() + " is not ready after "
                + settings.deadline().toSeconds() + " s (" + last + ")\n" + LogTail.of(server.log()));
    }
}
