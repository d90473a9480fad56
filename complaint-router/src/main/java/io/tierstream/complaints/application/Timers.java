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
    private final MovingDeadlines moving;
    private final ComplaintCourses courses;
    private final KnownCustomers known;
    private final FollowingInstances following;

    Timers(
            AnnouncingDeadlines announcing,
            ChangingSla sla,
            MovingDeadlines moving,
            ComplaintCourses courses,
            KnownCustomers known,
            FollowingInstances following) {
        this.announcing = announcing;
        this.sla = sla;
        this.moving = moving;
        this.courses = courses;
        this.known = known;
        this.following = following;
    }

    @Scheduled(fixedDelay = 200)
    void announceDeadlines() {
        if (following.isLoaded()) {
            unlessTheStoreIsAway(announcing::announce);
        }
    }

    @Scheduled(fixedDelay = 3_000)
    void keepUpWithSla() {
        if (following.isLoaded()) {
            unlessTheStoreIsAway(sla::keepUp);
        }
    }

    @Scheduled(fixedDelay = 50)
    void moveDeadlines() {
        if (following.isLoaded()) {
            unlessTheStoreIsAway(moving::moveSome);
        }
    }

    @Scheduled(fixedDelay = 1_000)
    void readCourses() {
        if (following.isLoaded()) {
            unlessTheStoreIsAway(courses::keepUp);
        }
    }

    @Scheduled(fixedDelay = 5_000)
    void keepUpWithCustomers() {
        if (following.isLoaded()) {
            unlessTheStoreIsAway(known::keepUp);
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
