package org.countersign.server.web.shell;

import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.View;

/** One template. It is rendered whole before a byte is sent, so that a failure becomes an error page, not half a page. */
record JteView(TemplateEngine engine, String template, Assets assets, Texts texts) implements View {

    @Override
    public String getContentType() {
        return "text/html";
    }

    @Override
    public void render(@Nullable Map<String, ?> model, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Map<String, Object> parameters = new HashMap<>(model == null ? Map.of() : model);
        parameters.put("shell", new Shell(request, assets, texts));
        Utf8ByteOutput output = new Utf8ByteOutput();
        engine.render(template, parameters, output);
        response.setContentType(getContentType());
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.setContentLength(output.getContentLength());
        output.writeTo(response.getOutputStream());
    }
}
