package io.tierstream.tier.webhook;

import io.tierstream.tier.mongo.MongoWebhooks.Webhook;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Makes one attempt. The address that is connected to is the one that was checked, so that a name that resolves to
 * something else a moment later gains nothing; redirects are not followed; what the receiver answers is not kept.
 */
@Component
class WebhookSender implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(WebhookSender.class);
    private static final ContentType CLOUD_EVENT = ContentType.create("application/cloudevents+json", "UTF-8");
    private static final int MOST_ANSWER = 16 * 1024;

    private final Networks networks;
    private final Duration timeout;
    private final Clock clock;
    private final CloseableHttpClient client;
    private final ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("webhook-deadlines").factory());

    WebhookSender(WebhookSettings settings, Clock clock) {
        this.networks = new Networks(settings.allowedAddresses());
        this.timeout = settings.timeout();
        this.clock = clock;
        Timeout wait = Timeout.of(timeout);
        this.client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(new Checked())
                        .setMaxConnTotal(200)
                        .setMaxConnPerRoute(20)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(wait)
                                .setSocketTimeout(wait)
                                .setTimeToLive(Timeout.ofMinutes(1))
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(wait)
                        .setResponseTimeout(wait)
                        .build())
                .setUserAgent("Tierstream")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
    }

    /**
     * What came of an attempt.
     *
     * @param status absent when there was no answer
     * @param problem absent when it was delivered
     */
    record Attempt(@Nullable Integer status, @Nullable String problem, long millis) {

        boolean delivered() {
            return problem == null;
        }
    }

    /** Why a URL cannot be called now; null when it can. */
    @Nullable String refusal(URI url) {
        try {
            new Checked().resolve(url.getHost());
            return null;
        } catch (UnknownHostException refused) {
            return String.valueOf(refused.getMessage());
        }
    }

    /** Sends a CloudEvent as JSON. */
    Attempt send(Webhook webhook, String delivery, byte[] body) {
        long start = System.nanoTime();
        HttpPost request = new HttpPost(URI.create(webhook.url()));
        request.setEntity(new ByteArrayEntity(body, CLOUD_EVENT));
        request.setHeader(Signature.HEADER, Signature.of(webhook.secret(), clock.instant(), body));
        request.setHeader("Tierstream-Webhook", webhook.id());
        request.setHeader("Tierstream-Delivery", delivery);
        // Bounds the whole attempt, also against a receiver that answers a byte at a time.
        ScheduledFuture<?> deadline =
                deadlines.schedule(request::abort, timeout.plus(timeout).toMillis(), TimeUnit.MILLISECONDS);
        Integer status = null;
        try (ClassicHttpResponse response = client.executeOpen(null, request, null)) {
            status = response.getCode();
            read(request, response);
        } catch (IOException | RuntimeException failed) {
            if (status == null) {
                String said = failed.getMessage();
                return new Attempt(
                        null, failed.getClass().getSimpleName() + (said == null ? "" : ": " + said), millis(start));
            }
            log.debug("The answer of webhook {} was not read to its end", webhook.id(), failed);
        } finally {
            deadline.cancel(false);
        }
        return new Attempt(status, status / 100 == 2 ? null : "answered " + status, millis(start));
    }

    /** So that the connection can be used again; a longer answer costs the connection. The status alone decides. */
    private static void read(HttpPost request, ClassicHttpResponse response) throws IOException {
        if (response.getEntity() != null) {
            try (InputStream answer = response.getEntity().getContent()) {
                if (answer != null && answer.readNBytes(MOST_ANSWER + 1).length > MOST_ANSWER) {
                    request.abort();
                }
            }
        }
    }

    private static long millis(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }

    @Override
    public void destroy() throws IOException {
        deadlines.shutdownNow();
        client.close();
    }

    /** Resolves names to addresses that may be called, and to nothing when one of them may not. */
    private final class Checked implements DnsResolver {

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            InetAddress[] addresses = SystemDefaultDnsResolver.INSTANCE.resolve(host);
            if (addresses.length == 0 || !Arrays.stream(addresses).allMatch(networks::mayCall)) {
                throw new UnknownHostException("The host has an address that may not be called.");
            }
            return addresses;
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }
}
