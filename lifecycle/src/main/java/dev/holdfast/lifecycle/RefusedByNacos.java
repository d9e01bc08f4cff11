package dev.holdfast.lifecycle;

import com.alibaba.nacos.api.exception.NacosException;
import org.springframework.boot.context.config.ConfigDataResourceNotFoundException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Says why Nacos, though it is there, did not give what is imported from it. Spring's own words are that it cannot be found
 * and might be made optional, which would be wrong. From its copy the client starts only while there is no Nacos.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class RefusedByNacos extends AbstractFailureAnalyzer<ConfigDataResourceNotFoundException> {
    @Override
    protected FailureAnalysis analyze(Throwable failure, ConfigDataResourceNotFoundException cause) {
        NacosException said = findCause(cause, NacosException.class);
        return said == null
                ? null
                : new FailureAnalysis(
                        "Nacos did not give %s: %d %s".formatted(what(cause), said.getErrCode(), said.getErrMsg()),
                        "Start it again if Nacos is just coming up or hangs: it refuses (403) whom it could not log in. Else "
                                + "look at SPRING_CLOUD_NACOS_USERNAME and SPRING_CLOUD_NACOS_PASSWORD.",
                        cause);
    }

    /** As it stands in the import; the resource itself lists every setting of the client. */
    private static Object what(ConfigDataResourceNotFoundException cause) {
        return cause.getLocation() == null ? cause.getReferenceDescription() : cause.getLocation();
    }
}
