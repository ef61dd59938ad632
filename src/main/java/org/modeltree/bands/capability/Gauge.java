package org.modeltree.bands.capability;

import java.util.List;

/**
 * JSON view of an axis to draw raw values on.
 *
 * @param kind {@code log} or {@code linear}
 * @param from raw value at the start of the axis
 * @param to raw value at the end of the axis
 * @param ticks marks on the axis, from start to end
 */
public record Gauge(String kind, Number from, Number to, List<Tick> ticks) {

    /**
     * JSON view of a mark on a gauge.
     *
     * @param raw raw value at the mark
     * @param label the raw value in a few characters
     * @param caption what the raw value is enough for, in the reader's language; null if there is no caption
     * @param captions the caption in every language; null if there is no caption
     * @param fraction position on the axis, from 0 at the start to 1 at the end
     */
    public record Tick(Number raw, String label, String caption, Captions captions, double fraction) {}

    /** JSON view of a caption in every language; {@code zh} is null if there is no Chinese one. */
    public record Captions(String en, String zh) {}
}
