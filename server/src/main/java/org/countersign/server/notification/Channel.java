package org.countersign.server.notification;

/** How a message travels. Names are stored. */
public enum Channel {
    MAIL,
    WEB_PUSH,
    WEBHOOK
}
