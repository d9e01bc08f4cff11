package dev.holdfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.gateway.ClientConnections.Count;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ConnectionCountTest {
    private static ByteBuffer client(String address) throws UnknownHostException {
        return Count.client(InetAddress.getByName(address));
    }

    @Test
    void an_ipv6_network_is_one_client() throws UnknownHostException {
        assertThat(client("2001:db8::1")).isEqualTo(client("2001:db8::ffff:1")).isNotEqualTo(client("2001:db8:0:1::1"));
        assertThat(client("10.0.0.1")).isEqualTo(client("10.0.0.1")).isNotEqualTo(client("10.0.0.2"));
    }

    @Test
    void there_is_an_end_for_one_and_an_end_for_all() throws UnknownHostException {
        Count count = new Count(3, 2);
        assertThat(count.enter(client("10.0.0.1"))).isTrue();
        assertThat(count.enter(client("10.0.0.1"))).isTrue();
        assertThat(count.enter(client("10.0.0.1"))).as("a third of one").isFalse();
        assertThat(count.enter(client("10.0.0.2"))).isTrue();
        assertThat(count.enter(client("10.0.0.2"))).as("a fourth of all").isFalse();
        count.leave(client("10.0.0.1"));
        assertThat(count.enter(client("10.0.0.2"))).isTrue();
        count.leave(client("10.0.0.2"));
        assertThat(count.enter(client("10.0.0.1"))).isTrue();
    }
}
