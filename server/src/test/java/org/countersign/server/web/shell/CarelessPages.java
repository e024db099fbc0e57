package org.countersign.server.web.shell;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.TemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.ViewResolver;

/** The planted bug: the server's own templates, written out without making anything of a text harmless. */
public final class CarelessPages implements BeanPostProcessor {
    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof JteViewResolver careful ? new Careless(careful) : bean;
    }

    private record Careless(JteViewResolver careful) implements ViewResolver, Ordered {
        private static final TemplateEngine ENGINE =
                TemplateEngine.createPrecompiled(null, ContentType.Html, null, "org.countersign.server.web.templates");

        @Override
        public int getOrder() {
            return careful.getOrder();
        }

        @Override
        public @Nullable View resolveViewName(String name, Locale locale) {
            return careful.resolveViewName(name, locale) instanceof JteView view ? careless(view) : null;
        }

        private static View careless(JteView view) {
            return (model, request, response) -> {
                Map<String, Object> parameters = new HashMap<>(model == null ? Map.of() : model);
                parameters.put("shell", new Shell(request, view.assets(), view.texts()));
                StringOutput page = new StringOutput();
                ENGINE.render(view.template(), parameters, new AsItIs(page));
                response.setContentType("text/html");
                response.setCharacterEncoding(StandardCharsets.UTF_8.name());
                response.getOutputStream().write(page.toString().getBytes(StandardCharsets.UTF_8));
            };
        }
    }

    private static final class AsItIs extends OwaspHtmlTemplateOutput {
        private final TemplateOutput page;

        AsItIs(TemplateOutput page) {
            super(page);
            this.page = page;
        }

        @Override
        public void writeUserContent(@Nullable String text) {
            if (text != null) {
                page.writeContent(text);
            }
        }
    }
}
