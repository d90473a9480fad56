package io.tierstream.contracts;

import io.tierstream.contracts.complaint.v1.ComplaintOpened;
import io.tierstream.contracts.complaint.v1.ComplaintReopened;
import io.tierstream.contracts.complaint.v1.ComplaintResolved;
import io.tierstream.contracts.complaint.v1.ComplaintWithdrawn;
import io.tierstream.contracts.customer.v1.CustomerUpdated;
import io.tierstream.contracts.customer.v1.CustomerVisited;
import io.tierstream.contracts.customer.v1.ProspectAssessed;
import io.tierstream.contracts.order.v1.OrderCancelled;
import io.tierstream.contracts.order.v1.OrderPlaced;
import io.tierstream.contracts.order.v1.OrderReturned;
import io.tierstream.contracts.payment.v1.InvoiceCancelled;
import io.tierstream.contracts.payment.v1.InvoiceIssued;
import io.tierstream.contracts.payment.v1.PaymentReceived;
import io.tierstream.contracts.payment.v1.PaymentReversed;
import io.tierstream.contracts.score.v1.CustomerScored;
import io.tierstream.contracts.sla.v1.SlaSettings;
import io.tierstream.contracts.ticket.v1.TicketEvent;
import io.tierstream.contracts.tier.v1.CustomerTier;
import io.tierstream.contracts.tier.v1.TierChanged;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Every published type of event. */
public final class EventTypes {

    public static final String ORDER_PLACED = "io.tierstream.order.placed.v1";
    public static final String ORDER_CANCELLED = "io.tierstream.order.cancelled.v1";
    public static final String ORDER_RETURNED = "io.tierstream.order.returned.v1";
    public static final String INVOICE_ISSUED = "io.tierstream.invoice.issued.v1";
    public static final String INVOICE_CANCELLED = "io.tierstream.invoice.cancelled.v1";
    public static final String PAYMENT_RECEIVED = "io.tierstream.payment.received.v1";
    public static final String PAYMENT_REVERSED = "io.tierstream.payment.reversed.v1";
    public static final String COMPLAINT_OPENED = "io.tierstream.complaint.opened.v1";
    public static final String COMPLAINT_RESOLVED = "io.tierstream.complaint.resolved.v1";
    public static final String COMPLAINT_REOPENED = "io.tierstream.complaint.reopened.v1";
    public static final String COMPLAINT_WITHDRAWN = "io.tierstream.complaint.withdrawn.v1";
    public static final String CUSTOMER_UPDATED = "io.tierstream.customer.updated.v1";
    public static final String CUSTOMER_VISITED = "io.tierstream.customer.visited.v1";
    public static final String PROSPECT_ASSESSED = "io.tierstream.prospect.assessed.v1";

    public static final String CUSTOMER_SCORED = "io.tierstream.customer.scored.v1";
    public static final String TIER_CHANGED = "io.tierstream.tier.changed.v1";
    public static final String CUSTOMER_TIER = "io.tierstream.customer.tier.v1";
    public static final String SLA_CHANGED = "io.tierstream.sla.changed.v1";

    public static final String TICKET_ROUTED = "io.tierstream.ticket.routed.v1";
    public static final String TICKET_REPRIORITISED = "io.tierstream.ticket.reprioritised.v1";
    public static final String TICKET_CLAIMED = "io.tierstream.ticket.claimed.v1";
    public static final String TICKET_RELEASED = "io.tierstream.ticket.released.v1";
    public static final String TICKET_WAITING = "io.tierstream.ticket.waiting.v1";
    public static final String TICKET_RESUMED = "io.tierstream.ticket.resumed.v1";
    public static final String TICKET_AT_RISK = "io.tierstream.ticket.at-risk.v1";
    public static final String TICKET_BREACHED = "io.tierstream.ticket.breached.v1";
    public static final String TICKET_RESOLVED = "io.tierstream.ticket.resolved.v1";
    public static final String TICKET_REOPENED = "io.tierstream.ticket.reopened.v1";
    public static final String TICKET_WITHDRAWN = "io.tierstream.ticket.withdrawn.v1";

    private static final List<EventType> ALL = List.of(
            type(ORDER_PLACED, Topics.ORDERS, OrderPlaced.class),
            type(ORDER_CANCELLED, Topics.ORDERS, OrderCancelled.class),
            type(ORDER_RETURNED, Topics.ORDERS, OrderReturned.class),
            type(INVOICE_ISSUED, Topics.PAYMENTS, InvoiceIssued.class),
            type(INVOICE_CANCELLED, Topics.PAYMENTS, InvoiceCancelled.class),
            type(PAYMENT_RECEIVED, Topics.PAYMENTS, PaymentReceived.class),
            type(PAYMENT_REVERSED, Topics.PAYMENTS, PaymentReversed.class),
            type(COMPLAINT_OPENED, Topics.COMPLAINTS, ComplaintOpened.class),
            type(COMPLAINT_RESOLVED, Topics.COMPLAINTS, ComplaintResolved.class),
            type(COMPLAINT_REOPENED, Topics.COMPLAINTS, ComplaintReopened.class),
            type(COMPLAINT_WITHDRAWN, Topics.COMPLAINTS, ComplaintWithdrawn.class),
            type(CUSTOMER_UPDATED, Topics.CUSTOMERS, CustomerUpdated.class),
            type(CUSTOMER_VISITED, Topics.CUSTOMERS, CustomerVisited.class),
            type(PROSPECT_ASSESSED, Topics.CUSTOMERS, ProspectAssessed.class),
            type(CUSTOMER_SCORED, Topics.CUSTOMER_SCORES, CustomerScored.class),
            type(TIER_CHANGED, Topics.TIER_CHANGES, TierChanged.class),
            type(CUSTOMER_TIER, Topics.CUSTOMER_TIERS, CustomerTier.class),
            type(SLA_CHANGED, Topics.SLA_SETTINGS, SlaSettings.class),
            type(TICKET_ROUTED, Topics.TICKETS, TicketEvent.class),
            type(TICKET_REPRIORITISED, Topics.TICKETS, TicketEvent.class),
            type(TICKET_CLAIMED, Topics.TICKETS, TicketEvent.class),
            type(TICKET_RELEASED, Topics.TICKETS, TicketEvent.class),
            type(TICKET_WAITING, Topics.TICKETS, TicketEvent.class),
            type(TICKET_RESUMED, Topics.TICKETS, TicketEvent.class),
            type(TICKET_AT_RISK, Topics.TICKETS, TicketEvent.class),
            type(TICKET_BREACHED, Topics.TICKETS, TicketEvent.class),
            type(TICKET_RESOLVED, Topics.TICKETS, TicketEvent.class),
            type(TICKET_REOPENED, Topics.TICKETS, TicketEvent.class),
            type(TICKET_WITHDRAWN, Topics.TICKETS, TicketEvent.class));

    private static final Map<String, EventType> BY_NAME =
            ALL.stream().collect(Collectors.toMap(EventType::name, type -> type, (a, b) -> a, LinkedHashMap::new));

    private EventTypes() {}

    /** All types, inputs first. */
    public static List<EventType> all() {
        return ALL;
    }

    /** The types that publishers may send. */
    public static List<EventType> inputs() {
        return ALL.stream().filter(type -> Topics.INPUTS.contains(type.topic())).toList();
    }

    /** The type of that name, if there is one. */
    public static Optional<EventType> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    private static EventType type(String name, String topic, Class<? extends EventData> data) {
        String schema = data == TicketEvent.class ? "io.tierstream.ticket.v1" : name;
        return new EventType(name, topic, data, "/schemas/" + schema + ".json");
    }
}
