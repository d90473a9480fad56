package io.tierstream.complaints.http;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Refuses (415) a Content-Type with a wildcard: it names no type, and Spring fails at it where it reads the body. */
@Component
class ConcreteTypes implements WebMvcConfigurer, HandlerInterceptor {

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws HttpMediaTypeNotSupportedException {
        String type = request.getContentType();
        boolean first = request.getDispatcherType() == DispatcherType.REQUEST;
        if (first && type != null && type.contains("*")) {
            throw new HttpMediaTypeNotSupportedException("A Content-Type names one type, without wildcards");
        }
        return true;
    }
}
