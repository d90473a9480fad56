package io.tierstream.ingest.application;

import io.tierstream.ingest.application.EventLog.NotStored;
import io.tierstream.ingest.application.EventLog.Place;
import io.tierstream.ingest.application.EventLog.Stored;
import io.tierstream.ingest.domain.intake.Publisher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Publishes the events of one request: all or, where the publisher wants it, the good ones. */
public final class PublishingEvents {

    private final EventLog log;
    private final PublisherRates rates;

    public PublishingEvents(EventLog log, PublisherRates rates) {
        this.log = log;
        this.rates = rates;
    }

    /** What came of a request. */
    public sealed interface Outcome {

        /** Nothing is published because some are bad; what was checked, in the order of the request. */
        record Refused(List<Checked> checked) implements Outcome {}

        /** What is good is stored; a result for each event, in the order of the request. */
        record Published(List<Result> results) implements Outcome {}

        /** The publisher is faster than it may be; nothing is published. */
        record TooFast(Duration retryAfter) implements Outcome {}

        /** Kafka is away; some may be stored, and repeating the request is safe. */
        record Unavailable(Duration retryAfter, String why) implements Outcome {}
    }

    /** What came of one event. */
    public sealed interface Result {
        record Accepted(String id, Place place) implements Result {}

        record Rejected(Checked.Bad bad) implements Result {}
    }

    /**
     * Publishes what is good.
     *
     * @param partial whether the good ones are wanted when others are bad
     */
    public Outcome publish(List<Checked> checked, Publisher publisher, boolean partial) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(checked.size());
        for (Checked event : checked) {
            if (event instanceof Checked.Good good) {
                records.add(good.record());
            }
        }
        if (!partial && records.size() < checked.size()) {
            return new Outcome.Refused(checked);
        }
        Duration wait = rates.take(publisher.name(), records.size());
        if (wait.isPositive()) {
            return new Outcome.TooFast(wait);
        }
        return switch (log.store(records)) {
            case NotStored away -> new Outcome.Unavailable(away.retryAfter(), away.why());
            case Stored stored -> new Outcome.Published(results(checked, stored.places()));
        };
    }

    private static List<Result> results(List<Checked> checked, List<Place> places) {
        Iterator<Place> place = places.iterator();
        List<Result> results = new ArrayList<>(checked.size());
        for (Checked event : checked) {
            results.add(
                    switch (event) {
                        case Checked.Good good -> new Result.Accepted(good.id(), place.next());
                        case Checked.Bad bad -> new Result.Rejected(bad);
                    });
        }
        return results;
    }
}
