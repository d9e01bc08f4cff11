package dev.holdfast.order.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.order.tcc.SeataStatus.Said;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InquiryTest {
    private final Map<String, Said> seata = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final Inquiry inquiry = new Inquiry(xid -> {
        asked.add(xid);
        return seata.getOrDefault(xid, Said.NOTHING);
    });

    @Test
    void each_is_asked_about_once() {
        seata.put("a", new Said("Finished", true));
        assertThat(inquiry.of("a").over()).isTrue();
        assertThat(inquiry.of("a").over()).isTrue();
        assertThat(asked).containsExactly("a");
    }

    @Test
    void no_answer_is_not_over() {
        assertThat(inquiry.of("a").over()).isFalse();
        assertThat(inquiry.of("a").answered()).isFalse();
    }

    @Test
    void one_that_is_never_answered_does_not_stop_the_others() {
        seata.put("b", new Said("Finished", true));
        inquiry.of("poison");
        assertThat(inquiry.of("b").over()).isTrue();
        inquiry.of("poison-2");
        assertThat(inquiry.away()).isFalse();
    }

    @Test
    void after_two_unanswered_in_a_row_nobody_is_asked() {
        seata.put("c", new Said("Finished", true));
        inquiry.of("a");
        inquiry.of("b");
        assertThat(inquiry.away()).isTrue();
        assertThat(inquiry.of("c")).isEqualTo(Said.NOTHING);
        assertThat(asked).containsExactly("a", "b");
    }
}
