package io.tierstream.tier.web;

import io.tierstream.contracts.tier.v1.GradingMode;
import io.tierstream.tier.domain.PolicyDifference;
import io.tierstream.tier.domain.PolicyDraft.Violation;
import io.tierstream.tier.wire.Policy;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Says in words of the reader's language what a policy does, in what two differ, and what is wrong with a draft. */
final class PolicyWords {

    private PolicyWords() {}

    /** A part in which two policies differ. */
    record Difference(String field, String before, String after) {}

    /** What a policy says, a sentence after the other. */
    static List<String> sentences(Policy policy, Show show) {
        List<String> sentences = new ArrayList<>();
        Map<String, BigDecimal> weights = new LinkedHashMap<>();
        weights.put("credit", policy.weights().credit());
        weights.put("volume", policy.weights().volume());
        weights.put("profit", policy.weights().profit());
        weights.put("prospect", policy.weights().prospect());
        sentences.add(show.say(
                "policy.says.weights",
                weights.entrySet().stream()
                        .filter(weight -> weight.getValue().signum() > 0)
                        .map(weight ->
                                show.say("criterion." + weight.getKey()) + " " + show.percentOf(weight.getValue()))
                        .collect(Collectors.joining(show.say("list.separator")))));
        sentences.add(
                policy.mode() == GradingMode.RATIO
                        ? show.say(
                                "policy.says.RATIO",
                                show.percentOf(policy.shares().a()),
                                show.percentOf(policy.shares().b()))
                        : show.say(
                                "policy.says.THRESHOLD",
                                show.number(policy.thresholds().a()),
                                show.number(policy.thresholds().b())));
        sentences.add(
                policy.demotionGrace().isZero()
                        ? show.say("policy.says.no-grace")
                        : show.say(
                                "policy.says.grace",
                                show.number(policy.demotionMargin()),
                                show.duration(policy.demotionGrace())));
        if (!policy.minimumDwell().isZero()) {
            sentences.add(show.say("policy.says.dwell", show.duration(policy.minimumDwell())));
        }
        return sentences;
    }

    static List<Difference> differences(List<PolicyDifference> differences, Show show) {
        return differences.stream()
                .map(each -> new Difference(
                        field(each.pointer(), show),
                        value(each.pointer(), each.before(), show),
                        value(each.pointer(), each.after(), show)))
                .toList();
    }

    /** What is wrong with a draft, and what to change. */
    static String wrong(Violation violation, Show show) {
        String special =
                "policy.wrong." + violation.code() + violation.pointer().replace('/', '.');
        String text = show.messages().getMessage(special, null, "", show.locale());
        return text == null || text.isEmpty()
                ? show.say("policy.wrong." + violation.code(), field(violation.pointer(), show))
                : text;
    }

    private static String field(String pointer, Show show) {
        return show.say("policy.field" + pointer.replace('/', '.'));
    }

    private static String value(String pointer, String value, Show show) {
        return switch (pointer) {
            case "/mode" -> show.say("policy.mode." + value);
            case "/demotionGrace", "/minimumDwell" -> show.duration(Duration.parse(value));
            case "/demotionMargin", "/thresholds/A", "/thresholds/B" -> show.number(new BigDecimal(value));
            default -> show.percentOf(new BigDecimal(value));
        };
    }
}
