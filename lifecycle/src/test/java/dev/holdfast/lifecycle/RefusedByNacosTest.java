package dev.holdfast.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.alibaba.nacos.api.exception.NacosException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.config.ConfigDataResource;
import org.springframework.boot.context.config.ConfigDataResourceNotFoundException;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.support.SpringFactoriesLoader;

/** What is said of an import that Nacos refused. */
class RefusedByNacosTest {
    private static final ConfigDataResource SHARED = new ConfigDataResource() {
        @Override
        public String toString() {
            return "shared.yaml";
        }
    };

    @Test
    void its_own_words_are_told_before_those_of_spring() {
        FailureAnalyzer first = SpringFactoriesLoader.forDefaultResourceLocation()
                .load(FailureAnalyzer.class, (type, name, failure) -> {})
                .get(0);
        Throwable refused = new ConfigDataResourceNotFoundException(SHARED, new NacosException(403, "user not found!"));
        assertThat(first.analyze(new IllegalStateException(refused)).getDescription())
                .isEqualTo("Nacos did not give resource 'shared.yaml': 403 user not found!");
    }

    @Test
    void of_what_is_not_of_nacos_nothing_is_said() {
        assertThat(new RefusedByNacos().analyze(new ConfigDataResourceNotFoundException(SHARED)))
                .isNull();
    }
}
