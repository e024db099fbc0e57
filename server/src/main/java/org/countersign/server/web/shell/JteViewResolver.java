package org.countersign.server.web.shell;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.ViewResolver;

/**
 * Finds the template of a view name: {@code login/password} is {@code src/main/jte/login/password.jte}. It comes before
 * Spring's own resolvers, because those take every name for a path of the servlet container.
 */
@Component
final class JteViewResolver implements ViewResolver, Ordered {
    private final TemplateEngine engine =
            TemplateEngine.createPrecompiled(null, ContentType.Html, null, "org.countersign.server.web.templates");
    private final Map<String, Optional<View>> known = new ConcurrentHashMap<>();
    private final Assets assets;
    private final Texts texts;

    JteViewResolver(Assets assets, Texts texts) {
        this.assets = assets;
        this.texts = texts;
    }

    @Override
    public @Nullable View resolveViewName(String name, Locale locale) {
        if (name.startsWith("redirect:") || name.startsWith("forward:")) {
            return null;
        }
        return known.computeIfAbsent(name, this::find).orElse(null);
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    private Optional<View> find(String name) {
        String template = name + ".jte";
        return engine.hasTemplate(template)
                ? Optional.of(new JteView(engine, template, assets, texts))
                : Optional.empty();
    }
}
