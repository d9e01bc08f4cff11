package dev.holdfast.stack;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class PortsTakenTest {

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_taken_port_is_told_with_who_needs_it_and_who_has_it() throws Exception {
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> PortsTaken.check(Map.of("order-app", holder.getLocalPort())))
                    .isInstanceOf(PortsTaken.class)
                    .hasMessageContaining("port " + holder.getLocalPort() + ", needed for order-app")
                    .hasMessageContaining(
                            "is taken by pid " + ProcessHandle.current().pid() + " (")
                    .hasMessageContaining("java");
        }
    }

    @Test
    void a_port_taken_on_every_interface_is_taken_on_ours_too() throws Exception {
        try (ServerSocket holder = new ServerSocket(0)) {
            assertThatThrownBy(() -> PortsTaken.check(Map.of("Redis", holder.getLocalPort())))
                    .hasMessageContaining("needed for Redis");
        }
    }

    @Test
    void every_taken_port_is_told_at_once() throws Exception {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        try (ServerSocket one = new ServerSocket(0, 1, loopback);
                ServerSocket two = new ServerSocket(0, 1, loopback)) {
            assertThatThrownBy(() -> PortsTaken.check(Map.of("Nacos", one.getLocalPort(), "Seata", two.getLocalPort())))
                    .hasMessageContaining("needed for Nacos")
                    .hasMessageContaining("needed for Seata");
        }
    }

    @Test
    void a_port_given_back_is_free() throws Exception {
        int port;
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = holder.getLocalPort();
        }
        assertThatCode(() -> PortsTaken.check(Map.of("Seata", port))).doesNotThrowAnyException();
    }
}
