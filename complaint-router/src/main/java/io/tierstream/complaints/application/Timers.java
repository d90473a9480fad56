package io.tierstream.complaints.application;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** What happens because time passes. */
@Component
class Timers {

    private static final Logger log = LoggerFactory.getLogger(Timers.class);

    private final AnnouncingDeadlines announcing;
    private final ChangingSla sla;
    private final FollowingInstances following;

    Timers(AnnouncingDeadlines announcing, ChangingSla sla, FollowingInstances following) {
        this.announcing = announcing;
        this.sla = sla;
        this.following = following;
    }

    @Scheduled(fixedDelay = 200)
    void announceDeadlines() {
        if (following.isLoaded()) {
            unlessTheStoreIsAway(announcing::announce);
        }
    }

    @Scheduled(fixedDelay = 3_000)
    void publishSla() {
        if (following.isLoaded()) {
            unlessTheStoreIsAway(sla::publishIfDue);
        }
    }

    private static void unlessTheStoreIsAway(Runnable work) {
        try {
            work.run();
        } catch (StoreUnavailableException e) {
            log.debug("Waiting for the store", e);
        }
    }
}
