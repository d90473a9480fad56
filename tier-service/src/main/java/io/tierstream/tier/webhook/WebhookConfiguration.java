package io.tierstream.tier.webhook;

import java.security.SecureRandom;
import java.util.Base64;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where secrets come from. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WebhookSettings.class)
class WebhookConfiguration {

    private static final int SECRET_BYTES = 32;

    @Bean
    WebhookSecrets webhookSecrets() {
        SecureRandom random = new SecureRandom();
        return () -> {
            byte[] secret = new byte[SECRET_BYTES];
            random.nextBytes(secret);
            return "whsec_" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        };
    }
}
