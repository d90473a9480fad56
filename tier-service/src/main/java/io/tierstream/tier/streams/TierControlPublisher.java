package io.tierstream.tier.streams;

import io.tierstream.contracts.tier.v1.Tier;
import io.tierstream.tier.wire.Answer;
import io.tierstream.tier.wire.Control;
import io.tierstream.tier.wire.Coordination;
import io.tierstream.tier.wire.Policy;
import io.tierstream.tier.wire.TierTopics;
import io.tierstream.tier.wire.WireJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;

/**
 * Tells the topology what people want. A future completes once Kafka has the request for good, and exceptionally if it
 * may not; what became of the request is an {@link Answer} on {@link TierTopics#ANSWERS}.
 */
@Component
public class TierControlPublisher {

    private final KafkaTemplate<byte[], byte[]> kafka;

    TierControlPublisher(KafkaTemplate<byte[], byte[]> tierControlTemplate) {
        this.kafka = tierControlTemplate;
    }

    /** Wants the cut-offs recalculated now. */
    public CompletableFuture<?> calculateCutOffs(String requestId) {
        return coordinate(new Coordination.CutOffsRequested(requestId));
    }

    /**
     * Activates a policy.
     *
     * @param by who
     */
    public CompletableFuture<?> activate(String requestId, Policy policy, String by) {
        return coordinate(new Coordination.ActivationRequested(requestId, policy, by));
    }

    /**
     * Sets a customer's tier by hand, or changes how it is set.
     *
     * @param commandId the same again has no effect
     * @param until null for "until removed"
     */
    public CompletableFuture<?> setOverride(
            String commandId, String customerId, Tier tier, String reason, String by, @Nullable Instant until) {
        return command(customerId, new Control.SetOverride(commandId, customerId, tier, reason, by, until));
    }

    /** Lets the computed tier apply again. */
    public CompletableFuture<?> removeOverride(String commandId, String customerId, String by) {
        return command(customerId, new Control.RemoveOverride(commandId, customerId, by));
    }

    private CompletableFuture<?> coordinate(Coordination record) {
        return kafka.send(TierTopics.COORDINATION, 0, null, WireJson.bytes(Coordination.class, record));
    }

    private CompletableFuture<?> command(String customerId, Control record) {
        byte[] key = customerId.getBytes(StandardCharsets.UTF_8);
        return kafka.send(TierTopics.CONTROL, key, WireJson.bytes(Control.class, record));
    }
}
