package dev.holdfast.lifecycle;

import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.boot.web.embedded.tomcat.TomcatWebServer;
import org.springframework.context.ApplicationContext;

/** Tomcat's kept connections: once it no longer takes requests it cuts them, also those just being written to. */
final class TomcatConnections {
    private TomcatConnections() {}

    /** From now on every answer says {@code Connection: close}. */
    static void endWithTheirAnswers(ApplicationContext context) {
        if (context instanceof WebServerApplicationContext web
                && web.getWebServer() instanceof TomcatWebServer server) {
            for (Connector connector : server.getTomcat().getService().findConnectors()) {
                if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
                    http.setMaxKeepAliveRequests(1);
                }
            }
        }
    }
}
