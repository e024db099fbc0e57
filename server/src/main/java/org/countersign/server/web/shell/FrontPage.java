package org.countersign.server.web.shell;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** The page without a path, in production: it names the product and says nothing about who uses it. */
@Controller
@ConditionalOnProperty(prefix = "countersign", name = "mode", havingValue = "production")
class FrontPage {

    @GetMapping("/")
    String front() {
        return "shell/front";
    }
}
