package io.tierstream.tier.web;

import io.tierstream.contracts.EventJson;
import io.tierstream.contracts.tier.v1.CriterionContribution;
import io.tierstream.contracts.tier.v1.CutOffs;
import io.tierstream.contracts.tier.v1.Tier;
import io.tierstream.contracts.tier.v1.TierChangeCause;
import io.tierstream.contracts.tier.v1.TierChanged;
import io.tierstream.contracts.tier.v1.TierOverride;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Says in words of the reader's language why a tier changed. */
@Component
class Words {

    private final MessageSource messages;

    Words(MessageSource messages) {
        this.messages = messages;
    }

    /** A change as a line of a list. */
    ChangeLine line(ObjectNode json, Locale locale) {
        TierChanged change = EventJson.mapper().treeToValue(json, TierChanged.class);
        return new ChangeLine(
                change.customerId(),
                change.name() == null ? change.customerId() : change.name(),
                change.from(),
                change.to(),
                direction(change),
                reason(change, locale),
                change.decidedAt().toString(),
                change.changeNumber());
    }

    /** Why, in one or two sentences. */
    String reason(TierChanged change, Locale locale) {
        List<String> sentences = new ArrayList<>();
        switch (change.cause()) {
            case FIRST_GRADING -> sentences.add(first(change, locale));
            case SCORE -> {
                sentences.add(moved("score", change, locale));
                String driver = driver(change, locale);
                if (driver != null) {
                    sentences.add(driver);
                }
            }
            case CUT_OFF -> sentences.add(moved("cut-off", change, locale));
            case POLICY ->
                sentences.add(say(locale, "reason.policy", change.policyVersion(), points(change.composite(), locale)));
            case OVERRIDE_SET, OVERRIDE_CHANGED -> {
                TierOverride override = change.override();
                String by = override == null ? "" : override.by();
                String why = override == null ? "" : override.reason();
                sentences.add(say(locale, "reason." + change.cause().name(), by, why));
                if (change.computedTier() != change.to()) {
                    sentences.add(say(locale, "reason.computed", change.computedTier()));
                }
            }
            case OVERRIDE_ENDED -> sentences.add(say(locale, "reason.OVERRIDE_ENDED", change.computedTier()));
        }
        return String.join(locale.getLanguage().equals("zh") ? "" : " ", sentences);
    }

    private String first(TierChanged change, Locale locale) {
        return change.composite() == null
                ? say(locale, "reason.first.none")
                : say(locale, "reason.first", points(change.composite(), locale));
    }

    private String moved(String what, TierChanged change, Locale locale) {
        Tier from = change.from();
        boolean up = from != null && change.to().compareTo(from) < 0;
        Tier line = up || from == null ? change.to() : from;
        String cutOff = points(cutOff(change.cutOffs(), line), locale);
        if (change.composite() == null || cutOff(change.cutOffs(), line) == null) {
            return say(locale, "reason.none");
        }
        String grace = !up && wasHeldBack(change) ? ".grace" : "";
        String known = what.equals("score") && grace.isEmpty() && change.previousComposite() == null ? ".new" : "";
        return say(
                locale,
                "reason." + what + (up ? ".up" : ".down" + grace) + known,
                points(change.composite(), locale),
                points(change.previousComposite(), locale),
                cutOff,
                line.name());
    }

    /** Below for some time, and not demoted at once because of how far. */
    private static boolean wasHeldBack(TierChanged change) {
        Instant below = change.belowSince();
        return below != null
                && below.isBefore(change.decidedAt())
                && (change.cause() == TierChangeCause.CUT_OFF
                        || Objects.equals(change.composite(), change.previousComposite()));
    }

    private @Nullable String driver(TierChanged change, Locale locale) {
        CriterionContribution strongest = null;
        BigDecimal most = BigDecimal.ZERO;
        for (CriterionContribution part : change.criteria()) {
            BigDecimal delta = or0(part.contribution()).subtract(or0(part.previousContribution()));
            if (delta.abs().compareTo(most) > 0) {
                most = delta.abs();
                strongest = part;
            }
        }
        if (strongest == null) {
            return null;
        }
        String criterion = say(locale, "criterion." + strongest.criterion());
        return strongest.previousPoints() == null
                ? say(locale, "reason.driver.new", criterion, points(strongest.points(), locale))
                : say(
                        locale,
                        "reason.driver",
                        criterion,
                        points(strongest.previousPoints(), locale),
                        points(strongest.points(), locale));
    }

    private static String direction(TierChanged change) {
        Tier from = change.from();
        if (from == null) {
            return "new";
        }
        int compared = change.to().compareTo(from);
        return compared < 0 ? "up" : compared > 0 ? "down" : "same";
    }

    private static @Nullable BigDecimal cutOff(@Nullable CutOffs cutOffs, Tier tier) {
        if (cutOffs == null) {
            return null;
        }
        return switch (tier) {
            case A -> cutOffs.a();
            case B -> cutOffs.b();
            case C -> null;
        };
    }

    private static BigDecimal or0(@Nullable BigDecimal value) {
        return value == null ? BigDecimal.ZERO : value;
    }

    private String points(@Nullable BigDecimal value, Locale locale) {
        return new Show(locale, messages).points(value);
    }

    private String say(Locale locale, String key, Object... values) {
        Object[] texts = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            texts[i] = String.valueOf(values[i]);
        }
        return messages.getMessage(key, texts, locale);
    }

    /**
     * A change in a list.
     *
     * @param direction {@code up}, {@code down}, {@code same} or {@code new}
     * @param decidedAt RFC 3339
     */
    record ChangeLine(
            String customerId,
            String name,
            @Nullable Tier from,
            Tier to,
            String direction,
            String reason,
            String decidedAt,
            long changeNumber) {}
}
