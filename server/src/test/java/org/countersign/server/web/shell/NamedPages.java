package org.countersign.server.web.shell;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.ViewResolver;

/** Says of every page which template it was made with, so that a test knows what it looks at. */
public final class NamedPages implements BeanPostProcessor {
    /** Names the template in the answer. */
    public static final String HEADER = "X-Template";

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof JteViewResolver resolver ? new Named(resolver) : bean;
    }

    private record Named(JteViewResolver resolver) implements ViewResolver, Ordered {
        @Override
        public int getOrder() {
            return resolver.getOrder();
        }

        @Override
        public @Nullable View resolveViewName(String name, Locale locale) {
            View page = resolver.resolveViewName(name, locale);
            return page == null ? null : named(name, page);
        }

        private static View named(String name, View page) {
            return (model, request, response) -> {
                response.setHeader(HEADER, name);
                page.render(model, request, response);
            };
        }
    }
}
