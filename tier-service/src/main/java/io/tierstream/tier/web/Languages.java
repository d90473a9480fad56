package io.tierstream.tier.web;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.i18n.LocaleContext;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.i18n.AcceptHeaderLocaleResolver;
import org.springframework.web.servlet.i18n.CookieLocaleResolver;
import org.springframework.web.servlet.i18n.LocaleChangeInterceptor;

/**
 * English and Chinese pages: as the browser asks, until {@code ?lang=en} or {@code ?lang=zh} chooses (kept a year in a
 * cookie that the services of one host share). Any other language asked for is answered in English. Numbers and dates are
 * those of the region that the browser names first, whatever the language: English in Germany writes 1.234,50.
 */
@Configuration(proxyBeanMethods = false)
class Languages implements WebMvcConfigurer {

    private static final List<Locale> SPOKEN = List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE);

    @Bean
    LocaleResolver localeResolver() {
        AcceptHeaderLocaleResolver browser = new AcceptHeaderLocaleResolver();
        browser.setSupportedLocales(SPOKEN);
        browser.setDefaultLocale(Locale.ENGLISH);
        CookieLocaleResolver chosen = new CookieLocaleResolver("TIERSTREAM_LANG") {
            @Override
            public Locale resolveLocale(HttpServletRequest request) {
                return regional(super.resolveLocale(request), request);
            }

            @Override
            public LocaleContext resolveLocaleContext(HttpServletRequest request) {
                LocaleContext language = super.resolveLocaleContext(request);
                return () -> regional(Objects.requireNonNull(language.getLocale()), request);
            }
        };
        chosen.setCookieMaxAge(Duration.ofDays(365));
        chosen.setCookieSameSite("Lax");
        chosen.setRejectInvalidCookies(false);
        chosen.setDefaultLocaleFunction(browser::resolveLocale);
        return chosen;
    }

    private static Locale regional(Locale language, HttpServletRequest request) {
        if (request.getHeader(HttpHeaders.ACCEPT_LANGUAGE) == null) {
            return language;
        }
        return Collections.list(request.getLocales()).stream()
                .map(Locale::getCountry)
                .filter(country -> country.length() == 2)
                .findFirst()
                .map(country -> new Locale.Builder()
                        .setLanguage(language.getLanguage())
                        .setRegion(country)
                        .build())
                .orElse(language);
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        LocaleChangeInterceptor choice = new LocaleChangeInterceptor() {
            @Override
            protected Locale parseLocaleValue(String lang) {
                return lang.startsWith("zh") ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH;
            }
        };
        choice.setParamName("lang");
        registry.addInterceptor(choice);
    }
}
