package io.tierstream.complaints.http;

import io.tierstream.complaints.application.ChangingSla;
import io.tierstream.complaints.application.ChangingSla.Result;
import io.tierstream.complaints.application.SlaStore.StoredSla;
import io.tierstream.complaints.domain.Tier;
import io.tierstream.complaints.domain.sla.DemotionRule;
import io.tierstream.complaints.domain.sla.OrderRule;
import io.tierstream.complaints.domain.sla.SlaPolicy;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** The SLA settings. What a change leaves out stays as it is; a setting that may be absent is removed by null. */
@RestController
@RequestMapping("/v1/sla")
class SlaController {

    private static final Set<String> KNOWN = Set.of(
            "version",
            "by",
            "at",
            "tiers",
            "calendar",
            "promotionGrace",
            "onDemotion",
            "atRiskShare",
            "order",
            "maximumWait");

    private final ChangingSla changing;

    SlaController(ChangingSla changing) {
        this.changing = changing;
    }

    @GetMapping
    ResponseEntity<Object> sla() {
        return answer(changing.read());
    }

    @PutMapping
    ResponseEntity<Object> change(
            @RequestBody JsonNode wanted,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
            @RequestHeader(name = Callers.AGENT_HEADER, required = false) @Nullable String agent,
            Authentication caller) {
        Reading reading = new Reading();
        SlaPolicy policy = reading.policy(wanted, changing.read().policy());
        if (!reading.errors.isEmpty()) {
            return invalid(reading.errors);
        }
        Long expected = match == null ? null : TicketController.version(match);
        return switch (changing.change(policy, expected, Callers.agent(caller, agent))) {
            case Result.Done done -> answer(done.sla());
            case Result.Stale ignored ->
                Problems.answer(HttpStatus.PRECONDITION_FAILED, "The settings have changed since you saw them.", null);
            case Result.Invalid refused ->
                invalid(refused.problems().stream()
                        .map(problem -> new Problems.Item(problem.pointer(), problem.code(), problem.message()))
                        .toList());
        };
    }

    private static ResponseEntity<Object> invalid(List<Problems.Item> errors) {
        return ResponseEntity.unprocessableContent()
                .body(Problems.problem(HttpStatus.UNPROCESSABLE_CONTENT, "These settings cannot be used.", errors));
    }

    private static ResponseEntity<Object> answer(StoredSla stored) {
        SlaPolicy policy = stored.policy();
        Map<String, Object> sla = new LinkedHashMap<>();
        sla.put("version", policy.version());
        Map<String, String> tiers = new LinkedHashMap<>();
        for (Tier tier : Tier.values()) {
            tiers.put(tier.name(), text(policy.sla(tier)));
        }
        sla.put("tiers", tiers);
        sla.put("promotionGrace", text(policy.promotionGrace()));
        sla.put("onDemotion", TicketView.lower(policy.onDemotion()));
        sla.put("atRiskShare", policy.atRiskShare());
        sla.put("order", TicketView.lower(policy.order()));
        if (policy.maximumWait() != null) {
            sla.put("maximumWait", text(policy.maximumWait()));
        }
        if (stored.by() != null) {
            sla.put("by", stored.by());
        }
        Instant at = stored.at();
        if (at != null) {
            sla.put("at", at);
        }
        return ResponseEntity.ok().eTag("\"" + policy.version() + "\"").body(sla);
    }

    /** ISO 8601, whole days as days. */
    static String text(Duration duration) {
        return !duration.isZero() && duration.equals(Duration.ofDays(duration.toDays()))
                ? "P" + duration.toDays() + "D"
                : duration.toString();
    }

    /** Reads settings, noting everything that is wrong with them. */
    private static final class Reading {

        private final List<Problems.Item> errors = new ArrayList<>();

        SlaPolicy policy(JsonNode wanted, SlaPolicy current) {
            if (!wanted.isObject()) {
                wrong("", "type", "must be an object");
                return current;
            }
            for (String name : wanted.propertyNames()) {
                if (!KNOWN.contains(name)) {
                    wrong(
                            "/" + name,
                            "unknown",
                            "is no setting; known are "
                                    + KNOWN.stream().sorted().toList());
                }
            }
            if (wanted.hasNonNull("calendar")) {
                wrong("/calendar", "unsupported", "business calendars are not there yet: leave it out or null");
            }
            Map<Tier, Duration> tiers = new EnumMap<>(current.tiers());
            JsonNode wantedTiers = wanted.get("tiers");
            if (wantedTiers != null && !wantedTiers.isObject()) {
                wrong("/tiers", "type", "must be an object with a duration per tier");
            } else if (wantedTiers != null) {
                for (String name : wantedTiers.propertyNames()) {
                    try {
                        Tier tier = Tier.valueOf(name);
                        tiers.put(tier, duration(wantedTiers, name, "/tiers/" + name, current.sla(tier)));
                    } catch (IllegalArgumentException e) {
                        wrong("/tiers/" + name, "unknown", "is no tier; tiers are A, B and C");
                    }
                }
            }
            return new SlaPolicy(
                    current.version(),
                    tiers,
                    duration(wanted, "promotionGrace", "/promotionGrace", current.promotionGrace()),
                    choice(wanted, "onDemotion", DemotionRule.class, current.onDemotion()),
                    share(wanted, current.atRiskShare()),
                    choice(wanted, "order", OrderRule.class, current.order()),
                    maximumWait(wanted, current.maximumWait()));
        }

        private @Nullable Duration maximumWait(JsonNode wanted, @Nullable Duration current) {
            JsonNode node = wanted.get("maximumWait");
            if (node == null) {
                return current;
            }
            return node.isNull() ? null : duration(wanted, "maximumWait", "/maximumWait", Duration.ZERO);
        }

        private Duration duration(JsonNode parent, String name, String pointer, Duration current) {
            JsonNode node = parent.get(name);
            if (node == null) {
                return current;
            }
            if (node.isString() && node.stringValue().length() <= 40) {
                try {
                    Duration duration = Duration.parse(node.stringValue());
                    if (duration.getNano() == 0) {
                        return duration;
                    }
                } catch (DateTimeParseException | ArithmeticException e) {
                    wrong(pointer, "format", "must be an ISO 8601 duration such as P3D or PT8H");
                    return current;
                }
            }
            wrong(pointer, "format", "must be an ISO 8601 duration in whole seconds such as P3D or PT8H");
            return current;
        }

        private BigDecimal share(JsonNode wanted, BigDecimal current) {
            JsonNode node = wanted.get("atRiskShare");
            if (node == null) {
                return current;
            }
            if (!node.isNumber()
                    || node.decimalValue().scale() > 6
                    || node.decimalValue().precision() > 12) {
                wrong("/atRiskShare", "type", "must be a number from 0 to 1 with at most six decimals");
                return current;
            }
            return node.decimalValue();
        }

        private <E extends Enum<E>> E choice(JsonNode wanted, String name, Class<E> type, E current) {
            JsonNode node = wanted.get(name);
            if (node == null) {
                return current;
            }
            List<String> names = new ArrayList<>();
            for (E value : type.getEnumConstants()) {
                String written = value.name().toLowerCase(Locale.ROOT).replace('_', '-');
                if (node.isString() && node.stringValue().equals(written)) {
                    return value;
                }
                names.add(written);
            }
            wrong("/" + name, "enum", "must be one of " + names);
            return current;
        }

        private void wrong(String pointer, String code, String message) {
            errors.add(new Problems.Item(pointer, code, message));
        }
    }
}
