package dev.holdfast.lifecycle;

import org.springframework.boot.context.event.ApplicationStartingEvent;
import org.springframework.context.ApplicationListener;

/**
 * Nacos' client has two endless tasks in a pool of a thread per core. On two cores none is left to log in again, and after a
 * start without Nacos, or when its token has run out, no change of configuration would be heard. It reads the number from
 * nowhere but a system property, once, before there is any configuration.
 */
class NacosThreads implements ApplicationListener<ApplicationStartingEvent> {
    private static final String THREADS = "clientWorkerThreadCount";

    @Override
    public void onApplicationEvent(ApplicationStartingEvent starting) {
        System.setProperty(THREADS, System.getProperty(THREADS, "4"));
    }
}
