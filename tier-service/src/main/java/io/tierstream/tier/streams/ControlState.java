package io.tierstream.tier.streams;

import io.tierstream.contracts.tier.v1.CutOffs;
import io.tierstream.tier.domain.CompositeRange;
import io.tierstream.tier.wire.Policy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a task has heard and what is still to be done about it; kept as JSON.
 *
 * @param format of this record, 1
 * @param policy in force
 * @param cutOffs in force; absent before the first calculation
 * @param announced the policy about to take over
 * @param passes over many customers that are not finished, the current one first
 */
record ControlState(
        int format,
        Policy policy,
        @Nullable CutOffs cutOffs,
        @Nullable Announced announced,
        List<Pass> passes) {

    /**
     * A policy that the customers are being counted under.
     *
     * @param answered whether the coordinator has been told the counts
     */
    record Announced(long epoch, Policy policy, boolean answered) {}

    /**
     * A pass over customers that goes in slices.
     *
     * @param epoch told to the coordinator at its end
     * @param ranges of composites to be visited; absent when everybody is, because another policy took over
     * @param cursor the key visited last; absent at the start
     */
    record Pass(long epoch, @Nullable List<CompositeRange> ranges, byte @Nullable [] cursor) {

        boolean visitsEverybody() {
            return ranges == null;
        }
    }

    static ControlState initially(Policy policy) {
        return new ControlState(1, policy, null, null, List.of());
    }

    ControlState with(@Nullable CutOffs newCutOffs) {
        return new ControlState(format, policy, newCutOffs, announced, passes);
    }

    ControlState with(@Nullable Announced newAnnounced) {
        return new ControlState(format, policy, cutOffs, newAnnounced, passes);
    }

    ControlState with(Policy newPolicy, @Nullable CutOffs newCutOffs) {
        return new ControlState(format, newPolicy, newCutOffs, null, passes);
    }

    ControlState withPass(Pass pass) {
        List<Pass> longer = new ArrayList<>(passes);
        longer.add(pass);
        return new ControlState(format, policy, cutOffs, announced, longer);
    }

    ControlState withCursor(byte[] cursor) {
        List<Pass> moved = new ArrayList<>(passes);
        Pass current = moved.getFirst();
        moved.set(0, new Pass(current.epoch, current.ranges, cursor));
        return new ControlState(format, policy, cutOffs, announced, moved);
    }

    ControlState withoutCurrentPass() {
        return new ControlState(format, policy, cutOffs, announced, passes.subList(1, passes.size()));
    }
}
