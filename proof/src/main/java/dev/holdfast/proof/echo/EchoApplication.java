package dev.holdfast.proof.echo;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Same Tomcat, Jackson and JVM as order-app, the same body in and one of the same size out, and nothing between. */
@SpringBootApplication
public class EchoApplication {
    public static void main(String[] arguments) {
        // Not application.yml: the tests of this module run applications of their own.
        System.setProperty("spring.config.name", "echo-app");
        SpringApplication.run(EchoApplication.class, arguments);
    }
}
