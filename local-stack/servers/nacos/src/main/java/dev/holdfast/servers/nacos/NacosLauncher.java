package dev.holdfast.servers.nacos;

import com.alibaba.nacos.NacosServerBasicApplication;
import com.alibaba.nacos.NacosServerWebApplication;
import com.alibaba.nacos.console.NacosConsole;
import com.alibaba.nacos.core.listener.startup.NacosStartUp;
import com.alibaba.nacos.core.listener.startup.NacosStartUpManager;
import com.alibaba.nacos.sys.env.DeploymentType;
import com.alibaba.nacos.sys.env.EnvUtil;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Server and console of Nacos in one JVM. The published jars have no main class that starts both: the three rooms
 * share one parent context, and each phase must be announced before its context is built.
 */
public final class NacosLauncher {

    private NacosLauncher() {
    }

    public static void main(String[] args) {
        EnvUtil.setDeploymentType(DeploymentType.MERGED);
        ConfigurableApplicationContext core = start(NacosStartUp.CORE_START_UP_PHASE,
                new SpringApplicationBuilder(NacosServerBasicApplication.class).web(WebApplicationType.NONE), args);
        start(NacosStartUp.WEB_START_UP_PHASE,
                new SpringApplicationBuilder(NacosServerWebApplication.class).parent(core), args);
        start(NacosStartUp.CONSOLE_START_UP_PHASE,
                new SpringApplicationBuilder(NacosConsole.class).parent(core), args);
    }

    private static ConfigurableApplicationContext start(String phase, SpringApplicationBuilder room, String[] args) {
        NacosStartUpManager.start(phase);
        return room.bannerMode(Banner.Mode.OFF).run(args);
    }
}
