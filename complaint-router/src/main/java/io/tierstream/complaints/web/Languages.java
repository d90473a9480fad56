package io.tierstream.complaints.web;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.i18n.LocaleContext;
import org.springframework.context.i18n.SimpleLocaleContext;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.i18n.CookieLocaleResolver;
import org.springframework.web.servlet.i18n.LocaleChangeInterceptor;

/**
 * English and Chinese pages: as the browser asks, until {@code ?lang=en} or {@code ?lang=zh} chooses (kept a year in a
 * cookie that the services of one host share). Any other language asked for is answered in English. The region, and with it
 * the form of dates and numbers, is the one the browser asks for with that language.
 */
@Configuration(proxyBeanMethods = false)
class Languages implements WebMvcConfigurer {

    @Bean
    LocaleResolver localeResolver() {
        CookieLocaleResolver chosen = new CookieLocaleResolver("TIERSTREAM_LANG") {
            @Override
            public Locale resolveLocale(HttpServletRequest request) {
                return withRegion(super.resolveLocale(request), request);
            }

            @Override
            public LocaleContext resolveLocaleContext(HttpServletRequest request) {
                return new SimpleLocaleContext(resolveLocale(request));
            }
        };
        chosen.setCookieMaxAge(Duration.ofDays(365));
        chosen.setCookieSameSite("Lax");
        chosen.setRejectInvalidCookies(false);
        chosen.setDefaultLocaleFunction(Languages::asked);
        return chosen;
    }

    /** The first language asked for that is spoken here. */
    private static Locale asked(HttpServletRequest request) {
        return wanted(request).stream()
                .filter(locale -> isEnglish(locale) || isChinese(locale))
                .findFirst()
                .orElse(Locale.ENGLISH);
    }

    private static Locale withRegion(Locale language, HttpServletRequest request) {
        if (isChinese(language)) {
            return Locale.SIMPLIFIED_CHINESE;
        }
        return wanted(request).stream()
                .filter(Languages::isEnglish)
                .findFirst()
                .map(locale -> Locale.of("en", locale.getCountry()))
                .orElse(Locale.ENGLISH);
    }

    private static List<Locale> wanted(HttpServletRequest request) {
        return request.getHeader(HttpHeaders.ACCEPT_LANGUAGE) == null
                ? List.of()
                : Collections.list(request.getLocales());
    }

    private static boolean isEnglish(Locale locale) {
        return locale.getLanguage().equals("en");
    }

    private static boolean isChinese(Locale locale) {
        return locale.getLanguage().equals("zh");
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
