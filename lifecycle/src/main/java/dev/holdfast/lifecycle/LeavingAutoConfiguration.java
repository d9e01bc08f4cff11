package dev.holdfast.lifecycle;

import com.alibaba.cloud.nacos.registry.NacosAutoServiceRegistration;
import com.alibaba.cloud.nacos.registry.NacosGracefulShutdownDelegate;
import com.alibaba.cloud.nacos.registry.NacosRegistration;
import com.alibaba.cloud.nacos.registry.NacosServiceRegistry;
import com.alibaba.cloud.nacos.registry.NacosServiceRegistryAutoConfiguration;
import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.util.ClassUtils;

/** Lets every app that registers itself in Nacos leave in good order. */
@AutoConfiguration(after = NacosServiceRegistryAutoConfiguration.class)
@ConditionalOnBean(NacosAutoServiceRegistration.class)
@EnableConfigurationProperties(LeavingSettings.class)
public class LeavingAutoConfiguration {
    private static final boolean ON_TOMCAT = ClassUtils.isPresent("org.apache.catalina.startup.Tomcat", null);

    @Bean
    Leaving leaving(
            ApplicationContext context,
            NacosAutoServiceRegistration entry,
            NacosServiceRegistry registry,
            NacosRegistration self) {
        Supplier<Duration> serveOn = () -> Binder.get(context.getEnvironment())
                .bindOrCreate("holdfast.leaving", LeavingSettings.class)
                .serveOn();
        Runnable sayGoodbye = ON_TOMCAT ? () -> TomcatConnections.endWithTheirAnswers(context) : () -> {};
        return new Leaving(context, entry, registry, self, serveOn, sayGoodbye);
    }

    /**
     * Takes out Spring Cloud Alibaba's own listener. It closes the Nacos client before the wait, which at once fails, since
     * that client's own JVM shutdown hook has taken half of it away already; so it never waits.
     */
    @Bean
    static BeanFactoryPostProcessor withoutTheLibrarysOwnWay() {
        return beans -> {
            for (String name : beans.getBeanNamesForType(NacosGracefulShutdownDelegate.class, true, false)) {
                ((BeanDefinitionRegistry) beans).removeBeanDefinition(name);
            }
        };
    }
}
