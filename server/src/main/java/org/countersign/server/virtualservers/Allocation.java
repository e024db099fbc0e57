package org.countersign.server.virtualservers;

/** How many tokens of each type a virtual server may have, given out or free. */
public record Allocation(int software, int hardware) {}
