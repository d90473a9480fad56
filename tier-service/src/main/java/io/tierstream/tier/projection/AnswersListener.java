package io.tierstream.tier.projection;

import io.tierstream.contracts.EventJson;
import io.tierstream.tier.mongo.MongoCommands;
import io.tierstream.tier.mongo.MongoCommands.Command;
import io.tierstream.tier.mongo.MongoPolicies;
import io.tierstream.tier.wire.Answer;
import io.tierstream.tier.wire.TierTopics;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Copies into the store what became of orders, and which policy and cut-offs are in force. */
@Component
class AnswersListener {

    static final String GROUP = "tier-service-answers";

    private final WireReader wire;
    private final MongoCommands commands;
    private final MongoPolicies policies;
    private final StoreGate store;

    AnswersListener(WireReader wire, MongoCommands commands, MongoPolicies policies, StoreGate store) {
        this.wire = wire;
        this.commands = commands;
        this.policies = policies;
        this.store = store;
    }

    @KafkaListener(id = GROUP, topics = TierTopics.ANSWERS, containerFactory = "projectionListeners")
    void copy(List<ConsumerRecord<byte[], byte[]>> batch) {
        store.write(
                batch,
                () -> batch.forEach(record -> wire.read(record, Answer.class)
                        .ifPresent(answer -> keep(answer, Instant.ofEpochMilli(record.timestamp())))));
    }

    private void keep(Answer answer, Instant at) {
        switch (answer) {
            case Answer.CutOffsApplied applied -> {
                ObjectNode cutOffs = EventJson.mapper().valueToTree(applied);
                cutOffs.remove(List.of("kind", "requestIds"));
                policies.cutOffs(applied.epoch(), cutOffs);
                applied.requestIds().forEach(id -> commands.applied(id, applied.calculatedAt(), cutOffs));
            }
            case Answer.PolicyInForce inForce -> {
                ObjectNode policy = EventJson.mapper().valueToTree(inForce.policy());
                policies.inForce(
                        inForce.epoch(),
                        inForce.policy().policyVersion(),
                        policy,
                        inForce.by(),
                        inForce.at(),
                        commands.find(inForce.requestId()).map(Command::comment).orElse(null));
                commands.applied(inForce.requestId(), inForce.at(), policy);
            }
            case Answer.PolicyRefused refused ->
                commands.refused(refused.requestId(), at, refused.reason().name());
            case Answer.OverrideApplied applied ->
                commands.applied(applied.commandId(), at, EventJson.mapper().<ObjectNode>valueToTree(applied.grade()));
            case Answer.OverrideRefused refused ->
                commands.refused(refused.commandId(), at, refused.reason().name());
        }
    }
}
