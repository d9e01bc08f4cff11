package dev.holdfast.proof.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.proof.check.CheckSettings.Login;
import dev.holdfast.stack.SharedStack;
import dev.holdfast.stack.Stack;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The grace is read from what the stack has published. */
@ExtendWith(SharedStack.class)
class DefaultGraceIT {
    @Test
    void it_is_what_nacos_gives_to_the_apps(Stack stack) throws Exception {
        String user =
                stack.clientEnvironment().get("SPRING_CLOUD_NACOS_USERNAME").toString();
        String password =
                stack.clientEnvironment().get("SPRING_CLOUD_NACOS_PASSWORD").toString();
        NacosSettings nacos = new NacosSettings(stack.nacos().address(), new Login(user, password));
        Grace grace = new DefaultGrace(nacos, null, Map.of()).find();
        assertThat(grace.reason()).contains("(order-app.yaml in Nacos)").doesNotContain("could not be read");
        Grace ofTheFiles = new DefaultGrace(
                        new NacosSettings("127.0.0.1:1", new Login(user, password)),
                        stack.settings().repository().resolve("nacos-config"),
                        Map.of())
                .find();
        assertThat(grace.time()).isEqualTo(ofTheFiles.time());
    }
}
