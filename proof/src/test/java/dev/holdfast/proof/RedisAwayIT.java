package dev.holdfast.proof;

import static dev.holdfast.proof.Shop.await;
import static dev.holdfast.proof.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.stack.Server;
import org.junit.jupiter.api.Test;

/** Without Redis orders go on, from the gateway to the database; what is sold out stays sold out. */
class RedisAwayIT extends GateTest {
    @Test
    void killed_or_hanging_it_is_not_missed_by_a_buyer() {
        long sku = shop.newSku(9);
        long gone = shop.newSku(1);
        makeHot(sku, gone);
        assertThat(shop.order(line(gone, 1)).status()).isEqualTo(201);
        await("the mark", SOON, () -> assertThat(soldOut(gone).text("orderNo"))
                .as("refused from memory")
                .isNull());
        Server redis = shop.stack.redis();
        redis.pause();
        try {
            assertOrdersGoOn(sku, gone);
        } finally {
            redis.resume();
        }
        assertGateIsRight(sku);
        redis.kill();
        assertOrdersGoOn(sku, gone);
        assertThat(AwayTest.health(shop.orders, "readiness")).isEqualTo("UP");
        assertThat(AwayTest.health(shop.stock, "readiness")).isEqualTo("UP");
        redis.start();
        keys.close();
        keys = GateKeys.of(shop.stack);
        assertGateIsRight(sku);
        assertGateIsRight(gone);
        await("the mark again", SOON, () -> assertThat(soldOut(gone).text("orderNo"))
                .isNull());
        assertThat(shop.level(sku)).isEqualTo("5/0/4");
    }

    private void assertOrdersGoOn(long sku, long gone) {
        for (int i = 0; i < 2; i++) {
            Wire.Reply reply = shop.order(line(sku, 1));
            assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
            soldOut(gone);
        }
    }

    private Wire.Reply soldOut(long gone) {
        Wire.Reply reply = shop.order(line(gone, 1));
        assertShort(reply, 1, 0);
        return reply;
    }
}
