package dev.holdfast.stockapi;

import feign.Client;
import feign.Request;
import feign.Response;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.LoadBalancerClient;
import org.springframework.cloud.client.loadbalancer.LoadBalancerRequest;
import org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory;
import org.springframework.cloud.openfeign.loadbalancer.FeignBlockingLoadBalancerClient;
import org.springframework.cloud.openfeign.loadbalancer.LoadBalancerFeignRequestTransformer;

/**
 * A request to an instance that cannot be connected to goes to the next: not a byte of it was sent. That is no retry, and
 * there is none.
 */
final class NextInstance extends FeignBlockingLoadBalancerClient {
    private static final int MOST = 3;

    private final Client http;
    private final LoadBalancerClient balancer;
    private final LoadBalancerClientFactory balancers;
    private final List<LoadBalancerFeignRequestTransformer> transformers;

    NextInstance(
            Client http,
            LoadBalancerClient balancer,
            LoadBalancerClientFactory balancers,
            List<LoadBalancerFeignRequestTransformer> transformers) {
        super(http, balancer, balancers, transformers);
        this.http = http;
        this.balancer = balancer;
        this.balancers = balancers;
        this.transformers = transformers;
    }

    /** No connection came about: nothing was sent. */
    static boolean cannotBeConnectedTo(Throwable thrown) {
        return thrown instanceof ConnectException
                || thrown instanceof ConnectTimeoutException
                || thrown instanceof NoRouteToHostException
                || thrown instanceof UnknownHostException;
    }

    @Override
    public Response execute(Request request, Request.Options options) throws IOException {
        Untried untried = new Untried();
        Client client = new FeignBlockingLoadBalancerClient(http, untried, balancers, transformers);
        for (int time = 1; ; time++) {
            try {
                return client.execute(request, options);
            } catch (IOException e) {
                String service = URI.create(request.url()).getHost();
                if (!cannotBeConnectedTo(e) || time == MOST || !untried.another(service)) {
                    throw e;
                }
            }
        }
    }

    /** Chooses for one request: first whom the balancer names, then whom it has not named before. */
    private final class Untried implements LoadBalancerClient {
        /** The balancer takes turns, and others take turns at it too: asked so often it has named every instance. */
        private static final int OFTEN = 16;

        private final Set<URI> tried = new HashSet<>();
        private ServiceInstance next;

        boolean another(String service) {
            ServiceInstance named = balancer.choose(service);
            for (int i = 1; i < OFTEN && named != null && tried.contains(named.getUri()); i++) {
                named = balancer.choose(service);
            }
            next = named;
            return named != null && tried.add(named.getUri());
        }

        @Override
        public <T> ServiceInstance choose(
                String service, org.springframework.cloud.client.loadbalancer.Request<T> request) {
            if (next != null) {
                return next;
            }
            ServiceInstance named = balancer.choose(service, request);
            if (named != null) {
                tried.add(named.getUri());
            }
            return named;
        }

        @Override
        public ServiceInstance choose(String service) {
            return balancer.choose(service);
        }

        @Override
        public <T> T execute(String service, LoadBalancerRequest<T> request) throws IOException {
            return balancer.execute(service, request);
        }

        @Override
        public <T> T execute(String service, ServiceInstance instance, LoadBalancerRequest<T> request)
                throws IOException {
            return balancer.execute(service, instance, request);
        }

        @Override
        public URI reconstructURI(ServiceInstance instance, URI original) {
            return balancer.reconstructURI(instance, original);
        }
    }
}
