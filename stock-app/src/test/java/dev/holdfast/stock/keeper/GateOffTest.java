package dev.holdfast.stock.keeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import dev.holdfast.stock.LocalTransaction;
import dev.holdfast.stock.gate.Asking;
import dev.holdfast.stock.gate.Bid;
import dev.holdfast.stock.gate.Gate;
import dev.holdfast.stock.gate.Verdict;
import dev.holdfast.stockapi.Line;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** Both rooms as Spring puts them together, with the gate switched off and no Redis configured. */
class GateOffTest {
    @Configuration(proxyBeanMethods = false)
    @ComponentScan(basePackageClasses = {Gate.class, Keeper.class})
    static class Rooms {}

    private final ApplicationContextRunner rooms = new ApplicationContextRunner()
            .withUserConfiguration(Rooms.class)
            .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
            .withBean(KeeperMapper.class, () -> mock(KeeperMapper.class))
            .withBean(LocalTransaction.class, () -> mock(LocalTransaction.class));

    @Test
    void everybody_goes_and_nothing_runs() {
        rooms.withPropertyValues("holdfast.gate.enabled=false", "holdfast.gate.hot=1:1001")
                .run(context -> {
                    Gate gate = context.getBean(Gate.class);
                    List<Asking> askings = List.of(new Asking("r", List.of(new Line(1, 1001, 1))));
                    assertThat(gate.take(askings)).extracting(Bid::verdict).containsExactly(Verdict.GO);
                    gate.release(gate.take(askings));
                    gate.settle(askings);
                    gate.giveBack(askings);
                    assertThat(context).doesNotHaveBean(SmartLifecycle.class);
                });
    }

    @Test
    void switched_on_it_says_what_it_lacks() {
        rooms.run(context -> assertThat(context)
                .hasFailed()
                .getFailure()
                .hasRootCauseMessage("holdfast.redisson is missing, or set holdfast.gate.enabled to false"));
    }
}
