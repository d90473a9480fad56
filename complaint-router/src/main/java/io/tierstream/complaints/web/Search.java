package io.tierstream.complaints.web;

import io.tierstream.complaints.application.BrowsingTheQueue.Filter;
import io.tierstream.complaints.application.BrowsingTheQueue.Holder;
import io.tierstream.complaints.domain.Tier;
import io.tierstream.complaints.domain.ticket.Severity;
import io.tierstream.complaints.domain.ticket.Ticket.Urgency;
import io.tierstream.complaints.domain.ticket.TicketState;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * What the queue is narrowed to and which page of it is shown, as the address of the page says it. What is not understood
 * does not narrow.
 *
 * @param assignee a name, {@value #ME} or {@value #NOBODY}
 */
record Search(
        @Nullable String tier,
        @Nullable String state,
        @Nullable String assignee,
        @Nullable String severity,
        @Nullable String urgency,
        @Nullable String q,
        @Nullable String cursor) {

    static final String ME = "@me";
    static final String NOBODY = "@nobody";
    private static final int MAX_TEXT = 200;

    Filter filter(String me) {
        TicketState wanted = oneOf(TicketState.class, state);
        return new Filter(
                wanted == null ? Filter.IN_QUEUE : Set.of(wanted),
                oneOf(Tier.class, tier),
                holder(me),
                oneOf(Severity.class, severity),
                oneOf(Urgency.class, urgency),
                null,
                text());
    }

    private @Nullable Holder holder(String me) {
        return switch (given(assignee)) {
            case null -> null;
            case ME -> new Holder.Agent(me);
            case NOBODY -> new Holder.Nobody();
            case String name -> new Holder.Agent(name);
        };
    }

    private @Nullable String text() {
        if (q == null || q.isBlank()) {
            return null;
        }
        String text = q.strip();
        return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
    }

    private static <E extends Enum<E>> @Nullable E oneOf(Class<E> type, @Nullable String name) {
        if (name == null) {
            return null;
        }
        String wanted = name.strip().toUpperCase(Locale.ROOT).replace('-', '_');
        for (E known : type.getEnumConstants()) {
            if (known.name().equals(wanted)) {
                return known;
            }
        }
        return null;
    }

    private static @Nullable String given(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    public boolean isMine() {
        return ME.equals(assignee);
    }

    public boolean isNobodys() {
        return NOBODY.equals(assignee);
    }

    /** The agent asked for, if it is none of these: a page that is kept may name one who holds nothing now. */
    public @Nullable String other(List<String> agents) {
        String asked = given(assignee);
        return asked == null || asked.equals(ME) || asked.equals(NOBODY) || agents.contains(asked) ? null : asked;
    }

    /** Whether only a part of the queue is asked for. */
    public boolean isNarrowed() {
        return Stream.of(tier, state, assignee, severity, urgency, q).anyMatch(part -> given(part) != null);
    }

    /** The address of the page that shows this. */
    public String address() {
        return address(cursor);
    }

    /** The address of another page of the same tickets; without a cursor of the first. */
    public String address(@Nullable String otherCursor) {
        UriComponentsBuilder address = UriComponentsBuilder.fromPath("/");
        add(address, "tier", tier);
        add(address, "state", state);
        add(address, "assignee", assignee);
        add(address, "severity", severity);
        add(address, "urgency", urgency);
        add(address, "q", text());
        add(address, "cursor", otherCursor);
        return address.encode().build().toUriString();
    }

    private static void add(UriComponentsBuilder address, String name, @Nullable String value) {
        if (given(value) != null) {
            // As a variable, so that whatever it holds is encoded.
            address.queryParam(name, "{" + name + "}").uriVariables(Map.of(name, value));
        }
    }
}
