package io.tierstream.tier.web;

import io.tierstream.tier.mongo.Cursor;
import io.tierstream.tier.mongo.MongoCommands;
import io.tierstream.tier.mongo.MongoCommands.Command;
import io.tierstream.tier.mongo.MongoCommands.Kind;
import io.tierstream.tier.mongo.MongoCommands.Wanted;
import io.tierstream.tier.mongo.Slice;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Who changed what, when, and how it stood before and after. What is not understood of an address is left out. */
@Controller
class AuditPage {

    private static final int ROWS = 50;
    private static final int LONGEST = 200;

    private final MongoCommands commands;
    private final ZoneId zone;

    AuditPage(MongoCommands commands, @Value("${tierstream.time-zone}") ZoneId zone) {
        this.commands = commands;
        this.zone = zone;
    }

    /**
     * A change by a person.
     *
     * @param link to what it is about; null where there is no page
     * @param parts in which before and after differ
     */
    record Change(
            Kind kind,
            String target,
            @Nullable String link,
            String by,
            String at,
            String state,
            @Nullable String reason,
            @Nullable String comment,
            List<Part> parts) {}

    /** A part that was changed; nothing is empty. */
    record Part(String field, String before, String after) {}

    @GetMapping("/audit")
    String page(@RequestParam Map<String, String> given, Model model) {
        Map<String, String> wanted = new TreeMap<>();
        given.forEach((name, value) -> {
            if (!value.isEmpty() && value.length() <= LONGEST) {
                wanted.put(name, value);
            }
        });
        Instant from = day(wanted.get("from"), 0);
        Instant to = day(wanted.get("to"), 1);
        Kind kind = Arrays.stream(Kind.values())
                .filter(it -> it.name().equals(wanted.get("kind")))
                .findFirst()
                .orElse(null);
        Slice<Command> found = commands.list(
                new Wanted(kind, wanted.get("by"), wanted.get("target"), from, to),
                Optional.ofNullable(given.get("cursor")).flatMap(cursor -> Cursor.decode(cursor, Wanted.ORDER)),
                ROWS);
        model.addAttribute("given", wanted);
        model.addAttribute("kinds", Kind.values());
        model.addAttribute(
                "changes", found.items().stream().map(AuditPage::change).toList());
        model.addAttribute("next", found.next().map(Cursor::encoded).orElse(null));
        return "audit";
    }

    private static Change change(Command command) {
        Kind kind = java.util.Objects.requireNonNull(command.kind());
        String target = command.target() == null ? "" : command.target();
        ObjectNode wanted = command.wanted();
        return new Change(
                kind,
                target,
                link(kind, target),
                String.valueOf(command.by()),
                String.valueOf(command.at()),
                command.state().name(),
                command.reason(),
                command.comment(),
                parts(command.before(), wanted == null ? removed(kind, command.after()) : wanted));
    }

    /** What an order leaves that does not say it itself: the cut-offs that were calculated. */
    private static @Nullable ObjectNode removed(Kind kind, @Nullable ObjectNode after) {
        return kind == Kind.CALCULATE_CUT_OFFS ? after : null;
    }

    private static List<Part> parts(@Nullable ObjectNode before, @Nullable ObjectNode after) {
        Map<String, String> left = new TreeMap<>();
        Map<String, String> right = new TreeMap<>();
        flat("", before, left);
        flat("", after, right);
        TreeSet<String> fields = new TreeSet<>(left.keySet());
        fields.addAll(right.keySet());
        List<Part> parts = new ArrayList<>();
        for (String field : fields) {
            String was = left.getOrDefault(field, "");
            String is = right.getOrDefault(field, "");
            if (!was.equals(is)) {
                parts.add(new Part(field, was, is));
            }
        }
        return parts;
    }

    private static void flat(String path, @Nullable JsonNode node, Map<String, String> fields) {
        if (node instanceof ObjectNode object) {
            object.properties()
                    .forEach(field -> flat(
                            path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue(), fields));
        } else if (node != null && !node.isNull()) {
            fields.put(path, node.isString() ? node.stringValue() : node.toString());
        }
    }

    private static @Nullable String link(Kind kind, String target) {
        String encoded = UriUtils.encodePathSegment(target, "UTF-8");
        return switch (kind) {
            case SET_OVERRIDE, REMOVE_OVERRIDE, RECORD_VISIT -> "/customers/" + encoded;
            case DRAFT_POLICY, ACTIVATE_POLICY, CHOOSE_SHADOW, END_SHADOW -> "/policy/" + encoded;
            case CREATE_WEBHOOK, REPLAY_WEBHOOK, REDELIVER_WEBHOOK -> "/webhooks/" + encoded;
            case CALCULATE_CUT_OFFS, DELETE_WEBHOOK -> null;
        };
    }

    /** The beginning of a day of the business's zone, or of one after it. */
    private @Nullable Instant day(@Nullable String day, int after) {
        try {
            return day == null
                    ? null
                    : LocalDate.parse(day).plusDays(after).atStartOfDay(zone).toInstant();
        } catch (DateTimeException notADay) {
            return null;
        }
    }
}
