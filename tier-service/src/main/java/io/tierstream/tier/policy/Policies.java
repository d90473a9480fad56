package io.tierstream.tier.policy;

import io.tierstream.contracts.EventJson;
import io.tierstream.tier.domain.CutOffs;
import io.tierstream.tier.domain.GradingPolicy;
import io.tierstream.tier.mongo.Cursor;
import io.tierstream.tier.mongo.MongoPolicies;
import io.tierstream.tier.mongo.MongoPolicies.PolicyRow;
import io.tierstream.tier.mongo.Slice;
import io.tierstream.tier.wire.Policy;
import io.tierstream.tier.wire.WireTranslator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
    public Policy ofVersion(long version) {
        Policy inForce = inForce();
        return inForce.policyVersion() == version ? inForce : find(version).orElse(inForce);
    }

    /** The policy of this version. */
    public Optional<Policy> find(long version) {
        return row(version).map(row -> policy(row.policy()));
    }

    /** The policy of this version and what became of it. */
    public Optional<PolicyRow> row(long version) {
        return policies.find(version)
                .or(() -> version == INITIAL.policyVersion() ? Optional.of(initial()) : Optional.empty());
    }

    /** All of them, drafts included, the latest first; the initial one at last also where it was never written down. */
    public Slice<PolicyRow> list(Optional<Cursor> after, int limit) {
        Slice<PolicyRow> rows = policies.list(after, limit);
        if (rows.next().isPresent()
                || rows.items().stream().anyMatch(row -> row.version() == INITIAL.policyVersion())) {
            return rows;
        }
        if (rows.items().size() == limit) {
            return new Slice<>(rows.items(), Optional.of(rows.items().getLast().cursor()));
        }
        List<PolicyRow> items = new ArrayList<>(rows.items());
        items.add(initial());
        return new Slice<>(items, Optional.empty());
    }

    /** The cut-offs in force; null before the first calculation, and when nobody has a composite. */
    public @Nullable CutOffs cutOffsInForce() {
        return policies.cutOffs()
                .map(applied -> applied.get("cutOffs"))
                .map(json -> WireTranslator.toDomain(
                        EventJson.mapper().treeToValue(json, io.tierstream.contracts.tier.v1.CutOffs.class)))
                .orElse(null);
    }

    /** What was last calculated and applies everywhere; empty before the first calculation. */
    public Optional<ObjectNode> cutOffs() {
        return policies.cutOffs();
    }

    /** The initial policy as one of the list. */
    public static PolicyRow initial() {
        return new PolicyRow(
                INITIAL.policyVersion(), EventJson.mapper().valueToTree(INITIAL), null, null, null, null, null);
    }

    /** A kept policy as what it says. */
    public static Policy policy(ObjectNode json) {
        return EventJson.mapper().treeToValue(json, Policy.class);
    }
}
