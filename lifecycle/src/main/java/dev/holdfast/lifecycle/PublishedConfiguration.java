package dev.holdfast.lifecycle;

import com.alibaba.cloud.nacos.NacosPropertySourceRepository;
import com.alibaba.cloud.nacos.client.NacosPropertySource;
import java.util.List;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * What was imported from Nacos must be there. While Nacos is away its client gives what it kept when it last had an answer;
 * where there is nothing of that either it gives nothing, and an app without its configuration would go on as a stranger.
 */
class PublishedConfiguration implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    @Override
    public void initialize(ConfigurableApplicationContext context) {
        List<String> missing = NacosPropertySourceRepository.getAll().stream()
                .filter(source -> source.getSource().isEmpty())
                .map(NacosPropertySource::getDataId)
                .toList();
        if (!missing.isEmpty()) {
            throw new Missing(missing, context.getEnvironment().getProperty("spring.cloud.nacos.server-addr"));
        }
    }

    static final class Missing extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Missing(List<String> dataIds, String nacos) {
            super("%s: Nacos (%s) does not answer or does not have it, and no copy of an earlier start is in %s/nacos"
                    .formatted(String.join(", ", dataIds), nacos, System.getProperty("user.home")));
        }
    }

    /** Says it in a line instead of a stack trace. */
    static final class Analyzer extends AbstractFailureAnalyzer<Missing> {
        @Override
        protected FailureAnalysis analyze(Throwable failure, Missing cause) {
            return new FailureAnalysis(
                    "There is no configuration: " + cause.getMessage(),
                    "Start Nacos, and publish what is in nacos-config/, group HOLDFAST.",
                    cause);
        }
    }
}
