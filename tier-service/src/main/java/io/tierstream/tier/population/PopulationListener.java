package io.tierstream.tier.population;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tierstream.contracts.Decoding;
import io.tierstream.contracts.EventCodec;
import io.tierstream.contracts.EventTypes;
import io.tierstream.contracts.Topics;
import io.tierstream.contracts.customer.v1.CustomerVisited;
import io.tierstream.contracts.sla.v1.SlaSettings;
import io.tierstream.contracts.ticket.v1.TicketEvent;
import io.tierstream.contracts.tier.v1.TierChanged;
import io.tierstream.tier.wire.GradeSnapshot;
import io.tierstream.tier.wire.TierTopics;
import io.tierstream.tier.wire.WireJson;
import io.tierstream.tier.wire.WireTranslator;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/**
 * Fills this instance's copies from Kafka and keeps them up to date: the population from its grades, the history of tiers
 * and the visits, and what simulations need of the support desk. Only what is committed is read.
 */
@Component
public class PopulationListener implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(PopulationListener.class);

    /** Visits further in the future than events may be are passed over. */
    private static final Duration SKEW = Duration.ofHours(24);

    private final Population population;
    private final OpenTickets tickets;
    private final CurrentSla sla;
    private final Counter passedOver;
    private final TopicFollower grades;
    private final TopicFollower facts;
    private volatile boolean running;

    PopulationListener(
            ConsumerFactory<byte[], byte[]> projectionConsumerFactory,
            Population population,
            OpenTickets tickets,
            CurrentSla sla,
            MeterRegistry meters) {
        this.population = population;
        this.tickets = tickets;
        this.sla = sla;
        this.passedOver = Counter.builder("tierstream.projection.passed.over")
                .description("Records that are not what their topic holds")
                .register(meters);
        this.grades = new TopicFollower(
                "grades", List.of(TierTopics.GRADES), () -> consumer(projectionConsumerFactory), this::takeGrades);
        this.facts = new TopicFollower(
                "facts",
                List.of(Topics.TIER_CHANGES, Topics.CUSTOMERS, Topics.TICKETS, Topics.SLA_SETTINGS),
                () -> consumer(projectionConsumerFactory),
                this::takeFacts);
        meters.gauge("tierstream.population.customers", population, counted -> counted.read(CustomerTable::graded));
    }

    /**
     * Returns once customers can be counted on.
     *
     * @throws NotReadyException while the grades that were there at the start are still being read
     */
    public void requireGrades() {
        if (!grades.isCaughtUp()) {
            throw new NotReadyException("The customers are still being read after the start.");
        }
    }

    /**
     * Returns once the history, the visits and the tickets can be counted on as well.
     *
     * @throws NotReadyException while what was there at the start is still being read
     */
    public void requireFacts() {
        requireGrades();
        if (!facts.isCaughtUp()) {
            throw new NotReadyException("The history is still being read after the start.");
        }
    }

    /** Whether all grades are read that were there when this instance started. */
    public boolean hasGrades() {
        return grades.isCaughtUp();
    }

    /** Whether all changes, visits, tickets and SLAs are read that were there when this instance started. */
    public boolean hasFacts() {
        return facts.isCaughtUp();
    }

    /** Whether this version of a customer's grade, or a later one, is taken in. */
    public boolean hasGrade(String customerId, long version) {
        return population.readOne(
                table -> table.find(customerId).stream().anyMatch(row -> table.version(row) >= version));
    }

    /** Whether the grades before these offsets of their topic are taken in. */
    public boolean hasRead(Map<TopicPartition, Long> offsets) {
        return grades.hasRead(offsets);
    }

    private static Consumer<byte[], byte[]> consumer(ConsumerFactory<byte[], byte[]> factory) {
        Properties alone = new Properties();
        alone.putAll(Map.of(
                ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic",
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false"));
        return factory.createConsumer(null, null, null, alone);
    }

    private void takeGrades(ConsumerRecords<byte[], byte[]> records) {
        List<GradeSnapshot> taken = new ArrayList<>(records.count());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            WireJson.read(GradeSnapshot.class, record.value())
                    .ifPresentOrElse(taken::add, () -> passOver(record, "no grade"));
        }
        if (!taken.isEmpty()) {
            population.graded(taken);
        }
    }

    private void takeFacts(ConsumerRecords<byte[], byte[]> records) {
        List<Population.Change> changes = new ArrayList<>();
        List<Population.Visit> visits = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (!record.topic().equals(Topics.CUSTOMERS) || mayBeVisit(record)) {
                take(record, changes, visits);
            }
        }
        if (!changes.isEmpty()) {
            population.changed(changes);
        }
        if (!visits.isEmpty()) {
            population.visited(visits);
        }
    }

    private void take(
            ConsumerRecord<byte[], byte[]> record, List<Population.Change> changes, List<Population.Visit> visits) {
        switch (EventCodec.decode(record.topic(), record.value(), record.headers())) {
            case Decoding.Decoded decoded -> {
                switch (decoded.event().data()) {
                    case TierChanged change ->
                        changes.add(new Population.Change(
                                change.customerId(),
                                change.changeNumber(),
                                WireTranslator.toDomain(change.to()),
                                change.decidedAt()));
                    case CustomerVisited visit -> {
                        if (isInTime(decoded.event().envelope().time(), record.timestamp())) {
                            visits.add(new Population.Visit(
                                    visit.customerId(),
                                    decoded.event().envelope().time()));
                        }
                    }
                    case TicketEvent ticket -> tickets.happened(decoded.event(), ticket);
                    case SlaSettings settings -> sla.changed(settings);
                    default ->
                        log.trace("Not needed: {}", decoded.event().envelope().type());
                }
            }
            case Decoding.Undecodable undecodable -> passOver(record, undecodable.detail());
        }
    }

    /** By when it was published, so that whoever reads it again later comes to the same. */
    static boolean isInTime(Instant visit, long published) {
        return !visit.isAfter(Instant.ofEpochMilli(published).plus(SKEW));
    }

    /** Most of that topic is names; those are told apart before they are decoded. */
    private static boolean mayBeVisit(ConsumerRecord<byte[], byte[]> record) {
        Header type = record.headers().lastHeader("ce_type");
        return type == null
                || type.value() == null
                || new String(type.value(), StandardCharsets.UTF_8).equals(EventTypes.CUSTOMER_VISITED);
    }

    private void passOver(ConsumerRecord<byte[], byte[]> record, String why) {
        passedOver.increment();
        log.debug("Passed over {}-{}@{}: {}", record.topic(), record.partition(), record.offset(), why);
    }

    @Override
    public void start() {
        grades.start();
        facts.start();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        grades.stop();
        facts.stop();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
