package io.tierstream.tier.mongo;

import com.mongodb.WriteConcern;
import java.util.concurrent.TimeUnit;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.provider.mongo.MongoLockProvider;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.MongoDatabaseFactory;

/** How this service talks to its store: what is acknowledged survives, and what cannot be reached fails soon. */
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {

    /** For jobs that one instance at a time does. */
    @Bean
    LockProvider locks(MongoDatabaseFactory databases) {
        return new MongoLockProvider(databases.getMongoDatabase().getCollection("locks"));
    }

    @Bean
    MongoClientSettingsBuilderCustomizer safeAndImpatient() {
        return settings -> settings.writeConcern(WriteConcern.MAJORITY)
                .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(2, TimeUnit.SECONDS))
                .applyToSocketSettings(
                        socket -> socket.connectTimeout(2, TimeUnit.SECONDS).readTimeout(20, TimeUnit.SECONDS));
    }
}
