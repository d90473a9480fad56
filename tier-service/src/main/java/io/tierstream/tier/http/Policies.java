package io.tierstream.tier.http;

import io.tierstream.contracts.EventJson;
import io.tierstream.tier.domain.GradingPolicy;
import io.tierstream.tier.mongo.MongoPolicies;
import io.tierstream.tier.mongo.MongoPolicies.PolicyRow;
import io.tierstream.tier.wire.Policy;
import io.tierstream.tier.wire.WireTranslator;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Which policies there are, and which one and which cut-offs are in force; at first the initial policy is. */
@Component
public class Policies {

    private static final Policy INITIAL = WireTranslator.toWire(GradingPolicy.INITIAL);

    private final MongoPolicies policies;

    Policies(MongoPolicies policies) {
        this.policies = policies;
    }

    /** The policy in force. */
    public Policy inForce() {
        return policies.policy().map(Policies::policy).orElse(INITIAL);
    }

    /** The policy of this version, or the one in force where its history is not known. */
    Policy ofVersion(long version) {
        Policy inForce = inForce();
        return inForce.policyVersion() == version ? inForce : find(version).orElse(inForce);
    }

    Optional<Policy> find(long version) {
        return policies.find(version)
                .map(row -> policy(row.policy()))
                .or(() -> version == INITIAL.policyVersion() ? Optional.of(INITIAL) : Optional.empty());
    }

    /** What was last calculated and applies everywhere; empty before the first calculation. */
    public Optional<ObjectNode> cutOffs() {
        return policies.cutOffs();
    }

    /** The initial policy as one of the list. */
    static PolicyRow initial() {
        return new PolicyRow(INITIAL.policyVersion(), EventJson.mapper().valueToTree(INITIAL), null, null, null, null);
    }

    private static Policy policy(ObjectNode json) {
        return EventJson.mapper().treeToValue(json, Policy.class);
    }
}
