package dev.holdfast.proof.desk;

import dev.holdfast.stockapi.StockClient;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** Depends on stock-api and on Seata, and on nothing of order-app. {@link StockClient} comes by auto-configuration. */
@SpringBootApplication
public class GiftDesk {
    /** What the next gifts do in their Try; what was asked in phase two. */
    public static final class Script {
        /** A Try's own transaction id is passed in. */
        public volatile Consumer<String> onTry = xid -> {};

        public final ConcurrentLinkedQueue<String> phaseTwo = new ConcurrentLinkedQueue<>();
    }

    @Bean
    Script script() {
        return new Script();
    }
}
